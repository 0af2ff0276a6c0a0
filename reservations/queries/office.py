"""What the organizer's office shows of venues and their slots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from events.models import Venue
from reservations.models import (
    ReservationQuerySet,
    ReservationSlot,
    ReservationStatus,
    TicketReservation,
    VisitRules,
)
from reservations.queries.availability import local_today, next_month
from reservations.reach import at
from tenants.access import Member
from tenants.models import ActivityLog

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
# More of a day than this are behind a link in the month; a week shows all.
MOST_IN_A_CELL = 4
MOST_TARGETS = 300


@dataclass(slots=True)
class Numbers:
    """What some slots come to."""

    slots: int = 0
    booked: int = 0
    capacity: int = 0

    def add(self, slots: int, booked: int, capacity: int) -> None:
        """Count some more."""
        self.slots += slots
        self.booked += booked
        self.capacity += capacity


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue that takes visits, with what is booked there today and in the seven days that begin today."""

    venue: Venue
    rules: VisitRules
    today: Numbers
    week: Numbers


def venues_of(member: Member) -> list[Venue]:
    """The venues in use that a member reaches, by name; each with its rules of visits, if any, in `visit_rules`."""
    found = Venue.objects.filter(at(member, "pk"), tenant=member.tenant, archived_at=None).select_related("visit_rules")
    return list(found.order_by("name", "pk"))


def venue_rows(venues: Iterable[Venue], *, now: datetime) -> list[VenueRow]:
    """Those that take visits, with their numbers of open slots; one statement."""
    taking = [venue for venue in venues if rules_of(venue) is not None]
    # No clock is a day away from another's; each venue's own today decides below.
    days = (now - 2 * A_DAY).date(), (now + A_WEEK + 2 * A_DAY).date()
    by_day: dict[tuple[UUID, date], tuple[int, int, int]] = {}
    open_slots = ReservationSlot.objects.open().filter(venue__in=taking, date__range=days)
    for row in open_slots.values("venue", "date").annotate(
        slots=Count("pk"), booked=Sum("booked_count"), capacity=Sum("total_capacity")
    ):
        by_day[row["venue"], row["date"]] = (row["slots"], row["booked"], row["capacity"])
    rows = []
    for venue in taking:
        today, week = Numbers(), Numbers()
        first = local_today(venue, now)
        for number in range(7):
            counted = by_day.get((venue.pk, first + number * A_DAY), (0, 0, 0))
            week.add(*counted)
            if number == 0:
                today.add(*counted)
        rules = rules_of(venue)
        assert rules is not None
        rows.append(VenueRow(venue, rules, today, week))
    return rows


def rules_of(venue: Venue) -> VisitRules | None:
    """The venue's rules of visits, if it takes any; read with it by `venues_of`."""
    found: VisitRules | None = getattr(venue, "visit_rules", None)
    return found


@dataclass(slots=True)
class CalendarDay:
    """A day of the calendar; one outside the shown month only fills its week."""

    date: date
    is_today: bool
    is_past: bool = False
    is_outside: bool = False
    slots: list[ReservationSlot] = field(default_factory=list)
    shows_all: bool = True

    @property
    def shown(self) -> list[ReservationSlot]:
        """The slots that there is room for."""
        return self.slots if self.shows_all or len(self.slots) <= MOST_IN_A_CELL else self.slots[: MOST_IN_A_CELL - 1]

    @property
    def left_out(self) -> int:
        """How many slots are behind a link."""
        return len(self.slots) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whole weeks, Monday first, and how to go on from here."""

    view: str
    first: date
    last: date
    previous: date
    next: date
    weeks: list[list[CalendarDay]]

    @property
    def has_slots(self) -> bool:
        """Whether there is anything on the shown days."""
        return any(day.slots for week in self.weeks for day in week)


def calendar(venue: Venue, *, view: str, around: date, today: date) -> Calendar:
    """The venue's slots of the month or week around a day, by its local dates; one statement."""
    if view == "week":
        first = around - timedelta(days=around.weekday())
        last = first + 6 * A_DAY
        before, after = first - A_WEEK, first + A_WEEK
    else:
        first = around.replace(day=1)
        after = next_month(first)
        last = after - A_DAY
        before = (first - A_DAY).replace(day=1)
    by_day: defaultdict[date, list[ReservationSlot]] = defaultdict(list)
    for slot in ReservationSlot.objects.filter(venue=venue, date__range=(first, last)).order_by("date", "start_time"):
        by_day[slot.date].append(slot)
    day = first - timedelta(days=first.weekday())
    weeks: list[list[CalendarDay]] = []
    while day <= last:
        weeks.append(
            [
                CalendarDay(
                    date=each,
                    is_today=each == today,
                    is_past=each < today,
                    is_outside=not first <= each <= last,
                    slots=by_day[each] if first <= each <= last else [],
                    shows_all=view == "week",
                )
                for each in (day + number * A_DAY for number in range(7))
            ]
        )
        day += A_WEEK
    return Calendar(view, first, last, before, after, weeks)


def reservations_of(slot: ReservationSlot) -> ReservationQuerySet:
    """A slot's reservations with ticket, type and attendee: standing ones first, by name."""
    return (
        TicketReservation.objects.filter(slot=slot)
        .select_related("ticket__ticket_type", "ticket__attendee")
        .annotate(is_over=Q(status=ReservationStatus.CANCELLED))
        .order_by("is_over", F("ticket__attendee__last_name").asc(nulls_last=True), "pk")
    )


def other_slots(slot: ReservationSlot, *, now: datetime) -> list[ReservationSlot]:
    """Open slots with places at the same venue that are not over, to which its reservations can be moved."""
    since = local_today(slot.venue, now) - A_DAY
    found = (
        ReservationSlot.objects.open()
        .filter(venue=slot.venue_id, date__gte=since, available_count__gt=0)
        .exclude(pk=slot.pk)
        .order_by("date", "start_time")[:MOST_TARGETS]
    )
    venue = slot.venue
    slots = list(found)
    for each in slots:
        each.venue = venue
    return [each for each in slots if each.ends_at > now]


def history_of(slot: ReservationSlot, most: int = 50) -> Sequence[ActivityLog]:
    """What was done to a slot, the latest first."""
    found = ActivityLog.objects.filter(target_id=slot.pk, target_kind="reservationslot").select_related("actor")
    return list(found.order_by("-created_at", "-pk")[:most])
