"""What a report is to be about."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.models.event import EventQuerySet
from orders.reports import office_periods as periods
from orders.reports.office_periods import Period
from ticketing.core.office_fields import day_field

LONGEST_DAYS = 3660


class PeriodForm(forms.Form):
    """A period by its first and last day. Nothing typed: the usual one."""

    first = day_field(_("From"))
    last = day_field(_("Until"))

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, prefix=None)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """In order, and no longer than ten years."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last") or self.today
        if first and last < first:
            self.add_error("last", _("This day comes before the first one."))
        elif first and last - first > timedelta(days=LONGEST_DAYS):
            self.add_error("first", _("A report spans ten years at most."))
        return cleaned

    def period(self) -> Period:
        """What was chosen; the usual period where that makes no sense."""
        key = str(self.data.get("period", ""))
        if self.is_valid() and self.cleaned_data["first"]:
            return Period("", self.cleaned_data["first"], self.cleaned_data["last"] or self.today)
        return periods.of_choice(key if key in periods.CHOICES else periods.USUAL, today=self.today)


class ComparisonForm(forms.Form):
    """With which other event this one is compared."""

    other = forms.ModelChoiceField(
        Event.objects.none(), label=_("Compare with"), required=False, empty_label=_("No other event")
    )

    def __init__(self, data: Any, *, others: EventQuerySet) -> None:
        super().__init__(data)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others

    def chosen(self) -> Event | None:
        """The other event; none where something else was sent."""
        return self.cleaned_data["other"] if self.is_valid() else None
