"""What members type about orders: what they look for, and what they change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.models import OrderStatus, PaymentState, RefundState
from orders.payments import registry
from orders.queries.office_orders import Attention
from ticketing.core.forms import AccessibleForm
from ticketing.core.office_fields import SENSIBLE_DAYS

LONGEST_TEXT = 2000
# What tells of money: for those only who may read orders.
ABOUT_MONEY = ("payment", "refund", "method", "attention")


class DayInput(forms.DateInput):
    """A date picker, whose text is ISO in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A picker of day and time, whose text is ISO in every language."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class OrderFilterForm(AccessibleForm):
    """What is looked for, as it stands in the address. What makes no sense there filters nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    event = forms.ChoiceField(label=_("Event"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    payment = forms.ChoiceField(label=_("Payment"), required=False)
    refund = forms.ChoiceField(label=_("Refund"), required=False)
    method = forms.ChoiceField(label=_("Paid by"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput(), validators=SENSIBLE_DAYS)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput(), validators=SENSIBLE_DAYS)
    attention = forms.ChoiceField(label=_("Needs attention"), required=False)
    sort = forms.ChoiceField(
        label=_("Sorted"), required=False, choices=[("", _("Newest first")), ("oldest", _("Oldest first"))]
    )

    def __init__(
        self, *args: Any, events: Iterable[tuple[UUID, str]] = (), may_read: bool = True, **kwargs: Any
    ) -> None:
        self.events, self.may_read = list(events), may_read
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """The choices, each with none as the first. Who only looks orders up learns nothing of money by filters."""
        methods = [(key, registry.provider(key).label) for key in registry.SELECTABLE]
        self._offer("event", [(str(pk), name) for pk, name in self.events])
        self._offer("status", OrderStatus.choices)
        self._offer("payment", PaymentState.choices)
        self._offer("refund", RefundState.choices)
        self._offer("method", methods)
        self._offer("attention", Attention.choices)
        if not self.may_read:
            for name in ABOUT_MONEY:
                del self.fields[name]

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]

    @property
    def narrows(self) -> int:
        """How many filters are set beside the search."""
        self.is_valid()
        return sum(bool(value) for name, value in self.cleaned_data.items() if name not in ("q", "sort"))


class EmailForm(AccessibleForm):
    """The buyer's other address."""

    autocomplete_for_visitor = False

    email = forms.EmailField(label=_("New e-mail address"), max_length=254)


class NoteForm(AccessibleForm):
    """Something for the team to know."""

    text = forms.CharField(
        label=pgettext_lazy("order", "Note"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For members only."),
    )


class DeadlineForm(AccessibleForm):
    """Until when an order can be paid, by the event's clock."""

    until = forms.DateTimeField(label=_("To be paid until"), widget=MomentInput())


class ReasonForm(AccessibleForm):
    """Why an order is declined."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The buyer reads it in the mail."),
    )


def in_zone(moment: datetime, zone: str) -> datetime:
    """A moment as the clock of a zone shows it, for a picker."""
    return moment.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0, tzinfo=None)
