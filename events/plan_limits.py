"""How the organizer's plan limits what is on sale: events at the same time, and tickets an event.

Checked when an event is published, and when a published one gets more places. An event that is over the limit, since
the plan was another before, keeps selling what it has. Callers lock the organization first: `tenants.locks.tenant`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import inf
from uuid import UUID

from django.db.models import Q, QuerySet

from events.errors_office_plan import TooManyEvents, TooManyTickets
from events.models import Event, EventStatus, TicketKind, TicketType
from events.models.event import EventQuerySet
from tenants import locks
from tenants.models import Tenant
from tenants.plans import limits_of


def active_events(tenant: Tenant, now: datetime) -> int:
    """How many events count as on sale: published, and not over."""
    return _active(tenant, now).count()


def largest_event(tenant: Tenant, now: datetime) -> int | None:
    """The most tickets that one of the events on sale has; None where one has any number."""
    events = _active(tenant, now).select_related("stock")
    types: dict[UUID, list[float]] = defaultdict(list)
    for event_id, total in _types(events).values_list("event", "stock__quantity_total"):
        types[event_id].append(_number(total))
    most = max((_places(_number(event.stock.quantity_total), types[event.pk]) for event in events), default=0)
    return None if most == inf else int(most)


def most_places(tenant: Tenant) -> int | None:
    """How many tickets an event may have; None without limit."""
    return limits_of(tenant).tickets_per_event


def demand_publishable(event: Event, *, tenant: Tenant, now: datetime) -> None:
    """Raise TooManyEvents or TooManyTickets unless the plan of the locked tenant lets the event go on sale."""
    limit = limits_of(tenant).active_events
    if limit is not None and _active(tenant, now).exclude(pk=event.pk).count() >= limit:
        raise TooManyEvents(plan=tenant.get_plan_display(), limit=limit)
    if most_places(tenant) is not None:
        _demand_places(tenant, before=0, after=places_of(event))


def demand_room_for_type(event: Event, places: int | None) -> None:
    """Lock the organization, and raise TooManyTickets if another type gives a published event too many tickets."""
    if event.status != EventStatus.PUBLISHED or most_places(event.tenant) is None:
        return
    tenant = locks.tenant(event.tenant_id)
    own, types = _totals(event)
    _demand_places(tenant, before=_places(own, types.values()), after=_places(own, [*types.values(), _number(places)]))


def demand_capacities(totals: Mapping[UUID, int | None]) -> None:
    """Lock the organization, and raise TooManyTickets if new totals of stocks give their event too many tickets."""
    drawing = TicketType.objects.filter(stock__in=totals).values("event")
    published = Event.objects.filter(status=EventStatus.PUBLISHED).select_related("tenant")
    event = published.filter(Q(stock__in=totals) | Q(pk__in=drawing)).first()
    if event is None or most_places(event.tenant) is None:
        return
    tenant = locks.tenant(event.tenant_id)
    own, types = _totals(event)
    before = _places(own, types.values())
    own = _number(totals[event.stock_id]) if event.stock_id in totals else own
    types |= {stock_id: _number(total) for stock_id, total in totals.items() if stock_id in types}
    _demand_places(tenant, before=before, after=_places(own, types.values()))


def places_of(event: Event) -> float:
    """How many tickets an event can sell: its own places, or those of its types together, if those are fewer."""
    own, types = _totals(event)
    return _places(own, types.values())


def _demand_places(tenant: Tenant, *, before: float, after: float) -> None:
    """Refuse more than the plan allows, unless it is no more than there was."""
    limit = most_places(tenant)
    if limit is not None and after > max(limit, before):
        raise TooManyTickets(plan=tenant.get_plan_display(), limit=limit)


def _active(tenant: Tenant, now: datetime) -> EventQuerySet:
    return Event.objects.filter(tenant=tenant, status=EventStatus.PUBLISHED, archived_at=None, ends_at__gt=now)


def _totals(event: Event) -> tuple[float, dict[UUID, float]]:
    """The event's own places, and those of each type that is in use, by its stock."""
    own = Event.objects.values_list("stock__quantity_total", flat=True).get(pk=event.pk)
    rows = _types([event]).values_list("stock", "stock__quantity_total")
    return _number(own), {stock: _number(total) for stock, total in rows}


def _types(events: Iterable[Event]) -> QuerySet[TicketType]:
    """What admits, of what these events have on sale."""
    return TicketType.objects.filter(event__in=events, kind=TicketKind.TICKET, archived_at=None)


def _places(own: float, types: Iterable[float]) -> float:
    return min(own, sum(types))


def _number(total: int | None) -> float:
    """A total to reckon with: none given means any number."""
    return inf if total is None else total
