"""Going back from the payment to the details: an order that nobody pays yet becomes a cart again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from orders import errors, locks, rules
from orders.models import Cart, CartItem, Order, OrderItem, OrderStatus, PaymentStatus, Ticket, TicketStatus
from orders.services.checkout import LEAST_TIME_TO_PAY
from orders.services.holds import Held
from orders.steps import discounts
from ticketing.core import tokens
from ticketing.core.logs import log_event


@transaction.atomic(durable=True)
def reopen_order(*, order: Order, now: datetime) -> Held:
    """Give an unpaid order's hold to a new cart, place for place, so that nobody can come between; the order lapses.

    Counts as one extension of the hold, so that going to and fro keeps no places for ever. Raises OrderChanged where
    the order is no longer to be paid or a payment is open or made, and NoMoreExtensions.
    """
    locked = locks.order(order.pk)
    is_being_paid = any(
        payment.is_open or payment.status == PaymentStatus.SUCCEEDED for payment in locks.payments_of(locked)
    )
    if locked.status != OrderStatus.PENDING or locked.cart is None or is_being_paid:
        raise errors.OrderChanged()
    if locked.cart.extended_count >= locked.tenant.settings.hold_extensions:
        raise errors.NoMoreExtensions()
    token = tokens.new_token()
    cart = _cart(locked, locked.cart, token, now)
    items = OrderItem.objects.filter(order=locked).order_by("pk")
    CartItem.objects.bulk_create(_item(cart, item, type_id) for item in items if (type_id := item.ticket_type_id))
    locked.status = OrderStatus.EXPIRED
    locked.save(update_fields=["status"])
    locks.tickets_of([locked])
    Ticket.objects.filter(order=locked).update(status=TicketStatus.CANCELLED, cancelled_at=now)
    discounts.give_back([locked.pk], now)
    transaction.on_commit(lambda: log_event("order_reopened", order=locked.pk, cart=cart.pk))
    return Held(cart=cart, token=token)


def _cart(order: Order, former: Cart, token: str, now: datetime) -> Cart:
    until = min(order.expires_at or now, now + rules.hold_time(order.event))
    return Cart.objects.create(
        tenant_id=order.tenant_id,
        event=order.event,
        token_hash=tokens.hash_token(token),
        user=former.user,
        ip_hash=former.ip_hash,
        currency=former.currency,
        contact_email=order.buyer_email,
        extended_count=former.extended_count + 1,
        expires_at=max(until, now + LEAST_TIME_TO_PAY),
        created_at=now,
    )


def _item(cart: Cart, item: OrderItem, type_id: UUID) -> CartItem:
    return CartItem(
        tenant_id=cart.tenant_id,
        cart=cart,
        ticket_type_id=type_id,
        quantity=item.quantity,
        unit_price_cents=item.unit_price_cents,
        slot_id=item.slot_id,
    )
