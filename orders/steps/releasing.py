"""Giving back what was held and never bought: of carts, and of orders without money."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from events.models import TicketType
from orders import locks
from orders.models import Cart, CartItem, CartStatus, Order, OrderItem, OrderStatus, Ticket, TicketStatus
from orders.steps import discounts, offers, places


def release_carts(carts: Sequence[Cart], moves: places.Moves, *, now: datetime) -> None:
    """End carts that are locked and active; what they hold is added to `moves`. An offer ends with its cart."""
    if not carts:
        return
    offers.end(carts, now=now)
    items = list(CartItem.objects.filter(cart__in=carts).order_by("pk"))
    types = places.types_by_id(item.ticket_type_id for item in items)
    for status, with_contact in ((CartStatus.ABANDONED, True), (CartStatus.EXPIRED, False)):
        pks = [cart.pk for cart in carts if bool(cart.contact_email) is with_contact]
        if pks:
            Cart.objects.filter(pk__in=pks).update(status=status)
    give_back(items, types, moves)


def release_orders(orders: Sequence[Order], status: OrderStatus, moves: places.Moves, *, now: datetime) -> None:
    """Locked orders that wait for money or approval wait no more, and get this status; their places go to `moves`."""
    if not orders:
        return
    items = list(OrderItem.objects.filter(order__in=orders).exclude(ticket_type=None).order_by("pk"))
    types = places.types_by_id(item.ticket_type_id for item in items)
    pks = [order.pk for order in orders]
    cancelled_at = now if status == OrderStatus.CANCELLED else None
    Order.objects.filter(pk__in=pks).update(status=status, cancelled_at=cancelled_at)
    locks.tickets_of(orders)
    Ticket.objects.filter(order__in=pks).update(status=TicketStatus.CANCELLED, cancelled_at=now)
    discounts.give_back(pks, now)
    give_back(items, types, moves)


def give_back(
    items: Iterable[CartItem | OrderItem], types: Mapping[UUID | None, TicketType], moves: places.Moves
) -> None:
    """Add what these items hold, to be given back."""
    for item in items:
        moves.hold(types[item.ticket_type_id], -item.quantity)
        moves.book(item.slot_id, -item.quantity)
