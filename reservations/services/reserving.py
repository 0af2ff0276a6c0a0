"""Reserving: tickets get their places in a slot, all of them or none."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from orders import services as order_services
from orders.models import Ticket
from reservations import errors, locks, rules, steps
from reservations.models import ReservationSlot, TicketReservation
from reservations.values import Contact
from tenants.models import User

MOST_RETRIES = 3


def reserve(
    *, tickets: Sequence[Ticket], slot: ReservationSlot, contact: Contact, by: User | None = None, now: datetime
) -> list[TicketReservation]:
    """Reserve places in a slot; if it is full, give back what lapsed carts hold of it and try again."""
    attempt = partial(place_reservations, tickets=tickets, slot=slot, contact=contact, by=by, now=now)
    for _number in range(MOST_RETRIES):
        try:
            return attempt()
        except errors.SlotFull:
            if not release_lapsed_of(slot.pk, now):
                raise
    return attempt()


def release_lapsed_of(slot_id: UUID, now: datetime) -> bool:
    """Free what lapsed carts and unpaid orders hold of a slot. Whether there was anything."""
    return bool(order_services.release_lapsed(slot_ids=[slot_id], now=now))


@transaction.atomic(durable=True)
def place_reservations(
    *, tickets: Sequence[Ticket], slot: ReservationSlot, contact: Contact, by: User | None = None, now: datetime
) -> list[TicketReservation]:
    """Give each ticket a place in the slot, all of them or none, and queue the confirmation.

    `slot` comes with its venue. Raises what speaks against a ticket (TicketNotActive, AlreadyReserved, …) or the slot
    (SlotUnknown, SlotClosed, SlotOver, SlotAfterExpiry, SlotFull).
    """
    if not tickets:
        raise errors.NothingToReserve()
    locked = locks.tickets(ticket.pk for ticket in tickets)
    taken = {reservation.ticket_id for reservation in locks.standing_reservations(ticket.pk for ticket in locked)}
    for ticket in locked:
        rules.check_reservable(ticket, now=now)
        if ticket.pk in taken:
            raise errors.AlreadyReserved()
        rules.check_slot(ticket, slot, now=now)
    made = steps.write_reservations(locked, slot, [contact] * len(locked), by=by, now=now)
    steps.queue_confirmations(made, now=now)
    steps.count_places({slot.pk: len(made)})
    return made
