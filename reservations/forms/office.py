"""Forms of the office: venues, their rules of visits, and single slots."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Venue
from reservations.models import A_DAY_IN_MINUTES, ReservationSlot, VisitRules
from reservations.words_office import day_name, hours
from ticketing.core.forms import AccessibleForm

MOST_PLACES = 1_000_000
YEARS_AHEAD = 5


class DayInput(forms.DateInput):
    """A date picker, whose text is ISO in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeOfDayInput(forms.TimeInput):
    """A time picker, whose text is 24 hours in every language."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day that slots may be on: not long ago, and not far ahead."""
    return forms.DateField(label=label, widget=DayInput(), validators=[_is_near], **options)


def _is_near(day: date) -> None:
    # A day more or less, by the venue's clock, does not matter here.
    today = timezone.now().date()
    if not today - timedelta(days=366) <= day <= today + timedelta(days=366 * YEARS_AHEAD):
        raise ValidationError(_("Please choose a day within the next %(years)d years.") % {"years": YEARS_AHEAD})


def time_field(label: Any, **options: Any) -> forms.TimeField:
    """A time on the venue's clock."""
    return forms.TimeField(label=label, widget=TimeOfDayInput(), **options)


def capacity_field(**options: Any) -> forms.IntegerField:
    """How many places there are."""
    return forms.IntegerField(label=_("Places"), min_value=0, max_value=MOST_PLACES, **options)


class RulesForm(AccessibleForm):
    """How a venue takes visits."""

    is_published = forms.BooleanField(
        label=_("Visitors can reserve"),
        required=False,
        help_text=_("Switched off, nobody can choose a time here; what is reserved stays reserved."),
    )
    note = forms.CharField(
        label=_("What visitors should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands beside the calendar and in the confirmation: the way in, bags, prams."),
    )
    cutoff_minutes = forms.IntegerField(
        label=_("Changes until, minutes before the slot begins"),
        min_value=0,
        max_value=60 * A_DAY_IN_MINUTES,
        help_text=_("Until then visitors change or cancel by themselves. 120 is two hours, 1440 a day."),
    )
    early_minutes = forms.IntegerField(
        label=_("Let in early, minutes"),
        min_value=0,
        max_value=A_DAY_IN_MINUTES,
        help_text=_("Before the slot begins."),
    )
    late_minutes = forms.IntegerField(
        label=_("Let in late, minutes"),
        min_value=0,
        max_value=A_DAY_IN_MINUTES,
        help_text=_("After the slot has ended."),
    )
    forbids_overlaps = forms.BooleanField(
        label=_("Slots may not overlap"),
        required=False,
        help_text=_("For a single room or guide. Closed slots do not count."),
    )

    @classmethod
    def of(cls, rules: VisitRules, data: Any = None) -> "RulesForm":
        """The form of rules that are there, or of the usual ones."""
        return cls(data, initial={name: getattr(rules, name) for name in cls.base_fields})


class NewSlotForm(AccessibleForm):
    """One slot, by day and hours."""

    date = day_field(_("Day"))
    start_time = time_field(_("From"))
    end_time = time_field(_("Until"), help_text=_("Earlier than it begins means: on the next day."))
    total_capacity = capacity_field(initial=200)


class SlotForm(AccessibleForm):
    """What can be changed of a slot that is there."""

    total_capacity = capacity_field()
    end_time = time_field(_("Until"), help_text=_("Earlier than it begins means: on the next day."))
    is_closed = forms.BooleanField(
        label=_("Closed"),
        required=False,
        help_text=_("Nobody can reserve any more. Those who have come in all the same."),
    )

    @classmethod
    def of(cls, slot: ReservationSlot, data: Any = None) -> "SlotForm":
        """The form of a slot."""
        return cls(data, initial={name: getattr(slot, name) for name in cls.base_fields})

    def changes(self, slot: ReservationSlot) -> dict[str, Any]:
        """What differs from the slot."""
        return {name: value for name, value in self.cleaned_data.items() if getattr(slot, name) != value}


class MoveForm(AccessibleForm):
    """To which slot reservations are to go."""

    slot = forms.ChoiceField(label=pgettext_lazy("move", "To"))

    def __init__(self, *args: Any, slots: list[ReservationSlot], **kwargs: Any) -> None:
        self.slots = {str(slot.pk): slot for slot in slots}
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """Slots by day, each with what is left."""
        by_day: dict[str, list[tuple[str, str]]] = {}
        for pk, slot in self.slots.items():
            left = _("%(hours)s, %(left)d free") % {
                "hours": hours(slot.start_time, slot.end_time),
                "left": slot.available_count,
            }
            by_day.setdefault(day_name(slot.date, "full"), []).append((pk, str(left)))
        _choices(self, "slot").choices = [("", _("Please choose")), *by_day.items()]

    @property
    def chosen(self) -> ReservationSlot:
        """The slot that was chosen."""
        return self.slots[self.cleaned_data["slot"]]


def venue_choices(venues: list[Venue]) -> list[tuple[str, str]]:
    """Venues by number, with none as the first."""
    return [("", ""), *((str(venue.number), venue.name) for venue in venues)]


def _choices(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field
