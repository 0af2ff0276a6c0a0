"""Comparing the counters of slots with the rows that they count."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection

# One statement, so one snapshot. A place is booked by a live cart's item, an unpaid order's, or a reservation.
_DIFFERENCES = """
WITH claims AS (
    SELECT item.slot_id, item.quantity AS booked
    FROM orders_cartitem item JOIN orders_cart cart ON cart.id = item.cart_id
    WHERE item.slot_id IS NOT NULL AND cart.status = 'active'
    UNION ALL
    SELECT item.slot_id, item.quantity
    FROM orders_orderitem item JOIN orders_order o ON o.id = item.order_id
    WHERE item.slot_id IS NOT NULL AND o.status IN ('pending', 'awaiting_approval')
    UNION ALL
    SELECT slot_id, count(*)::int FROM reservations_ticketreservation WHERE status <> 'cancelled' GROUP BY slot_id
),
counted AS (SELECT slot_id, sum(booked)::int AS booked FROM claims GROUP BY slot_id)
SELECT slot.id, slot.date || ' ' || slot.start_time, slot.total_capacity, slot.booked_count,
    coalesce(counted.booked, 0)
FROM reservations_reservationslot slot LEFT JOIN counted ON counted.slot_id = slot.id
WHERE slot.booked_count <> coalesce(counted.booked, 0)
    AND (%(slot_ids)s::uuid[] IS NULL OR slot.id = ANY(%(slot_ids)s::uuid[]))
ORDER BY slot.id
"""


class SlotDifference(NamedTuple):
    """A slot whose counter says one thing and whose rows say another."""

    slot_id: UUID
    label: str
    total: int
    booked: int
    booked_by_rows: int

    def __str__(self) -> str:
        return (
            f"slot {self.label} ({self.slot_id}): booked {self.booked}, rows say {self.booked_by_rows} of {self.total}"
        )

    @property
    def is_overbooked(self) -> bool:
        """Whether the rows claim more places than there are: no counter can be set to that."""
        return self.booked_by_rows > self.total


def slot_differences(slot_ids: Iterable[UUID] | None = None) -> list[SlotDifference]:
    """The slots (all, or those named) whose counters differ from what they count. Finds nothing, if all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, {"slot_ids": None if slot_ids is None else list(slot_ids)})
        return [SlotDifference(*row) for row in cursor.fetchall()]
