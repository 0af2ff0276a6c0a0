"""Changing visits: to another slot, to another contact, or not coming at all."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from orders.models import Ticket
from reservations import errors, locks, rules, steps
from reservations.models import ReservationSlot, ReservationStatus, TicketReservation, VisitRules
from reservations.services.reserving import MOST_RETRIES, release_lapsed_of
from reservations.values import Actor, Contact


def move_reservations(
    *, reservations: Sequence[TicketReservation], slot: ReservationSlot, actor: Actor, now: datetime
) -> list[TicketReservation]:
    """Take places in another slot and only then give back the old ones, in one transaction: all of them or none.

    If the new slot is full, what lapsed carts hold of it is given back first. Raises NotReserved, TooLateToChange, or
    what speaks against the slot.
    """
    attempt = partial(_move, reservations=reservations, slot=slot, actor=actor, now=now)
    for _number in range(MOST_RETRIES):
        try:
            return attempt()
        except errors.SlotFull:
            if not release_lapsed_of(slot.pk, now):
                raise
    return attempt()


@transaction.atomic(durable=True)
def _move(
    *, reservations: Sequence[TicketReservation], slot: ReservationSlot, actor: Actor, now: datetime
) -> list[TicketReservation]:
    tickets = {ticket.pk: ticket for ticket in locks.tickets(row.ticket_id for row in reservations)}
    live = _still_live(reservations)
    changes: Counter[UUID] = Counter()
    moved = []
    for reservation in live:
        _check_changeable(reservation, actor, now)
        rules.check_slot(tickets[reservation.ticket_id], slot, now=now)
        if reservation.slot_id == slot.pk:
            continue
        former = reservation.slot_id
        changes[former] -= 1
        changes[slot.pk] += 1
        reservation.slot = slot
        reservation.reserved_at = now
        reservation.save(update_fields=["slot", "reserved_at"])
        steps.note(reservation, "reservation.moved", by=actor.user, now=now, slot=str(slot.pk), former_slot=str(former))
        moved.append(reservation)
    Ticket.objects.filter(pk__in=[row.ticket_id for row in moved]).update(reserved_at=now)
    steps.queue_confirmations(moved, now=now)
    steps.count_places(changes)
    return live


@transaction.atomic(durable=True)
def cancel_reservations(
    *, reservations: Sequence[TicketReservation], actor: Actor, now: datetime
) -> list[TicketReservation]:
    """Give places back: the tickets can be used to reserve again. Raises NotReserved or TooLateToChange."""
    locks.tickets(row.ticket_id for row in reservations)
    live = _still_live(reservations)
    for reservation in live:
        _check_changeable(reservation, actor, now)
    freed = steps.end_reservations(live, by=actor.user, now=now)
    steps.queue_cancellations(live, now=now)
    steps.count_places({slot_id: -number for slot_id, number in freed.items()})
    return live


@transaction.atomic(durable=True)
def change_contact(
    *, reservation: TicketReservation, contact: Contact, actor: Actor, now: datetime
) -> TicketReservation:
    """Let somebody else be told of a visit, as when a ticket changes hands; a new address gets the confirmation."""
    locks.tickets([reservation.ticket_id])
    (live,) = _still_live([reservation])
    had = live.customer_email
    live.customer_email, live.customer_phone, live.locale = contact.email, contact.phone, contact.locale
    live.save(update_fields=["customer_email", "customer_phone", "locale"])
    Ticket.objects.filter(pk=live.ticket_id).update(customer_email=contact.email, customer_phone=contact.phone)
    steps.note(live, "reservation.contact_changed", by=actor.user, now=now)
    if contact.email != had:
        steps.queue_confirmations([live], now=now)
    return live


def _still_live(reservations: Sequence[TicketReservation]) -> list[TicketReservation]:
    """The same reservations, locked; their tickets are locked already."""
    standing = {row.pk: row for row in locks.standing_reservations(row.ticket_id for row in reservations)}
    live = [standing[row.pk] for row in reservations if row.pk in standing]
    if len(live) < len(reservations) or any(row.status != ReservationStatus.RESERVED for row in live):
        raise errors.NotReserved()
    return live


def _check_changeable(reservation: TicketReservation, actor: Actor, now: datetime) -> None:
    found = VisitRules.objects.filter(venue=reservation.slot.venue_id).first()
    rules.check_changeable(reservation, found or VisitRules(), actor=actor, now=now)
