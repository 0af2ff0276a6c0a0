"""Setting the counters of slots right, should they ever differ from the rows that they count."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from reservations import locks
from reservations.models import ReservationSlot
from reservations.queries.slot_check import SlotDifference, slot_differences
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def repair_slots(*, slot_ids: Iterable[UUID]) -> list[SlotDifference]:
    """Set the counters of these slots to what their rows say. Returns those that hold more than their capacity."""
    slots = {slot.pk: slot for slot in locks.slots(slot_ids)}
    overbooked = []
    for difference in slot_differences(slots):
        if difference.is_overbooked:
            overbooked.append(difference)
            continue
        slot = slots[difference.slot_id]
        ReservationSlot.objects.filter(pk=slot.pk).update(booked_count=difference.booked_by_rows)
        log_activity(
            tenant=slot.tenant_id,
            actor=None,
            action="slot.repaired",
            target=slot,
            metadata={"booked": [difference.booked, difference.booked_by_rows]},
        )
    return overbooked
