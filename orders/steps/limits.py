"""How many one buyer may have, over all their orders and whatever `+tags`."""

from collections.abc import Mapping, Set
from uuid import UUID

from events.models import TicketType
from orders import errors, locks
from orders.models import Order, OrderItem, OrderStatus


def email_key(email: str) -> str:
    """The address without its `+tag`, as the generated column has it."""
    name, _at, domain = email.lower().partition("@")
    return f"{name.partition('+')[0]}@{domain}"


def had_by_buyer(tenant_id: UUID, email: str, type_ids: Set[UUID]) -> dict[UUID, int]:
    """How many of each type the buyer holds in orders that are confirmed or still open, under the buyer's lock.

    Until the transaction ends, no other purchase of theirs is counted or made.
    """
    key = email_key(email)
    locks.buyer_limits(tenant_id, key)
    items = OrderItem.objects.filter(
        tenant_id=tenant_id,
        ticket_type__in=type_ids,
        order__buyer__email_key=key,
        order__status__in=(OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL, OrderStatus.CONFIRMED),
    )
    had: dict[UUID, int] = {}
    for type_id, quantity, cancelled in items.values_list("ticket_type_id", "quantity", "cancelled_quantity"):
        if type_id is not None:
            had[type_id] = had.get(type_id, 0) + quantity - cancelled
    return had


def check_most(ticket_type: TicketType, quantity: int, had: Mapping[UUID, int]) -> None:
    """Raise LimitReached where so many more would be too many for one buyer."""
    most, before = ticket_type.max_per_buyer, had.get(ticket_type.pk, 0)
    if most is not None and before + quantity > most:
        raise errors.LimitReached(ticket_type=ticket_type.name, most=most, held=before)


def check_lapsed(order: Order) -> None:
    """Raise LimitReached where a lapsed order, if it counted again, would give its buyer too many."""
    items = OrderItem.objects.filter(order=order, ticket_type__max_per_buyer__isnull=False)
    limited = {item.ticket_type: item.quantity for item in items.select_related("ticket_type") if item.ticket_type}
    if not limited:
        return
    had = had_by_buyer(order.tenant_id, order.buyer_email, {ticket_type.pk for ticket_type in limited})
    for ticket_type, quantity in limited.items():
        check_most(ticket_type, quantity, had)
