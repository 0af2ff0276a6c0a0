"""Who on a waiting list gets which of the free places: a pure decision, first come first served."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from events.models import TicketType
from orders import rules
from orders.models import PassedOver
from orders.models.waiting import MOST_WANTED

Free = dict[UUID, int | None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in line, with the ticket types wished for in order, and why they were passed over last."""

    wishes: Sequence[UUID]
    pk: UUID
    quantity: int
    least_quantity: int
    not_before: datetime | None = None
    passed_reason: str = ""
    passed_left: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """So many places of one type for somebody."""

    pk: UUID
    ticket_type: TicketType
    quantity: int


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody whom what is free does not fit, or who just had an offer; with how many places there were."""

    pk: UUID
    reason: str
    left: int


@dataclass
class Plan:
    """What the line gets. `is_complete`: nobody is left in it who could take anything of what remains."""

    given: list[Given] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    is_complete: bool = True


def plan(
    line: Iterable[Waiting],
    types: Mapping[UUID, TicketType],
    free: Mapping[UUID, int | None],
    *,
    now: datetime,
    most: int,
) -> Plan:
    """Serve a line in its order from what is free of each stock (None: no limit), at most so many people.

    Each gets all places of the best wish that has them, else as many as there are of the best wish that has at least
    the least. Whom nothing fits is passed over and keeps the place. `types` are those on sale, with their stocks.
    """
    made, left = Plan(), dict(free)
    for waiting in line:
        choice = _choice(waiting, types, left)
        if choice is None:
            rest = max((_free_of(types[pk], left) for pk in waiting.wishes if pk in types), default=0)
            _pass_over(made, waiting, PassedOver.TOO_FEW, rest)
        elif waiting.not_before is not None and waiting.not_before > now:
            _pass_over(made, waiting, PassedOver.PAUSED, choice.quantity)
        elif len(made.given) >= most:
            made.is_complete = False
            break
        else:
            made.given.append(choice)
            for pk in choice.ticket_type.stock_ids:
                if (count := left[pk]) is not None:
                    left[pk] = count - choice.quantity
    return made


def _pass_over(made: Plan, waiting: Waiting, reason: PassedOver, left: int) -> None:
    """News only: nothing was free at all, or it was just so the last time, is not worth writing down."""
    if left and (waiting.passed_reason, waiting.passed_left) != (reason, left):
        made.passed.append(Passed(waiting.pk, reason, left))


def _choice(waiting: Waiting, types: Mapping[UUID, TicketType], left: Free) -> Given | None:
    wished = [types[pk] for pk in waiting.wishes if pk in types]
    to_have = [(ticket_type, _free_of(ticket_type, left)) for ticket_type in wished]
    for ticket_type, count in to_have:
        if count >= waiting.quantity >= ticket_type.min_per_order:
            return Given(waiting.pk, ticket_type, waiting.quantity)
    for ticket_type, count in to_have:
        quantity = min(count, waiting.quantity)
        if quantity >= max(waiting.least_quantity, ticket_type.min_per_order):
            return Given(waiting.pk, ticket_type, quantity)
    return None


def _free_of(ticket_type: TicketType, left: Free) -> int:
    """How many one order can have of a type."""
    limits = [count for pk in ticket_type.stock_ids if (count := left[pk]) is not None]
    return max(0, min([*limits, rules.most_per_order(ticket_type), MOST_WANTED]))
