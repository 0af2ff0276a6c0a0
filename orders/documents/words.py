"""Dates and hours of an event in words, in the active language and on the event's own clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import (
    format_date,
    format_interval,
    format_time,
)
from django.utils.translation import gettext as _

from orders.documents.facts import EventFacts
from ticketing.core.when import date_locale, zone_label
from ticketing.core.zones import local

LATE_NIGHT = timedelta(hours=12)
"""A night out that ends after midnight is still one day's event; what lasts longer shows two dates."""


@dataclass(frozen=True, slots=True)
class When:
    """The date or dates, and the hours with the name of their zone."""

    days: str
    hours: str

    def __str__(self) -> str:
        return _("%(days)s, %(hours)s") % {"days": self.days, "hours": self.hours}


def when(event: EventFacts) -> When:
    """When the event is, for a reader of the active language."""
    starts, ends = local(event.starts_at, event.time_zone), local(event.ends_at, event.time_zone)
    locale = date_locale()
    zone = zone_label(event.starts_at, event.time_zone)
    if starts.date() == ends.date() or event.ends_at - event.starts_at <= LATE_NIGHT:
        clock = "hm" if "h" in locale.time_formats["short"].pattern else "Hm"
        hours = format_interval(starts, ends, clock, locale=locale)
        return When(format_date(starts, "full", locale=locale), f"{hours} {zone}")
    hours = _("starts %(start)s, ends %(end)s") % {
        "start": format_time(starts, "short", locale=locale),
        "end": format_time(ends, "short", locale=locale),
    }
    return When(format_interval(starts, ends, "yMMMEd", locale=locale), f"{hours} {zone}")


def moment(instant: datetime, time_zone: str) -> str:
    """One instant, date and hour, on the event's clock."""
    locale = date_locale()
    shown = local(instant, time_zone)
    day, hour = format_date(shown, "long", locale=locale), format_time(shown, "short", locale=locale)
    return f"{day}, {hour} {zone_label(instant, time_zone)}"
