"""What a series of slots would come to, before it is made."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from events.models import Venue
from reservations import rules
from reservations.models import ReservationSlot
from reservations.values import Hours, Series
from ticketing.core.errors import DomainError

Planned = tuple[date, Hours]


@dataclass(frozen=True)
class Preview:
    """What would be made, what is there already, and what cannot be, with the reason."""

    new: tuple[Planned, ...]
    there: tuple[Planned, ...]
    refused: tuple[tuple[date, Hours, str], ...]


def preview(venue: Venue, series: Series, *, most: int = rules.MOST_IN_A_SERIES) -> Preview:
    """Which slots a series would make at a venue, looking no further than so many new ones; one statement."""
    taken = set(
        ReservationSlot.objects.filter(venue=venue, date__range=(series.first_day, series.last_day)).values_list(
            "date", "start_time"
        )
    )
    zone = ZoneInfo(venue.time_zone)
    new: list[Planned] = []
    there: list[Planned] = []
    refused: list[tuple[date, Hours, str]] = []
    planned = ((day, hours) for day in rules.days_of(series) for hours in series.hours)
    for day, hours in planned:
        if len(new) == most:
            break
        if (day, hours.start) in taken:
            there.append((day, hours))
            continue
        taken.add((day, hours.start))
        try:
            rules.check_hours(day, hours, zone)
        except DomainError as refusal:
            refused.append((day, hours, str(refusal)))
        else:
            new.append((day, hours))
    return Preview(new=tuple(new), there=tuple(there), refused=tuple(refused))
