"""Forms about discount codes: one, many, and looking for them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from events import selling_rules
from events.models import DiscountCode, DiscountStatus, DiscountType, Event, TicketType
from events.services.discounts import MOST_AT_ONCE
from events.words_office import CODE_STATES, percent
from ticketing.core import once
from ticketing.core.forms import AccessibleForm
from ticketing.core.money import to_decimal
from ticketing.core.office_fields import MomentField, MoneyField, cents_of, parse_number
from ticketing.core.office_versions import VersionedForm
from ticketing.core.tokens import normalize_code

MOST_USES = 1_000_000
_LETTERS = RegexValidator(r"^[\w.\-]*\Z", _("Please use letters, digits, “-”, “_” and “.” only."))
_NAMES = (
    "description discount_type max_redemptions max_per_buyer max_tickets minimum_order_cents starts_at expires_at"
    " status unlocks_hidden_types"
).split()


class DiscountForm(VersionedForm):
    """What all codes have in common, whether one is made or many."""

    discount_type = forms.ChoiceField(label=_("What it does"), choices=DiscountType.choices, widget=forms.RadioSelect)
    value = forms.CharField(
        label=_("How much"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    max_redemptions = forms.IntegerField(
        label=_("Most uses"),
        required=False,
        min_value=1,
        max_value=MOST_USES,
        help_text=_("Empty: as often as wanted."),
    )
    max_per_buyer = forms.IntegerField(
        label=_("Most uses per buyer"), required=False, min_value=1, max_value=1000, help_text=_("Empty: no limit.")
    )
    max_tickets = forms.IntegerField(
        label=_("Most tickets per order"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Further tickets of the order cost the full price. Empty: no limit."),
    )
    minimum_order_cents = MoneyField(
        label=_("Only from this sum on"), required=False, help_text=_("Empty: for orders of any size.")
    )
    ticket_types = forms.ModelMultipleChoiceField(
        label=_("Only for ticket types"),
        queryset=TicketType.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for all."),
    )
    starts_at = MomentField(label=_("Valid from"), required=False)
    expires_at = MomentField(label=_("Valid until"), required=False)
    unlocks_hidden_types = forms.BooleanField(
        label=_("Shows hidden ticket types"),
        required=False,
        help_text=_("With 0 off, that is all it does."),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(DiscountStatus.ACTIVE, _("Accepted")), (DiscountStatus.INACTIVE, _("Switched off"))],
        widget=forms.RadioSelect,
    )
    description = forms.CharField(label=_("For what"), required=False, max_length=200, help_text=_("For you alone."))

    def __init__(self, *args: Any, event: Event | None, currency: str, zone: str, **kwargs: Any) -> None:
        self.event, self.currency, self.zone = event, currency, zone
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """The event's own types, and its currency."""
        minimum, types = self.fields["minimum_order_cents"], self.fields["ticket_types"]
        assert isinstance(minimum, MoneyField)
        assert isinstance(types, forms.ModelMultipleChoiceField)
        minimum.set_currency(self.currency)
        self.set_clock(self.zone, "starts_at", "expires_at")
        words = {"currency": self.currency}
        minimum.label = _("Only from this sum on, in %(currency)s") % words
        self.fields["value"].help_text = _("In percent, or in %(currency)s.") % words
        if self.event is None:
            del self.fields["ticket_types"]
        else:
            in_use = TicketType.objects.filter(event=self.event, archived_at=None)
            types.queryset = in_use.order_by("sort_order", "pk")

    def clean(self) -> dict[str, Any]:
        """The value by its kind, and every refusal of the rules at its field."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "value" in values and "discount_type" in values:
            try:
                values["discount_value"] = self._value(values.pop("value"), values["discount_type"])
            except ValidationError as unreadable:
                self.add_error("value", unreadable)
        values["minimum_order_cents"] = values.get("minimum_order_cents") or 0
        values["ticket_types"] = list(values.get("ticket_types") or ())
        if "value" not in self.errors:
            for refusal in selling_rules.discount_refusals(self.event, values):
                self.add_error(refusal.field, str(refusal))
        return values

    def _value(self, typed: str, kind: str) -> int:
        if kind != DiscountType.PERCENTAGE:
            return cents_of(typed, self.currency)
        try:
            hundredths = parse_number(typed.removesuffix("%")) * 100
        except ValueError as unreadable:
            raise ValidationError(_("Please give a number, such as 10 or 12.5.")) from unreadable
        if hundredths != hundredths.to_integral_value() or hundredths < 0:
            raise ValidationError(_("Please give a percentage from 0 to 100, with two decimals at most."))
        return int(hundredths)


class CodeForm(DiscountForm):
    """One code."""

    code = forms.CharField(
        label=_("Code"),
        min_length=2,
        max_length=40,
        validators=[_LETTERS],
        help_text=_("Capitals and small letters are the same."),
    )

    @classmethod
    def of(cls, code: DiscountCode, data: Any, *, currency: str, zone: str) -> "CodeForm":
        """The form of a code that is there, or of a new one."""
        initial: dict[str, Any] = {name: getattr(code, name) for name in _NAMES}
        if not code._state.adding:
            is_percentage = code.discount_type == DiscountType.PERCENTAGE
            worth = code.discount_value
            initial["value"] = percent(worth) if is_percentage else f"{to_decimal(worth, currency):f}"
            initial |= {"code": code.code, "ticket_types": list(code.ticket_types.all()), "version": code.version}
        initial["minimum_order_cents"] = code.minimum_order_cents or None
        return cls(data, event=code.event, currency=currency, zone=zone, initial=initial)

    def clean_code(self) -> str:
        """As it is stored."""
        return normalize_code(str(self.cleaned_data["code"]))


class CodesForm(DiscountForm):
    """Many codes that are alike but for their letters."""

    first_letters = forms.CharField(
        label=_("First letters"),
        required=False,
        max_length=20,
        validators=[_LETTERS],
        help_text=_("Eight random characters follow that nobody confuses: SPRING-7KQ2M4XB."),
    )
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE)

    def __init__(self, *args: Any, made_for: Sequence[object], **kwargs: Any) -> None:
        self.made_for = made_for
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """As for one; and a key, so that the form makes one batch if it is sent twice."""
        super().make_fields()
        self.fields[once.NAME] = once.KeyField(*self.made_for)


class CodeFilterForm(AccessibleForm):
    """Which codes are listed, from the address. What makes no sense does not narrow."""

    autocomplete_for_visitor = False

    q = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(
        required=False, choices=[("", _("All in use")), *((key, text) for key, (text, _tone) in CODE_STATES.items())]
    )
    batch = forms.UUIDField(required=False)

    @property
    def wanted(self) -> tuple[str, str, UUID | None]:
        """Words, state and batch."""
        self.is_valid()
        found = self.cleaned_data
        return found.get("q", "").strip(), found.get("state", ""), found.get("batch")
