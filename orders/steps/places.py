"""Moving places between free, held and sold."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from events.models import TicketType
from orders import hooks, locks
from orders.errors import SoldOut
from ticketing.core.prepared import AnyOf, Prepared, cursor


@dataclass
class Moves:
    """How many places to add to what is held and sold, by stock, and to what is booked, by slot; negative to give back.

    A slot's place is booked from the hold on: a sale that is confirmed moves nothing there.
    """

    held: Counter[UUID] = field(default_factory=Counter)
    sold: Counter[UUID] = field(default_factory=Counter)
    booked: Counter[UUID] = field(default_factory=Counter)

    def hold(self, ticket_type: TicketType, quantity: int) -> None:
        """Add to what is held wherever the type draws on."""
        for stock_id in ticket_type.stock_ids:
            self.held[stock_id] += quantity

    def book(self, slot_id: UUID | None, quantity: int) -> None:
        """Add to what is booked of a slot; an item without one books nothing."""
        if slot_id is not None:
            self.booked[slot_id] += quantity

    def sell(self, ticket_type: TicketType, quantity: int) -> None:
        """Add to what is sold wherever the type draws on."""
        for stock_id in ticket_type.stock_ids:
            self.sold[stock_id] += quantity


def types_by_id(ticket_type_ids: Iterable[UUID | None]) -> dict[UUID | None, TicketType]:
    """Ticket types with the stocks that they draw on; an item without a type (a fee) draws on none."""
    wanted = {pk for pk in ticket_type_ids if pk is not None}
    return {row.pk: row for row in _TYPES.all(ids=list(wanted))}


_TYPES = Prepared(lambda: TicketType.objects.with_places().filter(AnyOf("pk", "ids")))


def settle_constraints() -> None:
    """Have every deferred constraint checked now, before a hot row is locked, rather than at COMMIT, after."""
    with cursor() as sender:
        sender.execute("SET CONSTRAINTS ALL IMMEDIATE")


def move(moves: Moves) -> None:
    """Change the counters.

    The last step of a transaction. Raises SoldOut, with what is left, if any stock runs short.
    """
    deltas = {
        stock_id: (moves.held[stock_id], moves.sold[stock_id])
        for stock_id in {*moves.held, *moves.sold}
        if moves.held[stock_id] or moves.sold[stock_id]
    }
    slots = {slot_id: number for slot_id, number in moves.booked.items() if number}
    if not deltas and not slots:
        return
    settle_constraints()
    if slots:
        for hook in hooks.places:
            hook.move(slots)
    for stock in locks.stocks(deltas):
        held, sold = deltas[stock.pk]
        if held + sold > 0 and stock.is_short_of(held + sold):
            raise SoldOut(ticket_type=stock.label, left=max(stock.quantity_available, 0), stock_id=stock.pk)
    if not deltas:
        return
    ids = sorted(deltas)
    with cursor() as sender:
        sender.execute(_MOVE, [timezone.now(), ids, *map(list, zip(*(deltas[pk] for pk in ids), strict=True))])


_MOVE = """
UPDATE events_stock SET quantity_held = quantity_held + moves.held, quantity_sold = quantity_sold + moves.sold,
    updated_at = %s
FROM unnest(%s::uuid[], %s::int[], %s::int[]) AS moves (id, held, sold) WHERE events_stock.id = moves.id
"""
