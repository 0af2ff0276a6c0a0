"""What a list is narrowed by before it is taken home. The fields are called as filters are in addresses."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from orders.models import ExportFormat, ExportKind, OrderStatus, PaymentState, RefundState, TicketStatus
from orders.queries.office_filters import ALL, FIRST_YEAR, LAST_YEAR, NO, NO_ORDER, YES
from ticketing.core.forms import AccessibleForm

ISO = "%Y-%m-%d"


def _day(label: Any) -> forms.DateField:
    """A day, as a filter reads it."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=[ISO],
        widget=forms.DateInput(format=ISO, attrs={"type": "date"}),
        validators=[MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))],
    )


ANY = ("", _("Any"))
FIELDS: dict[str, dict[str, forms.Field]] = {
    ExportKind.ATTENDEES: {
        "status": forms.ChoiceField(
            label=_("Tickets"),
            choices=[("", _("Valid and used ones")), (ALL, _("All")), *TicketStatus.choices],
            required=False,
        ),
        "checked_in": forms.ChoiceField(
            label=_("Checked in"), choices=[ANY, (YES, _("Yes")), (NO, _("No"))], required=False
        ),
        "order": forms.ChoiceField(
            label=_("Orders"), choices=[ANY, *OrderStatus.choices, (NO_ORDER, _("Made beforehand"))], required=False
        ),
    },
    ExportKind.ORDERS: {
        "status": forms.ChoiceField(label=_("Orders"), choices=[ANY, *OrderStatus.choices], required=False),
        "payment": forms.ChoiceField(label=_("Payment"), choices=[ANY, *PaymentState.choices], required=False),
        "refund": forms.ChoiceField(label=_("Refund"), choices=[ANY, *RefundState.choices], required=False),
        "since": _day(_("Placed from")),
        "until": _day(_("Placed until")),
    },
    ExportKind.BUYERS: {
        "consent": forms.ChoiceField(
            label=_("Agreed to news"), choices=[ANY, (YES, _("Yes")), (NO, _("No"))], required=False
        ),
    },
}


class ExportForm(AccessibleForm):
    """Which rows, and as what kind of file."""

    event = forms.MultipleChoiceField(
        label=_("Events"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None means all of them.")
    )
    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    format = forms.ChoiceField(label=_("File"), choices=ExportFormat.choices, widget=forms.RadioSelect)
    has_bom = forms.BooleanField(label=_("Begin the CSV so that Excel reads its umlauts"), required=False, initial=True)

    def __init__(self, *args: Any, kind: str, events: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        self.kind = kind
        self.events = events
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """What this kind of list can be narrowed by."""
        event = self.fields["event"]
        assert isinstance(event, forms.MultipleChoiceField)
        event.choices = [(str(pk), name) for pk, name in self.events]
        for name, field in FIELDS[self.kind].items():
            self.fields[name] = deepcopy(field)
        self.fields["q"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one."))
        return cleaned

    def narrowing(self) -> list[forms.BoundField]:
        """The fields that narrow this kind of list, beside the events."""
        return [self["q"], *(self[name] for name in FIELDS[self.kind])]
