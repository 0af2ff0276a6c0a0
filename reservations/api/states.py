"""The reservations document's words for states, and ours for its words. No other place translates between them."""

from datetime import datetime

from django.db import models

from orders.models import OrderStatus, PaymentState, Ticket, TicketStatus
from reservations.models import ReservationStatus, SlotStatus, TicketReservation


class TicketState(models.TextChoices):
    """How far a ticket has come, in the document's words."""

    PENDING_PAYMENT = "PENDING_PAYMENT"
    MINTED = "minted"
    ACTIVATED = "ACTIVATED"
    RESERVED = "RESERVED"
    VERIFIED = "VERIFIED"
    REDEEMED = "redeemed"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


class SlotState(models.TextChoices):
    """Whether places can be had in a slot, in the document's words."""

    ACTIVE = "ACTIVE"
    FULL = "FULL"
    CLOSED = "CLOSED"


class ReservationState(models.TextChoices):
    """How far a reservation has come, in the document's words."""

    RESERVED = "RESERVED"
    CANCELLED = "CANCELLED"
    VERIFIED = "VERIFIED"


def ticket_state(ticket: Ticket, reservation: TicketReservation | None, *, now: datetime) -> TicketState:
    """A ticket's state, from the gravest on. It comes with its order and with the reservation that stands."""
    order = ticket.order
    is_void = ticket.status == TicketStatus.CANCELLED or (order is not None and order.status in _ENDED)
    owes = order is not None and order.total_cents > 0 and order.payment_status != PaymentState.PAID
    is_over = ticket.status == TicketStatus.EXPIRED or (ticket.expires_at is not None and ticket.expires_at <= now)
    is_reserved = reservation is not None and reservation.status == ReservationStatus.RESERVED
    told = (
        (is_void, TicketState.CANCELLED),
        (ticket.verified_at is not None, TicketState.VERIFIED),
        (ticket.status == TicketStatus.USED, TicketState.REDEEMED),
        (is_over, TicketState.EXPIRED),
        (ticket.status == TicketStatus.PENDING or owes, TicketState.PENDING_PAYMENT),
        (ticket.activated_at is None, TicketState.MINTED),
        (is_reserved, TicketState.RESERVED),
    )
    return next((state for holds, state in told if holds), TicketState.ACTIVATED)


_ENDED = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)


def slot_state(status: str) -> SlotState:
    """A slot's status."""
    return _SLOT_STATES[status]


def reservation_state(status: str) -> ReservationState:
    """A reservation's status."""
    return _RESERVATION_STATES[status]


def reservation_status(state: str) -> str:
    """Our status for the document's word."""
    return next(ours for ours, theirs in _RESERVATION_STATES.items() if theirs == state)


_SLOT_STATES: dict[str, SlotState] = {
    SlotStatus.ACTIVE: SlotState.ACTIVE,
    SlotStatus.FULL: SlotState.FULL,
    SlotStatus.CLOSED: SlotState.CLOSED,
}
_RESERVATION_STATES: dict[str, ReservationState] = {
    ReservationStatus.RESERVED: ReservationState.RESERVED,
    ReservationStatus.CANCELLED: ReservationState.CANCELLED,
    ReservationStatus.VERIFIED: ReservationState.VERIFIED,
}
