"""Tickets and reservations as the API tells them."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from orders.models import Ticket
from reservations.models import ReservationQuerySet, TicketReservation
from tenants.models import Membership, User

_TICKET = ("order", "ticket_type__reservation_venue", "tenant", "attendee")


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketRecord:
    """A ticket with what is reserved with it; `verified_by` is the operator's number."""

    ticket: Ticket
    reservation: TicketReservation | None
    verified_by: int | None


def ticket_by_code(code: str) -> Ticket | None:
    """The ticket of a code as it is stored, with order, type, tenant and attendee."""
    return Ticket.objects.select_related(*_TICKET).filter(code=code).first()


def record(ticket: Ticket) -> TicketRecord:
    """A ticket as it is told. One statement, and one more where somebody has verified it."""
    standing = TicketReservation.objects.standing().select_related("slot__venue", "tenant").filter(ticket=ticket)
    verified_by = None
    if ticket.verified_by_id is not None:
        verified_by = operator_number(ticket.tenant_id, ticket.verified_by_id)
    return TicketRecord(ticket=ticket, reservation=standing.first(), verified_by=verified_by)


def operator_number(tenant_id: UUID, user_id: UUID) -> int | None:
    """The number under which a tenant knows a user."""
    found = Membership.objects.filter(tenant=tenant_id, user=user_id)
    return found.values_list("number", flat=True).first()


def reservation(pk: UUID) -> TicketReservation | None:
    """A reservation, whatever became of it, with slot, venue, tenant and ticket."""
    ticket = [f"ticket__{name}" for name in _TICKET]
    return TicketReservation.objects.select_related("slot__venue", "tenant", *ticket).filter(pk=pk).first()


def reservations() -> ReservationQuerySet:
    """All reservations, the latest first, with what is told of them."""
    return TicketReservation.objects.select_related("tenant", "ticket").order_by("-reserved_at", "-pk")


def tickets_of(user: User) -> QuerySet[Ticket, Any]:
    """The ids of the tickets that a user bought, holds or enters with. Each part has an index of its own."""
    addresses = proven_addresses(user)
    ids = Ticket.objects.order_by().values("pk")
    return ids.filter(user=user).union(
        ids.filter(order__user=user),
        ids.filter(order__buyer_email__in=addresses),
        ids.filter(attendee__user=user),
        ids.filter(attendee__email__in=addresses),
    )


def proven_addresses(user: User) -> frozenset[str]:
    """The e-mail addresses that are proven to be a user's, in lower case."""
    # allauth's table: it is reached through the user, since only `site` knows about allauth.
    addresses = cast(Any, user).emailaddress_set.filter(verified=True).values_list("email", flat=True)
    return frozenset(address.lower() for address in addresses)
