"""The form of how an organization sells."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tenants.forms.office_fields import currency_choices, language_choices, offer
from tenants.models import FeePayer, TaxMode, TenantSettings
from ticketing.core.forms import AccessibleForm
from ticketing.core.money import exponent, to_cents, to_decimal
from ticketing.core.zones import zone_choices

METHODS = [
    ("stripe", _("Online: card, wallet, bank debit (Stripe)")),
    ("bank_transfer", _("Bank transfer")),
    ("at_door", _("At the door")),
]
MOST_FIXED_CENTS = 1_000_000


def _whole(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)


def _percentage(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, help_text=help_text
    )


def _box(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class SettingsForm(AccessibleForm):
    """Currency, fees, taxes, paying, holding, tickets, team: section by section as the page shows them."""

    autocomplete_for_visitor = False

    default_currency = forms.ChoiceField(
        label=_("Currency"), help_text=_("For new events; those that are there keep theirs.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("For new events, and for all days in reports."))
    locale = forms.ChoiceField(
        label=_("Language"), help_text=_("Of mails to you; buyers read theirs in the language that they bought in.")
    )
    service_fee_percentage = _percentage(_("Service fee in percent"), _("Of the price of each ticket."))
    service_fee_fixed = forms.DecimalField(
        label=_("Service fee per ticket"), min_value=0, help_text=_("An amount in your currency, such as 0.50.")
    )
    fee_payer = forms.ChoiceField(label=_("Who pays the fee"), choices=FeePayer.choices, widget=forms.RadioSelect)
    tax_rate = _percentage(_("Tax rate in percent"), _("Where a ticket type says no other."))
    tax_mode = forms.ChoiceField(label=_("Taxes are"), choices=TaxMode.choices, widget=forms.RadioSelect)
    payment_methods = forms.MultipleChoiceField(
        label=_("Ways to pay"),
        choices=METHODS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without any, only free tickets can be had."),
    )
    bank_details = forms.CharField(
        label=_("Bank details"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Account holder and IBAN, as buyers who transfer should read them."),
    )
    days_to_pay = _whole(_("Days to pay by transfer"), 1, 60)
    allow_guest_checkout = _box(_("Buying without an account"))
    hold_minutes = _whole(_("Minutes that places are held"), 2, 60, _("While somebody is buying."))
    hold_extensions = _whole(_("Times a hold can be extended"), 0, 10)
    approval_days = _whole(_("Days to approve an order"), 1, 30, _("Where a ticket type asks for it."))
    show_remaining = _box(_("Show how many places are left"))
    ticket_transfers_enabled = _box(
        _("Buyers can hand tickets on to others"),
        _("If not, the names given at purchase stay, and only your team changes them."),
    )
    name_change_cutoff_hours = _whole(
        _("Names can be changed until, hours before the start"), 0, 24 * 365, _("0 is until the start.")
    )
    refund_policy = forms.CharField(
        label=_("Refund policy"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown before buying, and with every order."),
    )
    terms_of_service_url = forms.URLField(label=_("Terms of service"), required=False, assume_scheme="https")
    privacy_policy_url = forms.URLField(label=_("Privacy policy"), required=False, assume_scheme="https")
    email_notifications = _box(_("Notifications by e-mail"), _("About sales, refunds and the team, to your members."))
    requires_two_factor = _box(
        _("Everybody in the team signs in with two steps"),
        _("Who has no second step yet is asked to set one up before they can go on working."),
    )

    def make_fields(self) -> None:
        """Choices in the reader's language."""
        offer(self, "default_currency", currency_choices())
        offer(self, "time_zone", zone_choices())
        offer(self, "locale", language_choices())

    @classmethod
    def of(cls, settings: TenantSettings, data: Any = None) -> "SettingsForm":
        """The form of what holds at present."""
        initial = {name: getattr(settings, name) for name in cls.base_fields if name != "service_fee_fixed"}
        fixed = to_decimal(settings.service_fee_fixed_cents, settings.default_currency)
        return cls(data, initial=initial | {"service_fee_fixed": fixed})

    def clean(self) -> dict[str, Any]:
        """What one field alone cannot know."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "bank_transfer" in cleaned.get("payment_methods", ()) and not cleaned.get("bank_details"):
            self.add_error("bank_details", _("Whoever is to transfer money needs to know where to."))
        self._check_fixed(cleaned.get("service_fee_fixed"), cleaned.get("default_currency"))
        return cleaned

    def _check_fixed(self, amount: Decimal | None, currency: str | None) -> None:
        if amount is None or not currency:
            return
        try:
            cents = to_cents(amount, currency)
        except ValueError:
            digits = exponent(currency)
            words = ngettext_lazy(
                "%(currency)s has %(digits)d digit behind the point.",
                "%(currency)s has %(digits)d digits behind the point.",
                digits,
            )
            self.add_error("service_fee_fixed", words % {"currency": currency, "digits": digits})
            return
        if cents > MOST_FIXED_CENTS:
            self.add_error("service_fee_fixed", _("That is more than any fee should be."))

    def changes(self) -> dict[str, Any]:
        """The fields of the settings as they are wanted."""
        given = dict(self.cleaned_data)
        fixed = to_cents(given.pop("service_fee_fixed"), given["default_currency"])
        return given | {"service_fee_fixed_cents": fixed}
