"""How an operator reaches the door of a venue that takes visits, and at which gate a scan there is written down."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from checkin import access as gates
from checkin import codes, queries
from checkin.models import Gate
from checkin.values import Door
from events.models import TicketType, Venue
from orders.models import Ticket
from reservations import reach
from reservations.errors import NoGateHere
from tenants.access import Member, member


def venue(request: HttpRequest, pk: UUID, permission: str) -> tuple[Venue, Member]:
    """A venue that takes visits, and the acting member. 404 for strangers, 403 without the permission."""
    found = Venue.objects.filter(pk=pk, archived_at=None, visit_rules__isnull=False).first()
    if found is None:
        raise Http404
    acting = member(request, Q(pk=found.tenant_id))
    acting.demand(permission)
    reach.demand(acting, found)
    return found, acting


def door_for(text: str, *, at: Venue, operator: Member) -> Door:
    """The door at which a scanned text is judged: the venue's, by way of a gate of the ticket's event.

    What is no ticket of the organizer's is judged, and written down, at the gate of the visits themselves. Raises
    NoGateHere if there is no gate.
    """
    code = codes.parse(text).code
    tickets = Ticket.objects.filter(tenant=at.tenant_id, code=code)
    gate = gate_of(tickets) if code else None
    if gate is None and not (code and tickets.exists()):
        gate = _gate_of_visits(at)
    if gate is None:
        raise NoGateHere()
    door = gates.door(gate, operator=operator.user)
    return replace(door, permissions=operator.permissions, venue_id=at.pk)


def gate_of(tickets: QuerySet[Ticket]) -> Gate | None:
    """The gate of a ticket's event that is right for it."""
    return queries.gates_of_tickets(tickets).first()


def _gate_of_visits(at: Venue) -> Gate | None:
    events = TicketType.objects.filter(reservation_venue=at).values("event")
    gates_in_use = Gate.objects.filter(event__in=events, archived_at=None)
    return gates_in_use.order_by(queries.HAS_SESSIONS, "-event__ends_at", "created_at").first()
