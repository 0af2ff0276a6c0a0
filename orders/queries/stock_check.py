"""Comparing the counters of places with the rows that they count."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection

# One statement, so one snapshot: rows and counters change in the same transactions, and any difference is an error.
# A type draws on its own stock, its event's and those of its sessions.
_DIFFERENCES = """
WITH draws AS (
    SELECT type.id AS ticket_type_id, type.stock_id FROM events_tickettype type
    UNION ALL
    SELECT type.id, event.stock_id FROM events_tickettype type JOIN events_event event ON event.id = type.event_id
    UNION ALL
    SELECT admits.tickettype_id, session.stock_id
    FROM events_tickettype_admits admits JOIN events_eventsession session ON session.id = admits.eventsession_id
),
claims AS (
    SELECT item.ticket_type_id, item.quantity AS held, 0 AS sold
    FROM orders_cartitem item JOIN orders_cart cart ON cart.id = item.cart_id
    WHERE cart.status = 'active'
    UNION ALL
    SELECT item.ticket_type_id, item.quantity - item.cancelled_quantity, 0
    FROM orders_orderitem item JOIN orders_order o ON o.id = item.order_id
    WHERE o.status IN ('pending', 'awaiting_approval')
    UNION ALL
    SELECT item.ticket_type_id, 0, item.quantity - item.cancelled_quantity
    FROM orders_orderitem item JOIN orders_order o ON o.id = item.order_id
    WHERE o.status = 'confirmed' AND item.kind = 'merchandise'
    UNION ALL
    SELECT ticket_type_id, 0, count(*)
    FROM orders_ticket WHERE status IN ('valid', 'used', 'expired') GROUP BY ticket_type_id
),
per_type AS (SELECT ticket_type_id, sum(held) AS held, sum(sold) AS sold FROM claims GROUP BY ticket_type_id),
counted AS (
    SELECT draws.stock_id, sum(per_type.held) AS held, sum(per_type.sold) AS sold
    FROM draws JOIN per_type USING (ticket_type_id) GROUP BY draws.stock_id
)
SELECT stock.id, stock.label, stock.quantity_total, stock.quantity_held, coalesce(counted.held, 0)::int,
    stock.quantity_sold, coalesce(counted.sold, 0)::int
FROM events_stock stock LEFT JOIN counted ON counted.stock_id = stock.id
WHERE (stock.quantity_held, stock.quantity_sold) <> (coalesce(counted.held, 0), coalesce(counted.sold, 0))
    AND (%(stock_ids)s::uuid[] IS NULL OR stock.id = ANY(%(stock_ids)s::uuid[]))
ORDER BY stock.id
"""


class Difference(NamedTuple):
    """A stock whose counters say one thing and whose rows say another."""

    stock_id: UUID
    label: str
    total: int | None
    held: int
    held_by_rows: int
    sold: int
    sold_by_rows: int

    def __str__(self) -> str:
        return (
            f"{self.label} ({self.stock_id}): held {self.held}, rows say {self.held_by_rows}; "
            f"sold {self.sold}, rows say {self.sold_by_rows}; of {'∞' if self.total is None else self.total}"
        )

    @property
    def is_oversold(self) -> bool:
        """Whether the rows claim more places than there are: no counter can be set to that."""
        return self.total is not None and self.held_by_rows + self.sold_by_rows > self.total


def stock_differences(stock_ids: Iterable[UUID] | None = None) -> list[Difference]:
    """The stocks (all, or those named) whose counters differ from what they count. Finds nothing, if all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, {"stock_ids": None if stock_ids is None else list(stock_ids)})
        return [Difference(*row) for row in cursor.fetchall()]
