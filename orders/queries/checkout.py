"""What the pages of a purchase show."""

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from events.models import Event, Question
from orders.models import Cart, CartItem, CartStatus, Order, OrderItem, Payment
from ticketing.core.prepared import Prepared, Slot


def questions_of(event: Event) -> list[Question]:
    """What the organizer asks, in order, each with `only_for`: the ids of the ticket types it is limited to."""
    return _QUESTIONS.all(event=event.pk)


_ONLY_FOR: dict[str, Any] = {
    "only_for": ArrayAgg("ticket_types", filter=Q(ticket_types__isnull=False), default=Value([]))
}
_QUESTIONS = Prepared(
    lambda: (
        Question.objects.filter(event=Slot("event"), archived_at=None)
        .annotate(**_ONLY_FOR)
        .order_by("sort_order", "pk")
    )
)


def items_of(cart: Cart) -> list[CartItem]:
    """A cart's items with their ticket types, in the order in which attendees are asked for."""
    return _ITEMS.all(cart=cart.pk)


_ITEMS = Prepared(lambda: CartItem.objects.filter(cart=Slot("cart")).select_related("ticket_type").order_by("pk"))


def lines_of(order: Order) -> list[OrderItem]:
    """An order's lines, in the order in which they were chosen."""
    return _LINES.all(order=order.pk)


_LINES = Prepared(lambda: OrderItem.objects.filter(order=Slot("order")).order_by("pk"))


def order_of(cart: Cart) -> Order | None:
    """The order that a cart became."""
    if cart.status != CartStatus.CONVERTED:
        return None
    order = Order.objects.select_related("buyer", "discount_code").get(cart=cart)
    order.event = cart.event
    order.tenant = cart.event.tenant
    return order


def latest_payment(order: Order) -> Payment | None:
    """The attempt to pay that counts: the last one, an open one before all others."""
    payments = list(order.payments.order_by("-pk"))
    for payment in payments:
        if payment.is_open:
            return payment
    return payments[0] if payments else None
