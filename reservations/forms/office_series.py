"""Forms that set many slots up, or change many at once."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar

from reservations.forms.office import capacity_field, day_field, time_field
from reservations.values import Hours, Series
from reservations.words_office import day_name
from ticketing.core.forms import AccessibleForm

# What the reservations document sets up: ninety days of morning, noon and afternoon.
USUAL_DAYS = 90
USUAL_HOURS = "09:00–12:00\n12:00–15:00\n15:00–18:00"
LONGEST = timedelta(days=3 * 366)
MOST_LINES = 500
MOST_CALENDAR_BYTES = 512 * 1024

_HOURS = re.compile(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|to|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*")
_DAYS = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:\s*(?:-|–|—|\.\.|to|bis|/)\s*(\d{4}-\d{2}-\d{2}))?(?:\s+\D.*|\s*#.*|\s*)")
_MONDAY = date(2024, 1, 1)


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Days of the week, Monday first; 0 is Monday."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Weekdays"),
            coerce=int,
            choices=_weekdays,
            widget=forms.CheckboxSelectMultiple,
            initial=list(range(7)),
            **options,
        )


def _weekdays() -> list[tuple[int, str]]:
    return [(number, day_name(_MONDAY + timedelta(days=number), "weekday_long")) for number in range(7)]


class SeriesForm(AccessibleForm):
    """Slots on many days, at the same hours, but for exceptions."""

    first_day = day_field(gettext_lazy("First day"))
    last_day = day_field(gettext_lazy("Last day"))
    weekdays = WeekdaysField()
    hours = forms.CharField(
        label=gettext_lazy("Hours"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("One slot per line, like 09:00–12:00. One that ends before it begins ends next day."),
    )
    capacity = capacity_field(initial=200, help_text=gettext_lazy("In each slot."))
    exceptions = forms.CharField(
        label=gettext_lazy("Not on these days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One day or range per line, like 2026-12-24 or 2026-12-24–2027-01-01. Words may follow:"
            " 2026-05-01 Labour day."
        ),
    )
    holidays = forms.FileField(
        label=gettext_lazy("Holidays from a calendar file"),
        required=False,
        validators=[FileExtensionValidator(["ics"])],
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=gettext_lazy(
            "An .ics file of public or school holidays, as authorities and calendar apps offer it. Its whole-day"
            " entries are added to the days above."
        ),
    )

    @classmethod
    def suggestion(cls, today: date) -> dict[str, Any]:
        """What the form offers at first: ninety days, three slots a day, from tomorrow on."""
        first = today + timedelta(days=1)
        return {"first_day": first, "last_day": first + timedelta(days=USUAL_DAYS - 1), "hours": USUAL_HOURS}

    def clean_hours(self) -> tuple[Hours, ...]:
        """Each line as hours, none beginning twice."""
        found = [_hours_from(line) for line in _lines(self.cleaned_data["hours"])]
        starts = [hours.start for hours in found]
        for start in starts:
            if starts.count(start) > 1:
                raise ValidationError(_("Two lines begin at %(start)s.") % {"start": f"{start:%H:%M}"})
        return tuple(found)

    def clean_exceptions(self) -> frozenset[date]:
        """Each line as a day or all days of a range."""
        return frozenset(day for line in _lines(self.cleaned_data["exceptions"]) for day in _days_from(line))

    def clean_holidays(self) -> list[tuple[date, date, str]]:
        """The whole-day entries of the file: first day, last day, name."""
        upload = self.cleaned_data["holidays"]
        if not upload:
            return []
        if upload.size > MOST_CALENDAR_BYTES:
            raise ValidationError(_("This file is too large for a calendar of holidays."))
        try:
            entries = Calendar.from_ical(upload.read()).walk("VEVENT")
            found = sorted(entry for event in entries if (entry := _whole_day(event)) is not None)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
            raise ValidationError(_("This is not a calendar file.")) from error
        if not found:
            raise ValidationError(_("There is no whole-day entry in this calendar."))
        return found[:MOST_LINES]

    def clean(self) -> dict[str, Any]:
        """Days in order, and not for ever."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_day", _("A series covers three years at most."))
        return values

    def series(self) -> Series:
        """What the form asks for."""
        values = self.cleaned_data
        holidays = {day for first, last, _name in values["holidays"] for day in _each_day(first, last)}
        return Series(
            first_day=values["first_day"],
            last_day=values["last_day"],
            weekdays=frozenset(values["weekdays"]),
            hours=values["hours"],
            capacity=values["capacity"],
            exceptions=values["exceptions"] | holidays,
        )

    def typed(self) -> dict[str, Any]:
        """What was typed, for the form again; the holidays of a file have become lines."""
        data: Any = self.data
        kept: dict[str, Any] = {name: data.get(name, "") for name in self.fields if name != "holidays"}
        kept["weekdays"] = data.getlist("weekdays")
        within = (self.cleaned_data["first_day"], self.cleaned_data["last_day"])
        lines = [
            f"{first}–{last} {name}" if last > first else f"{first} {name}"
            for first, last, name in self.cleaned_data["holidays"]
            if last >= within[0] and first <= within[1]
        ]
        kept["exceptions"] = "\n".join([*_lines(kept["exceptions"]), *(line.rstrip() for line in lines)])
        return kept


class ChangesForm(AccessibleForm):
    """What is to happen to many slots that are there."""

    CLOSE, REOPEN, CAPACITY = "close", "reopen", "capacity"

    action = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[
            (CLOSE, gettext_lazy("Close them")),
            (REOPEN, gettext_lazy("Open them again")),
            (CAPACITY, gettext_lazy("Set their places")),
        ],
        initial=CLOSE,
        widget=forms.RadioSelect,
    )
    capacity = capacity_field(required=False, help_text=gettext_lazy("Where places are to be set."))
    first_day = day_field(gettext_lazy("First day"))
    last_day = day_field(gettext_lazy("Last day"))
    weekdays = WeekdaysField()
    begins_from = time_field(gettext_lazy("Only those that begin at or after"), required=False)
    begins_until = time_field(gettext_lazy("Only those that begin before"), required=False)

    def clean(self) -> dict[str, Any]:
        """Days in order; places only where they are asked for."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        if values.get("action") == self.CAPACITY and values.get("capacity") is None and "capacity" not in self.errors:
            self.add_error("capacity", _("Please say how many places."))
        return values

    def changes(self) -> dict[str, Any]:
        """What to set."""
        action = self.cleaned_data["action"]
        if action == self.CAPACITY:
            return {"total_capacity": self.cleaned_data["capacity"]}
        return {"is_closed": action == self.CLOSE}


def suggested_range(today: date) -> dict[str, date]:
    """A week from today."""
    return {"first_day": today, "last_day": today + timedelta(days=6)}


def _lines(text: str) -> list[str]:
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > MOST_LINES:
        raise ValidationError(_("That is more than %(most)d lines.") % {"most": MOST_LINES})
    return found


def _hours_from(line: str) -> Hours:
    found = _HOURS.fullmatch(line)
    if found is None:
        raise ValidationError(_("“%(line)s” should be hours like 09:00–12:00.") % {"line": line[:60]})
    try:
        start = time(int(found[1]), int(found[2] or 0))
        # Midnight as an end is often written as the 24th hour.
        end = time(int(found[3]) % 24 if found[3] == "24" else int(found[3]), int(found[4] or 0))
    except ValueError as error:
        raise ValidationError(_("“%(line)s” is not a time of day.") % {"line": line[:60]}) from error
    if start == end:
        raise ValidationError(_("“%(line)s” ends as it begins.") % {"line": line[:60]})
    return Hours(start=start, end=end)


def _days_from(line: str) -> Iterator[date]:
    found = _DAYS.fullmatch(line)
    try:
        if found is None:
            raise ValueError
        first = date.fromisoformat(found[1])
        last = date.fromisoformat(found[2] or found[1])
    except ValueError as error:
        raise ValidationError(
            _("“%(line)s” should be a day like 2026-12-24, or two of them with a dash between.") % {"line": line[:60]}
        ) from error
    if last < first:
        raise ValidationError(_("“%(line)s” ends before it begins.") % {"line": line[:60]})
    return _each_day(first, last)


def _each_day(first: date, last: date) -> Iterator[date]:
    # A range of thousands of years is a slip of the hand; what lies outside the series does not count anyway.
    for number in range(min((last - first).days, LONGEST.days * 4) + 1):
        yield first + timedelta(days=number)


def _whole_day(event: Any) -> tuple[date, date, str] | None:
    start = event.decoded("DTSTART")
    if not isinstance(start, date) or hasattr(start, "hour"):
        return None
    end = event.decoded("DTEND", None) or start + timedelta(days=1)
    name = " ".join(str(event.get("SUMMARY", "")).split())[:80]
    # Words behind a day must not look like another day.
    return start, max(start, end - timedelta(days=1)), name if not name[:1].isdigit() else f"({name})"
