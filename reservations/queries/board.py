"""How a day of visits is going: per slot how many are expected, have arrived, are missing, and walked in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from checkin.models import Redemption
from events.models import Venue
from reservations.models import ReservationSlot, ReservationStatus, TicketReservation
from reservations.queries.availability import local_today
from ticketing.core.when import local_date, local_time

COUNTS_ARE_KEPT = 2
A_DAY = timedelta(days=1)
NO_SLOT = "–"

_STANDING = Count("reservations", filter=~Q(reservations__status=ReservationStatus.CANCELLED))
_ARRIVED = Count("reservations", filter=Q(reservations__status=ReservationStatus.VERIFIED))


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotRow:
    """One slot of a board."""

    slot: ReservationSlot
    expected: int
    arrived: int
    walk_ins: int
    is_running: bool
    is_over: bool
    is_from_day_before: bool

    @property
    def missing(self) -> int:
        """How many who reserved have not come, so far or at all."""
        return self.expected - self.arrived

    @property
    def hours(self) -> str:
        """From when to when, on the venue's clock."""
        return hours_of(self.slot)

    @property
    def day(self) -> str:
        """The day on which it begins."""
        return local_date(self.slot.starts_at, self.slot.venue.time_zone, "short")


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """A venue's day. A slot over midnight counts for the day on which it begins; while it runs, both days show it."""

    day: date
    zone: str
    is_today: bool
    rows: tuple[SlotRow, ...]

    @property
    def day_in_words(self) -> str:
        """The day in full."""
        return local_date(datetime.combine(self.day, time(12), tzinfo=ZoneInfo(self.zone)), self.zone, "full")

    @property
    def own(self) -> list[SlotRow]:
        """The slots that begin on this day, for which the totals stand."""
        return [row for row in self.rows if not row.is_from_day_before]

    @property
    def capacity(self) -> int:
        """All places of the day."""
        return sum(row.slot.total_capacity for row in self.own)

    @property
    def expected(self) -> int:
        """All reservations of the day."""
        return sum(row.expected for row in self.own)

    @property
    def arrived(self) -> int:
        """Those of them that have come."""
        return sum(row.arrived for row in self.own)

    @property
    def missing(self) -> int:
        """Those of them that have not."""
        return self.expected - self.arrived

    @property
    def walk_ins(self) -> int:
        """Who was admitted anyway, without a reservation for this day."""
        return sum(row.walk_ins for row in self.own)

    @property
    def in_words(self) -> str:
        """How it is going, in a sentence."""
        return arrived_in_words(self.arrived, self.expected)


def of_day(venue: Venue, day: date, *, now: datetime) -> Board:
    """The board of a venue-local day; two statements."""
    counted = _slots(venue, day)
    carried = [row for row in counted if row.slot.date < day and _is_running(row.slot, now)]
    if now < _midnight(venue, day):
        carried = []
    shown = [*carried, *(row for row in counted if row.slot.date == day)]
    walk_ins = _walk_ins(venue, day, counted, since=min((row.slot.starts_at for row in carried), default=None))
    return Board(
        day=day,
        zone=venue.time_zone,
        is_today=day == local_today(venue, now),
        rows=tuple(
            SlotRow(
                slot=row.slot,
                expected=row.expected,
                arrived=row.arrived,
                walk_ins=walk_ins[row.slot.pk],
                is_running=_is_running(row.slot, now),
                is_over=row.slot.ends_at <= now,
                is_from_day_before=row.slot.date < day,
            )
            for row in shown
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """The live count beside a venue's scanner: of the slots that run now, else of the day's next one."""

    slot: str
    arrived: int
    expected: int


def running(venue: Venue, *, now: datetime) -> Running:
    """The live count. Up to two seconds old, since every scanner asks for it every few seconds."""
    key = f"reservations.running.{venue.pk}.{get_language()}"
    known: Running | None = cache.get(key)
    if known is None:
        known = _running(venue, now)
        cache.set(key, known, COUNTS_ARE_KEPT)
    return known


@dataclass(frozen=True, kw_only=True, slots=True)
class VenueToday:
    """A venue that takes visits, and its day so far."""

    venue: Venue
    slots: int
    expected: int
    arrived: int

    @property
    def in_words(self) -> str:
        """How it is going, in a sentence."""
        return arrived_in_words(self.arrived, self.expected) if self.slots else _("No slots today")


def venues_today(which: Q, *, now: datetime) -> list[VenueToday]:
    """Those of these venues that take visits, by name, each with its own today; two statements at most."""
    venues = Venue.objects.filter(which, archived_at=None, visit_rules__isnull=False)
    days = {venue: local_today(venue, now) for venue in venues.order_by("name", "pk")[:200]}
    counted = {}
    if days:
        of_days = ReservationSlot.objects.filter(venue__in=list(days), date__in=set(days.values())).order_by()
        slots = Count("pk", distinct=True)
        rows = of_days.values_list("venue", "date").annotate(slots=slots, expected=_STANDING, arrived=_ARRIVED)
        counted = {(venue, day): numbers for venue, day, *numbers in rows}
    made = []
    for venue, day in days.items():
        number, expected, arrived = counted.get((venue.pk, day), (0, 0, 0))
        made.append(VenueToday(venue=venue, slots=number, expected=expected, arrived=arrived))
    return made


def arrived_in_words(arrived: int, expected: int) -> str:
    """How many have come of how many."""
    return ngettext(
        "%(arrived)d of %(expected)d visitor has arrived",
        "%(arrived)d of %(expected)d visitors have arrived",
        expected,
    ) % {"arrived": arrived, "expected": expected}


def hours_of(slot: ReservationSlot) -> str:
    """From when to when, on the venue's clock, without its zone."""
    zone = slot.venue.time_zone
    return _("%(start)s – %(end)s") % {
        "start": local_time(slot.starts_at, zone),
        "end": local_time(slot.ends_at, zone),
    }


class _Counted(NamedTuple):
    slot: ReservationSlot
    expected: int
    arrived: int


def _slots(venue: Venue, day: date) -> list[_Counted]:
    """The slots of a day and of the day before, in order; one statement."""
    found = ReservationSlot.objects.filter(venue=venue, date__in=[day - A_DAY, day]).order_by(
        "date", "start_time", "pk"
    )
    counted = []
    annotated: Any = found.annotate(expected=_STANDING, arrived=_ARRIVED)
    for slot in annotated:
        slot.venue = venue
        counted.append(_Counted(slot, slot.expected, slot.arrived))
    return counted


def _running(venue: Venue, now: datetime) -> Running:
    slots = _slots(venue, local_today(venue, now))
    chosen = [row for row in slots if _is_running(row.slot, now)]
    chosen = chosen or [row for row in slots if row.slot.starts_at > now][:1]
    return Running(
        slot=", ".join(hours_of(row.slot) for row in chosen) or NO_SLOT,
        arrived=sum(row.arrived for row in chosen),
        expected=sum(row.expected for row in chosen),
    )


def _is_running(slot: ReservationSlot, now: datetime) -> bool:
    return slot.starts_at <= now < slot.ends_at


def _midnight(venue: Venue, day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(venue.time_zone)).astimezone(UTC)


def _begins(venue: Venue, day: date, slots: Sequence[_Counted]) -> datetime:
    """When what happens counts for a day: from midnight on, or from the end of what began on the day before."""
    before = [row.slot.ends_at for row in slots if row.slot.date == day - A_DAY]
    return max([_midnight(venue, day), *before])


def _walk_ins(venue: Venue, day: date, slots: Sequence[_Counted], since: datetime | None) -> Counter[UUID]:
    """Who was admitted anyway without a reservation for the day, by the slot that had begun last; one statement.

    Counted from the day's beginning, or from the moment `since` which what began on the day before is shown.
    """
    begins, ends = _begins(venue, day, slots), _begins(venue, day + A_DAY, slots)
    reserved = TicketReservation.objects.standing().filter(ticket=OuterRef("ticket"), slot__venue=venue)
    forced = (
        Redemption.objects.filter(gate__tenant=venue.tenant_id, ended_at=None, scan__is_forced=True)
        .filter(redeemed_at__gte=min(since or begins, begins), redeemed_at__lt=ends)
        .filter(_took_place_at(venue))
        .values_list("redeemed_at", Subquery(reserved.values("slot__date")[:1]))
    )
    counted: Counter[UUID] = Counter()
    for at, reserved_for in forced:
        of_the_day = [row.slot for row in slots if (row.slot.date < day) == (at < begins)]
        begun = [slot for slot in of_the_day if slot.starts_at <= at] or of_the_day[:1]
        if begun and reserved_for != begun[-1].date:
            counted[begun[-1].pk] += 1
    return counted


def _took_place_at(venue: Venue) -> Q:
    """At the venue's own door; at an event's gate, it is the venue of the ticket's visits."""
    here = Q(scan__facts__at_venue=str(venue.pk))
    return here | Q(scan__facts__at_venue__isnull=True, ticket__ticket_type__reservation_venue=venue)
