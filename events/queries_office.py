"""What the console shows of a tenant's events and venues."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Least

from events.models import Category, Event, EventSession, EventStatus, Stock, TicketType, Venue
from events.models.event import EventQuerySet
from tenants.models import Tenant

UPCOMING, DRAFTS, PAST, CANCELLED, ARCHIVED = TABS = ("upcoming", "drafts", "past", "cancelled", "archived")


@dataclass(frozen=True, slots=True)
class Filled:
    """How far a stock is sold. Null `total` and `left`: as many as come."""

    name: str
    sold: int
    held: int
    left: int | None
    total: int | None

    @classmethod
    def of(cls, name: str, stock: Stock) -> "Filled":
        """The figures of one stock."""
        return cls(name, stock.quantity_sold, stock.quantity_held, stock.quantity_available, stock.quantity_total)


def tab_conditions(now: datetime) -> dict[str, Q]:
    """Which events stand under which tab."""
    here = Q(archived_at=None)
    shown = here & Q(status__in=(EventStatus.PUBLISHED, EventStatus.COMPLETED))
    return {
        UPCOMING: here & Q(status=EventStatus.PUBLISHED, ends_at__gte=now),
        DRAFTS: here & Q(status=EventStatus.DRAFT),
        PAST: shown & (Q(status=EventStatus.COMPLETED) | Q(ends_at__lt=now)),
        CANCELLED: here & Q(status=EventStatus.CANCELLED),
        ARCHIVED: Q(archived_at__isnull=False),
    }


def tab_counts(events: EventQuerySet, *, now: datetime) -> dict[str, int]:
    """How many events stand under each tab, in one statement."""
    counts = {tab: Count("pk", filter=condition) for tab, condition in tab_conditions(now).items()}
    return events.aggregate(**counts)


def listed(events: EventQuerySet, *, tab: str, words: str, now: datetime) -> QuerySet[Event]:
    """The events under a tab, with venue, stock and `left`: the free places of all ticket types together."""
    found = events.filter(tab_conditions(now)[tab])
    if words:
        found = found.filter(Q(name__icontains=words) | Q(slug__icontains=words) | Q(venue__name__icontains=words))
    order = ("starts_at", "pk") if tab in (UPCOMING, DRAFTS) else ("-starts_at", "-pk")
    return found.select_related("venue", "stock").defer("description", "search").annotate(left=_left()).order_by(*order)


def filled_types(event: Event) -> list[Filled]:
    """The figures of each ticket type in use."""
    types = event.ticket_types.filter(archived_at=None).select_related("stock")
    return [Filled.of(row.name, row.stock) for row in types]


def sessions_of(event: Event) -> list[EventSession]:
    """The programme with its stocks, and at its end what was taken off it."""
    rows = event.sessions.select_related("stock").order_by(F("archived_at").asc(nulls_first=True), "starts_at", "pk")
    return list(rows)


def venues_of(tenant: Tenant) -> list[Venue]:
    """The venues in use, by name."""
    return list(Venue.objects.filter(tenant=tenant, archived_at=None).order_by("name", "pk"))


def venues_listed(tenant: Tenant, *, is_archived: bool, now: datetime) -> QuerySet[Venue]:
    """Venues in use, or put away, each with how many events are to come there."""
    to_come = Q(events__ends_at__gte=now, events__archived_at=None) & ~Q(events__status=EventStatus.CANCELLED)
    found = Venue.objects.filter(tenant=tenant, archived_at__isnull=not is_archived)
    return found.annotate(to_come=Count("events", filter=to_come)).order_by("name", "pk")


def categories() -> QuerySet[Category]:
    """What events are filed under."""
    return Category.objects.order_by("name")


def _left() -> Least:
    """Free places: what the types have, at most what the event has. PostgreSQL's LEAST passes over nulls."""
    types = TicketType.objects.filter(event=OuterRef("pk"), archived_at=None, status="active")
    sums = types.order_by().values("event").annotate(left=Sum("stock__quantity_available")).values("left")
    of_types = Case(
        When(Exists(types.filter(stock__quantity_total=None)), then=None),
        default=Subquery(sums),
        output_field=IntegerField(),
    )
    return Least(of_types, F("stock__quantity_available"))
