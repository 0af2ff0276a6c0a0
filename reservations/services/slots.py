"""Setting up a venue's slots, one at a time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from events.models import Venue
from orders.models import CartItem, OrderItem
from reservations import errors, locks, rules
from reservations.models import ReservationSlot, TicketReservation, VisitRules
from reservations.values import Hours
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.violations import refusing

_OVERLAP = "open_slots_do_not_overlap_where_the_venue_forbids_it"
_TWICE = "one_slot_per_venue_date_and_start"


@transaction.atomic(durable=True)
def create_slot(
    *,
    venue: Venue,
    date: date,
    start_time: time,
    end_time: time,
    total_capacity: int,
    by: User | None,
    now: datetime,
) -> ReservationSlot:
    """Add a slot to a venue, which takes visits from then on.

    Raises SlotExists (with the id of the one that is there), SlotsOverlap, HoursInvalid or HoursSkipped.
    """
    visit_rules = ensure_rules(venue)
    rules.check_hours(date, Hours(start=start_time, end=end_time), ZoneInfo(venue.time_zone))
    _check_is_new(venue, date, start_time)
    try:
        with refusals_by_constraint():
            slot = ReservationSlot.objects.create(
                tenant_id=venue.tenant_id,
                venue=venue,
                date=date,
                start_time=start_time,
                end_time=end_time,
                total_capacity=total_capacity,
                forbids_overlaps=visit_rules.forbids_overlaps,
                created_at=now,
            )
    except errors.SlotExists:
        # Somebody else was faster: now it is there to be named.
        _check_is_new(venue, date, start_time)
        raise
    log_activity(tenant=venue.tenant_id, actor=by, action="slot.created", target=slot, now=now)
    slot.refresh_from_db(fields=["status", "available_count"])
    return slot


def _check_is_new(venue: Venue, on: date, start_time: time) -> None:
    there = ReservationSlot.objects.filter(venue=venue, date=on, start_time=start_time).first()
    if there is not None:
        raise errors.SlotExists(slot_id=str(there.pk), is_closed=there.is_closed)


@transaction.atomic(durable=True)
def change_slot(
    *, slot: ReservationSlot, changes: Mapping[str, Any], by: User | None, now: datetime
) -> ReservationSlot:
    """Change `total_capacity`, `end_time` or `is_closed` of a slot. What is booked stays booked in a closed one.

    Raises CapacityBelowBooked, SlotsOverlap, HoursInvalid or HoursSkipped.
    """
    (locked,) = locks.slots([slot.pk])
    former = {name: str(getattr(locked, name)) for name in changes}
    for name in changes:
        setattr(locked, name, changes[name])
    if locked.total_capacity < locked.booked_count:
        raise errors.CapacityBelowBooked(booked=locked.booked_count)
    if "end_time" in changes:
        rules.check_hours(locked.date, Hours(start=locked.start_time, end=locked.end_time), locked.zone)
    with refusals_by_constraint():
        locked.save(update_fields=list(changes))
    facts = {name: [former[name], str(changes[name])] for name in changes}
    log_activity(tenant=locked.tenant_id, actor=by, action="slot.changed", target=locked, metadata=facts, now=now)
    locked.refresh_from_db(fields=["status", "available_count"])
    return locked


@transaction.atomic(durable=True)
def delete_slot(*, slot: ReservationSlot, by: User | None, now: datetime) -> ReservationSlot | None:
    """Take a slot away: for good if nothing was ever booked in it, else it is closed and returned.

    Reservations in a closed slot stay: their visitors are let in, or moved by the organizer.
    """
    (locked,) = locks.slots([slot.pk])
    log_activity(
        tenant=locked.tenant_id,
        actor=by,
        action="slot.deleted",
        target=locked,
        metadata={"venue": str(locked.venue_id), "slot": str(locked)},
        now=now,
    )
    if not was_ever_booked(locked):
        locked.delete()
        return None
    locked.is_closed = True
    locked.save(update_fields=["is_closed"])
    locked.refresh_from_db(fields=["status", "available_count"])
    return locked


def was_ever_booked(slot: ReservationSlot) -> bool:
    """Whether anything points at the slot, be it a cart that is long gone: then it is kept."""
    return (
        slot.booked_count > 0
        or TicketReservation.objects.filter(slot=slot).exists()
        or CartItem.objects.filter(slot_id=slot.pk).exists()
        or OrderItem.objects.filter(slot_id=slot.pk).exists()
    )


@transaction.atomic(durable=True)
def set_visit_rules(*, venue: Venue, changes: Mapping[str, Any], by: User | None, now: datetime) -> VisitRules:
    """Change how a venue takes visits. Raises SlotsOverlap where slots to come overlap and may not from now on."""
    visit_rules = ensure_rules(venue)
    for name, value in changes.items():
        setattr(visit_rules, name, value)
    visit_rules.full_clean(exclude=["tenant", "venue"])
    visit_rules.save(update_fields=list(changes))
    log_activity(
        tenant=venue.tenant_id,
        actor=by,
        action="visit_rules.changed",
        target=visit_rules,
        metadata={name: str(value) for name, value in changes.items()},
        now=now,
    )
    if "forbids_overlaps" in changes:
        today = now.astimezone(ZoneInfo(venue.time_zone)).date()
        ours = [slot.pk for slot in locks.slots_to_come(venue.pk, today)]
        with refusals_by_constraint():
            ReservationSlot.objects.filter(pk__in=ours).update(forbids_overlaps=visit_rules.forbids_overlaps)
    return visit_rules


def ensure_rules(venue: Venue) -> VisitRules:
    """The venue's rules of visits; a venue that had none gets the usual ones."""
    made, _is_new = VisitRules.objects.get_or_create(venue=venue, defaults={"tenant_id": venue.tenant_id})
    return made


@contextmanager
def refusals_by_constraint() -> Iterator[None]:
    """What the database refuses about slots, as refusals that can be shown."""
    with refusing(**{_OVERLAP: errors.SlotsOverlap, _TWICE: errors.SlotExists}):
        yield
