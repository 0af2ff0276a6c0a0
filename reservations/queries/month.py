"""A month of a venue's slots, as somebody sees it who is about to choose one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from events.models import Venue
from reservations.models import ReservationSlot
from reservations.queries import availability

Level = Literal["many", "few", "short", "full", "late"]

FEW = 5
FEW_OF = 10
"""A tenth of the capacity is few, too."""
MONTHS_AHEAD = 24
_BEST_FIRST: tuple[Level, ...] = ("many", "few", "short", "full", "late")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be placed: so many visitors, at a venue, with tickets that last until some moment."""

    venue: Venue
    party: int
    expires_at: datetime | None
    now: datetime
    present: ReservationSlot | None = None
    """What is reserved already, where it is to be changed."""


@dataclass(frozen=True)
class Time:
    """One slot. `level`: many or few places, too few for the party (short), none (full), or after the ticket's end."""

    slot: ReservationSlot
    level: Level
    is_present: bool

    @property
    def is_choosable(self) -> bool:
        """Whether the whole party finds a place in it."""
        return self.level in ("many", "few") and not self.is_present


@dataclass(frozen=True)
class Day:
    """One day of the month; `level` is its best slot's, or None where it has none."""

    date: date
    level: Level | None
    times: tuple[Time, ...]

    @property
    def is_choosable(self) -> bool:
        """Whether anything can be chosen on it."""
        return any(time.is_choosable for time in self.times)


@dataclass(frozen=True)
class Month:
    """A month, a day of it that is looked at, and the months beside it that may be looked at."""

    first: date
    days: tuple[Day, ...]
    chosen: Day | None
    before: date | None
    after: date | None
    next_free: date | None
    """Where this month has nothing: the first day after it that has."""


def month(wish: Wish, *, first: date | None = None, day: date | None = None) -> Month:
    """The month that begins on `first`, or that of `day`, with `day` looked at; else the first that has free places.

    One statement; where the month has nothing, another finds the next day that has.
    """
    shown = _month(wish, first, day)
    if first is None and day is None and shown.next_free is not None:
        return _month(wish, None, shown.next_free)
    return shown


def _month(wish: Wish, first: date | None, day: date | None) -> Month:
    today = availability.local_today(wish.venue, wish.now)
    begins, ends = today.replace(day=1), _last_month(wish, today)
    shown = min(max((first or day or today).replace(day=1), begins), ends)
    by_day: dict[date, list[Time]] = {}
    for slot in availability.of_month([wish.venue.pk], shown, now=wish.now):
        by_day.setdefault(slot.date, []).append(time_of(slot, wish))
    following = availability.next_month(shown)
    days = tuple(_day(shown + timedelta(days=n), by_day) for n in range((following - shown).days))
    choosable = [row for row in days if row.is_choosable]
    looked_at = next((row for row in days if row.date == day and row.times), None)
    return Month(
        first=shown,
        days=days,
        chosen=looked_at or next(iter(choosable), None),
        before=availability.month_before(shown) if shown > begins else None,
        after=following if shown < ends else None,
        next_free=None if choosable else _next_free(wish, following),
    )


def time_of(slot: ReservationSlot, wish: Wish) -> Time:
    """A slot, with what is left of it for this party."""
    is_present = wish.present is not None and wish.present.pk == slot.pk
    return Time(slot=slot, level=_level(slot, wish), is_present=is_present)


def others(wish: Wish, beside: ReservationSlot, *, most: int = 4) -> Sequence[Time]:
    """What the party could have instead of a slot that is gone: of its day first, then of the days after."""
    since = max(beside.date, availability.local_today(wish.venue, wish.now))
    found = availability.published().filter(
        venue=wish.venue, is_closed=False, available_count__gte=wish.party, date__gte=since
    )
    times = [time_of(slot, wish) for slot in found.order_by("date", "start_time", "pk")[: most * 3]]
    still = [time for time in times if time.is_choosable and time.slot.ends_at > wish.now]
    return [time for time in still if time.slot.pk != beside.pk][:most]


def _level(slot: ReservationSlot, wish: Wish) -> Level:
    if wish.expires_at is not None and slot.ends_at > wish.expires_at:
        return "late"
    if slot.available_count <= 0:
        return "full"
    if slot.available_count < wish.party:
        return "short"
    return "few" if slot.available_count <= max(FEW, slot.total_capacity // FEW_OF) else "many"


def _day(day: date, by_day: dict[date, list[Time]]) -> Day:
    times = tuple(by_day.get(day, ()))
    levels = {time.level for time in times}
    return Day(date=day, level=next((level for level in _BEST_FIRST if level in levels), None), times=times)


def _last_month(wish: Wish, today: date) -> date:
    """As far as one may look: as long as the ticket lasts, or two years."""
    furthest = today + timedelta(days=31 * MONTHS_AHEAD)
    if wish.expires_at is not None:
        furthest = min(furthest, availability.local_today(wish.venue, wish.expires_at))
    return max(furthest, today).replace(day=1)


def _next_free(wish: Wish, since: date) -> date | None:
    found = availability.published().filter(
        venue=wish.venue, is_closed=False, available_count__gte=wish.party, date__gte=since
    )
    slot = found.order_by("date", "start_time", "pk").first()
    return slot.date if slot is not None and _level(slot, wish) != "late" else None
