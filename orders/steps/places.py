"""Moving places between free, held and sold."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from events.models import Stock, TicketType
from events.models.ticket_types import TicketTypeQuerySet
from orders import hooks, jobs, locks
from orders.errors import SoldOut, WaitingListFirst
from orders.models import WaitingListEntry
from orders.models.waiting import MOST_WANTED
from ticketing.core.prepared import AnyOf, Prepared, cursor


@dataclass
class Moves:
    """How many places to add to what is held and sold, by stock, and to what is booked, by slot; negative to give back.

    A slot's place is booked from the hold on: a sale that is confirmed moves nothing there.
    `gives_way`: a visitor's claim, which those on the waiting list come before.
    """

    held: Counter[UUID] = field(default_factory=Counter)
    sold: Counter[UUID] = field(default_factory=Counter)
    booked: Counter[UUID] = field(default_factory=Counter)
    gives_way: bool = False
    waited_for: dict[UUID, UUID] = field(default_factory=dict)
    """Stocks of events whose waiting list somebody stands on, with the event."""
    handed_out: dict[UUID, int | None] = field(default_factory=dict)
    """Stocks of which the waiting list wants no more than it takes now, with what was free when that was found."""

    def hold(self, ticket_type: TicketType, quantity: int) -> None:
        """Add to what is held wherever the type draws on."""
        self._count(self.held, ticket_type, quantity)

    def book(self, slot_id: UUID | None, quantity: int) -> None:
        """Add to what is booked of a slot; an item without one books nothing."""
        if slot_id is not None:
            self.booked[slot_id] += quantity

    def sell(self, ticket_type: TicketType, quantity: int) -> None:
        """Add to what is sold wherever the type draws on."""
        self._count(self.sold, ticket_type, quantity)

    def _count(self, counter: Counter[UUID], ticket_type: TicketType, quantity: int) -> None:
        for stock_id in ticket_type.stock_ids:
            counter[stock_id] += quantity
            if vars(ticket_type).get("is_waited_for"):
                self.waited_for[stock_id] = ticket_type.event_id


def types_by_id(ticket_type_ids: Iterable[UUID | None]) -> dict[UUID | None, TicketType]:
    """Ticket types with the stocks that they draw on; an item without a type (a fee) draws on none.

    `is_waited_for`, whether somebody stands on their event's waiting list, comes with them, at no statement's cost.
    """
    wanted = {pk for pk in ticket_type_ids if pk is not None}
    return {row.pk: row for row in _TYPES.all(ids=list(wanted))}


def _types() -> TicketTypeQuerySet:
    waiting = WaitingListEntry.objects.waiting().filter(event=OuterRef("event"))
    return TicketType.objects.with_places().annotate(is_waited_for=Exists(waiting)).filter(AnyOf("pk", "ids"))


_TYPES = Prepared(_types)


def settle_constraints() -> None:
    """Have every deferred constraint checked now, before a hot row is locked, rather than at COMMIT, after."""
    with cursor() as sender:
        sender.execute("SET CONSTRAINTS ALL IMMEDIATE")


def move(moves: Moves) -> None:
    """Change the counters. Places that come back while people wait are the waiting list's, and a job hands them out.

    The last step of a transaction. Raises SoldOut, with what is left, if any stock runs short, and WaitingListFirst
    where a visitor would overtake those who wait.
    """
    deltas = {
        stock_id: (moves.held[stock_id], moves.sold[stock_id])
        for stock_id in {*moves.held, *moves.sold, *moves.handed_out}
        if moves.held[stock_id] or moves.sold[stock_id] or stock_id in moves.handed_out
    }
    slots = {slot_id: number for slot_id, number in moves.booked.items() if number}
    if not deltas and not slots:
        return
    freed = {stock_id for stock_id in moves.waited_for if sum(deltas.get(stock_id, ())) < 0}
    for event_id in sorted({moves.waited_for[stock_id] for stock_id in freed}):
        jobs.defer_waiting_list(event_id)
    settle_constraints()
    if slots:
        for hook in hooks.places:
            hook.move(slots)
    served = set()
    for stock in locks.stocks(deltas):
        _check(stock, sum(deltas[stock.pk]), gives_way=moves.gives_way)
        if stock.pk in moves.handed_out and not _has_more(stock, moves.handed_out[stock.pk]):
            served.add(stock.pk)
    if not deltas:
        return
    ids = sorted(deltas)
    held, sold = zip(*(deltas[pk] for pk in ids), strict=True)
    flags = [[pk in freed for pk in ids], [pk in served for pk in ids]]
    with cursor() as sender:
        sender.execute(_MOVE, [timezone.now(), MOST_WANTED, ids, list(held), list(sold), *flags])


def _check(stock: Stock, wanted: int, *, gives_way: bool) -> None:
    if wanted <= 0:
        return
    if stock.is_short_of(wanted):
        raise SoldOut(ticket_type=stock.label, left=max(stock.quantity_available, 0), stock_id=stock.pk)
    if gives_way and stock.is_for_waiting:
        raise WaitingListFirst(ticket_type=stock.label, left=0, stock_id=stock.pk)


def _has_more(stock: Stock, free: int | None) -> bool:
    """Whether places came back since the waiting list was looked through with so many free."""
    return free is not None and (stock.quantity_available is None or stock.quantity_available > free)


# A stock with many places free keeps nobody waiting, so what comes back to it is nobody's.
_MOVE = """
UPDATE events_stock SET quantity_held = quantity_held + moves.held, quantity_sold = quantity_sold + moves.sold,
    updated_at = %s, is_for_waiting = NOT moves.served
        AND (is_for_waiting OR moves.freed AND coalesce(quantity_available < %s, false))
FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::bool[], %s::bool[]) AS moves (id, held, sold, freed, served)
WHERE events_stock.id = moves.id
"""
