"""Changing many slots at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from events.models import Venue
from reservations import errors, locks
from reservations.models import ReservationSlot
from reservations.rules import MOST_IN_A_SERIES
from reservations.services.slots import refusals_by_constraint
from reservations.values import SlotRange
from tenants.models import ActivityLog, User
from tenants.steps import log_activity
from ticketing.core.errors import DomainError


@dataclass(frozen=True)
class BulkChange:
    """What became of it: the slots that were changed, and those that were not, with the reason."""

    changed: Sequence[ReservationSlot]
    refused: Sequence[tuple[ReservationSlot, str]]


@transaction.atomic(durable=True)
def change_slots(
    *, venue: Venue, chosen: SlotRange, changes: Mapping[str, Any], by: User | None, now: datetime
) -> BulkChange:
    """Set `total_capacity` or `is_closed` of a range of slots. What cannot be is left as it is, and told.

    Raises SeriesTooLong for more slots than one step may change.
    """
    found = _of(venue, chosen)
    if len(found) > MOST_IN_A_SERIES:
        raise errors.SeriesTooLong(most=MOST_IN_A_SERIES)
    locked = locks.slots(slot.pk for slot in found)
    locked.sort(key=lambda slot: (slot.date, slot.start_time))
    differing = [slot for slot in locked if any(getattr(slot, name) != value for name, value in changes.items())]
    refused: list[tuple[ReservationSlot, str]] = []
    changed: list[ReservationSlot] = []
    at_once: list[ReservationSlot] = []
    for slot in differing:
        refusal = _set(slot, changes)
        if refusal is not None:
            refused.append((slot, str(refusal)))
            continue
        changed.append(slot)
        if not _has_to_be_tried(slot, changes):
            at_once.append(slot)
    ReservationSlot.objects.filter(pk__in=[slot.pk for slot in at_once]).update(**changes)
    _write_down(venue, changed, changes, by=by, now=now)
    return BulkChange(changed, refused)


def _of(venue: Venue, chosen: SlotRange) -> list[ReservationSlot]:
    found = ReservationSlot.objects.filter(venue=venue, date__range=(chosen.first_day, chosen.last_day))
    if chosen.begins_from is not None:
        found = found.filter(start_time__gte=chosen.begins_from)
    if chosen.begins_until is not None:
        found = found.filter(start_time__lt=chosen.begins_until)
    return [slot for slot in found.only("pk", "date") if slot.date.weekday() in chosen.weekdays]


def _set(slot: ReservationSlot, changes: Mapping[str, Any]) -> DomainError | None:
    """Why a locked slot cannot be changed so. One that only the database can judge is changed here."""
    if changes.get("total_capacity", slot.booked_count) < slot.booked_count:
        return errors.CapacityBelowBooked(booked=slot.booked_count)
    if _has_to_be_tried(slot, changes):
        try:
            with refusals_by_constraint():
                ReservationSlot.objects.filter(pk=slot.pk).update(**changes)
        except DomainError as refusal:
            return refusal
    return None


def _has_to_be_tried(slot: ReservationSlot, changes: Mapping[str, Any]) -> bool:
    """Whether opening it again may make it overlap with another."""
    return slot.forbids_overlaps and changes.get("is_closed") is False


def _write_down(
    venue: Venue, changed: Sequence[ReservationSlot], changes: Mapping[str, Any], *, by: User | None, now: datetime
) -> None:
    entries = [
        ActivityLog(
            tenant_id=venue.tenant_id,
            actor=by,
            action="slot.changed",
            target_kind="reservationslot",
            target_id=slot.pk,
            metadata={name: [str(getattr(slot, name)), str(value)] for name, value in changes.items()},
            created_at=now,
        )
        for slot in changed
    ]
    ActivityLog.objects.bulk_create(entries, batch_size=1_000)
    log_activity(
        tenant=venue.tenant_id,
        actor=by,
        action="slots.changed",
        target=venue,
        metadata={"slots": len(changed), **{name: str(value) for name, value in changes.items()}},
        now=now,
    )
