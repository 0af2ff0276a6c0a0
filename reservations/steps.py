"""Parts of a write that several services have in common. The rows they change are locked by their callers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from orders.models import Ticket
from orders.steps.places import settle_constraints
from reservations import errors, locks
from reservations.models import ReservationSlot, ReservationStatus, TicketReservation
from reservations.values import Contact
from reservations.words import slot_in_words
from tenants.models import User
from tenants.steps import log_activity, queue_mail
from ticketing.core.logs import log_event


def count_places(slots: Mapping[UUID, int]) -> None:
    """Take or (negative) give back places of slots: the last step of a transaction.

    Raises SlotFull or SlotClosed where places are to be taken and there are none, or none any more.
    """
    changes = {slot_id: number for slot_id, number in slots.items() if number}
    if not changes:
        return
    settle_constraints()
    move_counters(changes)


def move_counters(changes: Mapping[UUID, int]) -> None:
    """The same without the settling, for a sale that has done it already."""
    for slot in locks.slots(changes):
        number = changes[slot.pk]
        if number > 0 and slot.is_closed:
            raise errors.SlotClosed(slot_id=slot.pk)
        if number > 0 and slot.total_capacity - slot.booked_count < number:
            left = max(slot.total_capacity - slot.booked_count, 0)
            raise errors.SlotFull(ticket_type=slot_in_words(slot), left=left, slot_id=slot.pk)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(changes), list(changes.values())])


_COUNT = """
UPDATE reservations_reservationslot AS slot
SET booked_count = slot.booked_count + change.number, updated_at = now()
FROM unnest(%s::uuid[], %s::int[]) AS change (slot_id, number)
WHERE slot.id = change.slot_id
"""


def write_reservations(
    tickets: Sequence[Ticket], slot: ReservationSlot, contacts: Sequence[Contact], *, by: User | None, now: datetime
) -> list[TicketReservation]:
    """Give each ticket a reservation in a slot, with its contact; the places are counted by the caller."""
    made = [
        TicketReservation(
            tenant_id=ticket.tenant_id,
            ticket=ticket,
            slot=slot,
            customer_email=contact.email,
            customer_phone=contact.phone,
            locale=contact.locale,
            reserved_at=now,
            created_at=now,
        )
        for ticket, contact in zip(tickets, contacts, strict=True)
    ]
    TicketReservation.objects.bulk_create(made)
    for reservation in made:
        Ticket.objects.filter(pk=reservation.ticket_id).update(
            reserved_at=now,
            customer_email=reservation.customer_email,
            customer_phone=reservation.customer_phone,
        )
        note(reservation, "reservation.made", by=by, now=now, slot=str(slot.pk))
    return made


def end_reservations(reservations: Sequence[TicketReservation], *, by: User | None, now: datetime) -> Counter[UUID]:
    """Cancel live reservations that are locked; how many places that frees, by slot, for the caller to count."""
    live = [reservation for reservation in reservations if reservation.status == ReservationStatus.RESERVED]
    freed: Counter[UUID] = Counter()
    for reservation in live:
        reservation.status = ReservationStatus.CANCELLED
        reservation.cancelled_at = now
        reservation.cancelled_by = by
        reservation.save(update_fields=["status", "cancelled_at", "cancelled_by"])
        freed[reservation.slot_id] += 1
        note(reservation, "reservation.cancelled", by=by, now=now, slot=str(reservation.slot_id))
    Ticket.objects.filter(pk__in=[reservation.ticket_id for reservation in live]).update(reserved_at=None)
    return freed


def note(reservation: TicketReservation, action: str, *, by: User | None, now: datetime, **facts: str) -> None:
    """Write to the activity log, and a line to the process's log once it is committed."""
    log_activity(tenant=reservation.tenant_id, actor=by, action=action, target=reservation, metadata=facts, now=now)
    transaction.on_commit(
        partial(
            log_event,
            action.replace(".", "_"),
            reservation=reservation.pk,
            ticket=reservation.ticket_id,
            slot=reservation.slot_id,
            tenant=reservation.tenant_id,
        )
    )


def queue_confirmations(reservations: Iterable[TicketReservation], *, now: datetime) -> None:
    """Tell each address once of its places in a slot, with QR codes and a calendar file.

    Called again after every change: what is sent is how things stand then.
    """
    _queue("visit_reserved", reservations, now=now)


def queue_cancellations(reservations: Iterable[TicketReservation], *, now: datetime) -> None:
    """Tell each address once that its places were given back."""
    _queue("visit_cancelled", reservations, now=now)


def queue_reminders(reservations: Iterable[TicketReservation], *, now: datetime) -> int:
    """Remind each address once of its places in a slot; how many mails were queued now."""
    return sum(
        queue_mail(
            tenant=group[0].tenant_id,
            template="visit_reminder",
            recipient=group[0].customer_email,
            dedupe_key=f"visit-reminder:{group[0].slot_id}:{group[0].customer_email}",
            target=group[0],
            context=_named(group, now) | {"slot": str(group[0].slot_id)},
            now=now,
        )
        for group in _by_address(reservations)
    )


def _queue(template: str, reservations: Iterable[TicketReservation], *, now: datetime) -> None:
    for group in _by_address(reservations):
        first = group[0]
        queue_mail(
            tenant=first.tenant_id,
            template=template,
            recipient=first.customer_email,
            dedupe_key=f"{template}:{first.pk}:{first.customer_email}:{now.isoformat()}",
            target=first,
            context=_named(group, now),
            now=now,
        )


def _named(group: Sequence[TicketReservation], now: datetime) -> dict[str, object]:
    """What a mail is about; what changes after `at` is told by another one."""
    return {"reservations": [str(reservation.pk) for reservation in group], "at": now.isoformat()}


def _by_address(reservations: Iterable[TicketReservation]) -> list[list[TicketReservation]]:
    groups: dict[tuple[str, UUID], list[TicketReservation]] = {}
    for reservation in reservations:
        groups.setdefault((reservation.customer_email, reservation.slot_id), []).append(reservation)
    return list(groups.values())
