"""Reads for the door's pages and endpoints."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet

from checkin.models import Device, Gate, Incident, Redemption
from checkin.values import Door
from events import reach
from events.models import Event, EventStatus, SigningKey
from orders.models import Ticket, TicketStatus
from tenants.models import Membership

COUNTS_ARE_KEPT = 2
MOST_FOUND = 25
SHORTEST_SEARCH = 2
RECENT = timedelta(days=2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How full it is: admissions that stand at one gate, guests of the whole event, and how many are expected."""

    at_gate: int
    admitted: int
    expected: int


def counts(door: Door) -> Counts:
    """The live count. Up to two seconds old, since every scanner asks for it every few seconds."""
    key = f"checkin.counts.{door.gate_id}"
    known: Counts | None = cache.get(key)
    if known is None:
        known = _count(door)
        cache.set(key, known, COUNTS_ARE_KEPT)
    return known


def _count(door: Door) -> Counts:
    good = Ticket.objects.filter(event=door.event_id, status__in=(TicketStatus.VALID, TicketStatus.USED))
    guests = good.aggregate(expected=Count("pk"), admitted=Count("pk", filter=Q(checked_in_at__isnull=False)))
    at_gate = Redemption.objects.filter(gate=door.gate_id, ended_at=None).count()
    return Counts(at_gate=at_gate, admitted=guests["admitted"], expected=guests["expected"])


def public_keys(event_id: UUID) -> list[SigningKey]:
    """The keys that verify the event's tickets without asking, the newest first."""
    return list(SigningKey.objects.filter(event=event_id).order_by("-created_at"))


def event_of_code(tenant_id: UUID, code: str) -> str | None:
    """The name of the tenant's event that a ticket is for."""
    return Ticket.objects.filter(code=code, tenant=tenant_id).values_list("event__name", flat=True).first()


def events_with_gates(memberships: Collection[Membership], now: datetime) -> list[Event]:
    """What the members' tenants have at the door: running today first, then what comes, then what is just over."""
    in_use = Prefetch("gates", Gate.objects.filter(archived_at=None), to_attr="gates_in_use")
    events = (
        reach.of_memberships(memberships)
        .filter(status=EventStatus.PUBLISHED, archived_at=None, ends_at__gte=now - RECENT)
        .select_related("tenant")
        .prefetch_related(in_use)
        .order_by("starts_at", "pk")
    )
    return sorted(events[:200], key=lambda event: (_phase(event, now), event.starts_at))


def is_today(event: Event, now: datetime) -> bool:
    """Whether the event runs now, or at some time of the coming twelve hours."""
    return event.starts_at <= now + timedelta(hours=12) and event.ends_at >= now


def _phase(event: Event, now: datetime) -> int:
    if is_today(event, now):
        return 0
    return 1 if event.starts_at > now else 2


def find_guests(door: Door, words: str) -> list[Ticket]:
    """Tickets of the gate's event by attendee's name, e-mail (whole) or order number, at most 25."""
    words = words.strip().replace("\x00", "")
    if len(words) < SHORTEST_SEARCH:
        return []
    tickets = Ticket.objects.filter(event=door.event_id).select_related("ticket_type", "order", "attendee")
    return list(
        tickets.filter(_matches(words)).order_by("attendee__last_name", "attendee__first_name", "pk")[:MOST_FOUND]
    )


def _matches(words: str) -> Q:
    if "@" in words:
        address = words.lower()
        return Q(attendee__email__iexact=address) | Q(order__buyer_email=address) | Q(customer_email__iexact=address)
    found = Q(order__order_number=words.upper()) | Q(code=words.upper())
    names = Q()
    for word in words.split():
        names &= (
            Q(attendee__first_name__icontains=word)
            | Q(attendee__last_name__icontains=word)
            | Q(order__buyer_name__icontains=word)
        )
    return found | names


def gates_of(event: Event) -> list[Gate]:
    """The event's gates in use, each with its devices, types, sessions and `admissions` that stand."""
    return list(
        Gate.objects.filter(event=event, archived_at=None)
        .annotate(admissions=Count("redemptions", filter=Q(redemptions__ended_at=None)))
        .prefetch_related(
            "ticket_types",
            "sessions",
            Prefetch("devices", Device.objects.filter(revoked_at=None), to_attr="devices_in_use"),
        )
    )


def gates_of_tickets(tickets: QuerySet[Ticket]) -> QuerySet[Gate]:
    """The gates in use of these tickets' events, the right one for them first.

    That is one without sessions; one for other types only if there is no better.
    """
    types = Gate.ticket_types.through.objects.filter(gate=OuterRef("pk"))
    ours = types.filter(tickettype__in=tickets.values("ticket_type"))
    is_for_others = ExpressionWrapper(Exists(types) & ~Exists(ours), output_field=BooleanField())
    in_use = Gate.objects.filter(event__in=tickets.values("event"), archived_at=None)
    return in_use.order_by(HAS_SESSIONS, is_for_others, "created_at")


HAS_SESSIONS = Exists(Gate.sessions.through.objects.filter(gate=OuterRef("pk")))


def gates_for(ticket: Ticket) -> list[Gate]:
    """The gates at which a ticket may be checked in, the right one first."""
    return list(gates_of_tickets(Ticket.objects.filter(pk=ticket.pk)))


def redemption_at(gate: Gate, pk: UUID) -> Redemption | None:
    """An admission that was made at this gate."""
    return Redemption.objects.filter(gate=gate, pk=pk).first()


def last_redemption(ticket_id: UUID) -> Redemption | None:
    """The newest admission of a ticket that stands."""
    return Redemption.objects.filter(ticket=ticket_id, ended_at=None).order_by("-redeemed_at").first()


def incidents_of(event: Event) -> QuerySet[Incident]:
    """What was reported of an event, the newest first."""
    return Incident.objects.filter(event=event).select_related("author").order_by("-created_at", "-pk")
