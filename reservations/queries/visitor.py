"""A ticket for visits as its visitor sees it: where it stands, what is reserved with it, its code for the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from events.models import ActivationMode, EventStatus, Venue
from orders.models import Order, Ticket, TicketStatus
from orders.queries.order_page import qr_text
from reservations import errors, rules
from reservations.models import ReservationStatus, TicketReservation, VisitRules
from reservations.queries.visits import rules_of
from ticketing.core.errors import DomainError
from ticketing.core.models import BaseQuerySet

State = Literal["inactive", "open", "ready", "reserved", "missed", "used", "cancelled", "expired", "unpaid"]
_STATES: dict[type[DomainError], State] = {
    errors.TicketVoid: "cancelled",
    errors.TicketUsed: "used",
    errors.TicketExpired: "expired",
    errors.TicketNotPaid: "unpaid",
}


@dataclass(frozen=True)
class Visit:
    """A ticket, and the visit that is reserved with it.

    `state`: to be activated; open to choose a time; ready to be used without one; reserved; missed, when its time has
    passed; or what stands in the way.
    """

    ticket: Ticket
    reservation: TicketReservation | None
    state: State
    now: datetime

    @property
    def venue(self) -> Venue | None:
        """Where its visits are."""
        return self.ticket.ticket_type.reservation_venue

    @cached_property
    def rules(self) -> VisitRules:
        """By which its venue takes visits."""
        return getattr(self.venue, "visit_rules", None) or VisitRules()

    @cached_property
    def qr(self) -> str:
        """What its QR says; empty while it opens no door."""
        opens = self.state in ("reserved", "ready")
        return qr_text(self.ticket, now=self.now) if opens else ""

    @property
    def changes_until(self) -> datetime | None:
        """Until when its visitor may change or cancel what is reserved."""
        return rules.changes_until(self.reservation.slot, self.rules) if self.reservation else None

    @property
    def can_change(self) -> bool:
        """Whether they still may."""
        until = self.changes_until
        return self.state == "reserved" and until is not None and self.now <= until


def ticket_by_code(code: str) -> Ticket | None:
    """The ticket with this code, if a visit can be reserved with it or its holder has to activate it."""
    return _tickets().filter(code=code).filter(_FOR_VISITORS).first()


def visit_of(ticket: Ticket, *, now: datetime) -> Visit:
    """A ticket that came from here, with its visit; one statement."""
    return _visits([ticket], now)[0]


def visits_of_order(order: Order, *, now: datetime) -> list[Visit]:
    """An order's tickets for visits, in order; two statements."""
    tickets = list(_tickets().filter(order=order).filter(_FOR_VISITORS).order_by("pk"))
    for ticket in tickets:
        ticket.order = order
    return _visits(tickets, now) if tickets else []


def with_tickets(pks: Iterable[str], *, recipient: str) -> list[TicketReservation]:
    """Reservations of an address, each with slot, venue and ticket, ready for a mail."""
    chosen = TicketReservation.objects.filter(pk__in=list(pks), customer_email=recipient)
    found = list(chosen.select_related("slot__venue__visit_rules").order_by("pk"))
    tickets = {ticket.pk: ticket for ticket in _tickets().filter(pk__in=[row.ticket_id for row in found])}
    for row in found:
        row.ticket = tickets[row.ticket_id]
    return found


_FOR_VISITORS = Q(ticket_type__reservation_venue__isnull=False) | Q(activation_mode=ActivationMode.DEFERRED)


def _tickets() -> BaseQuerySet[Ticket]:
    live_key = FilteredRelation("event__signing_keys", condition=Q(event__signing_keys__retired_at=None))
    added: dict[str, Any] = {"key_id": F("key__key_id"), "sealed_key": F("key__private_key")}
    found = Ticket.objects.select_related(
        "ticket_type__reservation_venue__visit_rules",
        "event__venue",
        "tenant__settings",
        "order__buyer",
        "attendee",
    )
    return found.alias(key=live_key).annotate(**added)


def _visits(tickets: list[Ticket], now: datetime) -> list[Visit]:
    standing = TicketReservation.objects.standing().filter(ticket__in=[ticket.pk for ticket in tickets])
    by_ticket: dict[UUID, TicketReservation] = {
        row.ticket_id: row for row in standing.select_related("slot__venue__visit_rules")
    }
    return [_visit(ticket, by_ticket.get(ticket.pk), now) for ticket in tickets]


def _visit(ticket: Ticket, reservation: TicketReservation | None, now: datetime) -> Visit:
    return Visit(ticket=ticket, reservation=reservation, state=_state(ticket, reservation, now), now=now)


def _state(ticket: Ticket, reservation: TicketReservation | None, now: datetime) -> State:
    if ticket.event.status == EventStatus.CANCELLED:
        return "cancelled"
    try:
        rules.check_usable(ticket, now=now)
    except DomainError as refusal:
        # What is paid at the entrance may have its time already.
        if not (isinstance(refusal, errors.TicketNotPaid) and reservation and ticket.status == TicketStatus.VALID):
            return _STATES[type(refusal)]
    if reservation is not None and reservation.status == ReservationStatus.RESERVED:
        visit_rules = rules_of(reservation) or VisitRules()
        closes = reservation.slot.ends_at + timedelta(minutes=visit_rules.late_minutes)
        return "missed" if closes < now else "reserved"
    if ticket.activated_at is None:
        return "inactive"
    return "open" if ticket.ticket_type.reservation_venue_id is not None else "ready"
