"""What members type about money: how much goes back, and what is cancelled."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from orders.models import Order, Ticket, TicketStatus
from ticketing.core.forms import AccessibleForm
from ticketing.core.money import exponent, format_money, format_price, to_cents, to_decimal


class MoneyField(forms.DecimalField):
    """An amount in a currency's main unit, with as many decimals as it has; cleaned to minor units."""

    def __init__(self, *, currency: str, most_cents: int, **options: Any) -> None:
        self.currency = currency
        self.most_cents = most_cents
        step = Decimal(1).scaleb(-exponent(currency))
        super().__init__(decimal_places=exponent(currency), max_digits=14, **options)
        self.widget.attrs |= {"step": str(step), "min": str(step), "max": str(to_decimal(most_cents, currency))}
        self.validators += [MinValueValidator(step, _("Please give an amount above zero."))]
        self.validators.append(
            MaxValueValidator(
                to_decimal(most_cents, currency),
                _("At most %(left)s can be paid back.") % {"left": format_money(most_cents, currency)},
            )
        )

    def clean(self, value: Any) -> Any:
        """The amount in minor units; None where there is none."""
        amount = super().clean(value)
        return None if amount is None else to_cents(amount, self.currency)


class RefundForm(AccessibleForm):
    """How much goes back: of chosen tickets, or an amount."""

    tickets = forms.MultipleChoiceField(
        label=_("For these tickets"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("For members only."))
    left = forms.IntegerField(required=False, widget=forms.HiddenInput())

    field_order = ("tickets", "amount", "reason", "left")

    def __init__(self, *args: Any, order: Order, tickets: Sequence[Ticket], most_cents: int, **kwargs: Any) -> None:
        self.order, self.choosable, self.most_cents = order, {str(row.pk): row for row in tickets}, most_cents
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """The amount, at most what is left; each ticket with what was paid for it."""
        currency, field = self.order.currency, self.fields["tickets"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, ticket_in_words(row, currency)) for pk, row in self.choosable.items()]
        self.fields["amount"] = MoneyField(
            label=_("Amount"),
            currency=currency,
            most_cents=self.most_cents,
            required=False,
            help_text=_("At most %(left)s. Empty: what was paid for the chosen tickets.")
            % {"left": format_money(self.most_cents, currency)},
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """An amount, or tickets that make one."""
        given = super().clean() or {}
        if "amount" in self.errors:
            return given
        if given.get("amount") is None:
            given["amount"] = min(sum(row.price_paid_cents for row in self.chosen), self.most_cents)
        if not given["amount"]:
            self.add_error("amount", _("Please give an amount, or choose tickets that cost something."))
        return given

    @property
    def chosen(self) -> list[Ticket]:
        """The tickets that were ticked."""
        return [self.choosable[pk] for pk in self.cleaned_data.get("tickets", ())]


class CancelForm(AccessibleForm):
    """What is to be cancelled, and whether the money goes back with it."""

    tickets = forms.MultipleChoiceField(
        label=_("Tickets"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("None chosen: the whole order."),
    )
    refunds = forms.BooleanField(label=_("Pay the money back"), required=False)

    def __init__(
        self, *args: Any, order: Order, tickets: Sequence[Ticket], most_cents: int, may_refund: bool, **kwargs: Any
    ) -> None:
        self.order, self.choosable = order, {str(row.pk): row for row in tickets}
        self.most_cents, self.may_refund = most_cents, may_refund
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """Single tickets of confirmed orders only; money only where there is some, and the member may."""
        field = self.fields["tickets"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, ticket_in_words(row, self.order.currency)) for pk, row in self.choosable.items()]
        if not self.choosable:
            del self.fields["tickets"]
        if not self.may_refund or not self.most_cents:
            del self.fields["refunds"]
        else:
            self.fields["refunds"].help_text = _("At most %(left)s can be paid back.") % {
                "left": format_money(self.most_cents, self.order.currency)
            }

    @property
    def chosen(self) -> list[Ticket]:
        """The tickets that were ticked; none where it is the whole order."""
        picked = [self.choosable[pk] for pk in self.cleaned_data.get("tickets", ())]
        return [] if len(picked) == len(self.choosable) else picked

    @property
    def refund_cents(self) -> int:
        """What goes back."""
        if not self.cleaned_data.get("refunds"):
            return 0
        if not self.chosen:
            return self.most_cents
        return min(sum(row.price_paid_cents for row in self.chosen), self.most_cents)


def ticket_in_words(ticket: Ticket, currency: str) -> str:
    """A ticket in a list of choices: whose, what, and what it cost."""
    attendee = getattr(ticket, "attendee", None)
    name = attendee.full_name if attendee else ""
    parts = [name or ticket.code, ticket.ticket_type.name, format_price(ticket.price_paid_cents, currency)]
    if ticket.status == TicketStatus.CANCELLED:
        parts.append(str(_("cancelled")))
    return " · ".join(parts)
