"""What members type who make an order by hand, or call an event off."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.models import Event, TicketKind, TicketType
from orders.forms.office_orders import LONGEST_TEXT
from orders.services import AttendeeDetails, ByHand, Details, HowPaid
from orders.services.office_by_hand import MOST_TICKETS
from ticketing.core import once
from ticketing.core.forms import AccessibleForm
from ticketing.core.money import format_price


class ByHandForm(AccessibleForm):
    """An order that a member makes. Each ticket type is a number; names of attendees are a line each."""

    autocomplete_for_visitor = False

    first_name = forms.CharField(label=_("First name"), max_length=120, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Empty: your organization's own address, and no mail is sent."),
    )
    attendees = forms.CharField(
        label=_("Names on the tickets"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        help_text=_("One a line, in the order of the tickets above. Those without a name stay open."),
    )
    how_paid = forms.ChoiceField(
        label=_("Money"), choices=HowPaid.choices, widget=forms.RadioSelect, initial=HowPaid.CASH
    )
    reason = forms.CharField(
        label=_("For whom, or why"), max_length=500, required=False, help_text=_("Needed for gifts. For members only.")
    )
    sends_mail = forms.BooleanField(label=_("Send the tickets by mail"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        ticket_types: Iterable[TicketType],
        currency: str,
        takes_transfers: bool,
        may_take_money: bool,
        made_for: Sequence[object],
        **kwargs: Any,
    ) -> None:
        self.made_for = made_for
        self.types = list(ticket_types)
        self.currency, self.takes_transfers, self.may_take_money = currency, takes_transfers, may_take_money
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """A number for each ticket type; a transfer where there is an account, money for who may record it.

        The key is for one member and one event: sent twice, the form makes one order.
        """
        self.fields[once.NAME] = once.KeyField(*self.made_for)
        for row in self.types:
            self.fields[f"quantity-{row.pk}"] = forms.IntegerField(
                label=row.name, required=False, min_value=0, max_value=MOST_TICKETS
            )
        refused = {HowPaid.TRANSFER} if not self.takes_transfers else set()
        if not self.may_take_money:
            refused |= {HowPaid.CASH, HowPaid.CARD}
            self.fields["how_paid"].initial = HowPaid.COMPLIMENTARY
        field = self.fields["how_paid"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [choice for choice in HowPaid.choices if choice[0] not in refused]

    @property
    def quantities(self) -> list[Any]:
        """Each ticket type with its price in words and its field."""
        return [(row, format_price(row.price_cents, self.currency), self[f"quantity-{row.pk}"]) for row in self.types]

    def clean(self) -> dict[str, Any]:
        """At least one ticket, and no more names than tickets."""
        given = super().clean() or {}
        if self.errors:
            return given
        if not any(self._wanted().values()):
            raise ValidationError(_("Please choose at least one ticket."))
        places = sum(number for row, number in self._wanted().items() if row.kind == TicketKind.TICKET)
        if len(self._names()) > places:
            self.add_error("attendees", _("There are more names than tickets."))
        return given

    def filled_in(self, *, locale: str) -> ByHand:
        """What the service needs."""
        given, wanted = self.cleaned_data, self._wanted()
        email = given["email"].lower()
        names = self._names()
        people = []
        for row, number in wanted.items():
            for _place in range(number if row.kind == TicketKind.TICKET else 0):
                if names:
                    first, _space, last = names.pop(0).rpartition(" ")
                    people.append(
                        AttendeeDetails(
                            ticket_type_id=row.pk,
                            first_name=(first or last)[:120],
                            last_name=last[:120] if first else "",
                        )
                    )
        details = Details(
            email=email,
            first_name=given["first_name"],
            last_name=given["last_name"],
            attendees=people,
            locale=locale,
        )
        return ByHand(
            wanted={row.pk: number for row, number in wanted.items() if number},
            details=details,
            how_paid=given["how_paid"],
            reason=given["reason"],
            sends_mail=given["sends_mail"] and bool(email),
        )

    def _wanted(self) -> dict[TicketType, int]:
        return {row: self.cleaned_data.get(f"quantity-{row.pk}") or 0 for row in self.types}

    def _names(self) -> list[str]:
        lines = self.cleaned_data.get("attendees", "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class CancellationForm(AccessibleForm):
    """An event is called off: what its holders read, and its name once more, so that it is no slip of the hand."""

    message = forms.CharField(
        label=_("What your guests should know"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Stands in the mail that everybody with an order gets."),
    )
    refunds_all = forms.BooleanField(label=_("Pay all the money back"), required=False, initial=True)
    name = forms.CharField(
        label=_("Type the event's name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, event: Event, may_refund: bool, **kwargs: Any) -> None:
        self.event, self.may_refund = event, may_refund
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """Money goes back only by whom may send it."""
        if not self.may_refund:
            del self.fields["refunds_all"]

    def clean_name(self) -> str:
        """The name as it is written, whatever the capitals and spaces."""
        typed = " ".join(self.cleaned_data["name"].split()).casefold()
        if typed != " ".join(self.event.name.split()).casefold():
            raise ValidationError(_("That is not the name of this event."))
        return self.event.name
