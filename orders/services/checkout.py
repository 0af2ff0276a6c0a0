"""Checkout: a cart with its buyer's details becomes an order."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef

from events.models import TicketType
from events.models.ticket_types import TicketTypeQuerySet
from orders import errors, locks, rules
from orders.models import (
    Buyer,
    Cart,
    CartItem,
    CartStatus,
    Order,
    OrderStatus,
    PaymentState,
    Ticket,
)
from orders.queries.quotes import discount_code, quote_items
from orders.steps import confirmation, discounts, limits, news, offers, ordering, places
from orders.steps.ordering import Details
from tenants.models import User
from ticketing.core.prepared import AnyOf, Prepared, Slot, insert, update

# Whoever has just given their details gets this long to choose how to pay, even at the very end of the hold.
LEAST_TIME_TO_PAY = timedelta(minutes=2)


@transaction.atomic(durable=True)
def check_out(*, cart: Cart, details: Details, now: datetime) -> Order:
    """Turn a cart into an order that takes over its hold; an order of nothing to pay is confirmed at once.

    Sent twice, the second finds the first's order. A lapsed cart still checks out unless somebody claimed its places,
    or it is an offer of the waiting list.
    Raises HoldLapsed, RequiresMissing, LimitReached, a DiscountRefused, GuestsNotAllowed or AttendeesIncomplete.
    """
    locked = locks.cart(cart.pk)
    if locked.status == CartStatus.CONVERTED:
        return Order.objects.get(cart=locked)
    if locked.status != CartStatus.ACTIVE or _is_a_lapsed_offer(locked, now):
        raise errors.HoldLapsed()
    event = cart.event
    rules.check_event(event, now=now)
    if details.user is None and not event.tenant.settings.allow_guest_checkout:
        raise errors.GuestsNotAllowed()
    items, requires = _items(locked)
    code = discount_code(event, details.discount_code)
    priced = quote_items(event, items, code, now=now)
    buyer = ordering.upsert_buyer(cart.tenant_id, details, now)
    _check_limits(buyer, items, requires)
    order = ordering.new_order(event, buyer, details, priced, cart=cart, now=now)
    order.discount_code = code
    _decide_status(order, items, cart, now)
    insert([order])
    offers.accept(locked, now=now)
    tickets = ordering.write_items(order, items, priced, details.attendees, now)
    locked.status = CartStatus.CONVERTED
    locked.contact_email = buyer.email
    locked.updated_at = now
    update(locked, "status", "contact_email", "updated_at")
    moves = places.Moves()
    if order.status == OrderStatus.CONFIRMED:
        _sell(order, items, tickets, moves, by=details.user, now=now)
    elif order.status == OrderStatus.AWAITING_APPROVAL:
        news.awaiting_approval(order, now=now)
    discounts.redeem(order, now)
    places.move(moves)
    return order


def _sell(
    order: Order,
    items: Sequence[CartItem],
    tickets: Sequence[Ticket],
    moves: places.Moves,
    *,
    by: User | None,
    now: datetime,
) -> None:
    """Nothing is to be paid: what was held is sold, and everybody is told."""
    confirmation.tell_of_valid_tickets(order, tickets, now=now)
    for item in items:
        moves.hold(item.ticket_type, -item.quantity)
        moves.sell(item.ticket_type, item.quantity)
    confirmation.announce(order, by=by, now=now)


def _is_a_lapsed_offer(cart: Cart, now: datetime) -> bool:
    """Others wait for what the waiting list offered: when its time is over, so is the offer."""
    return cart.waiting_entry_id is not None and cart.expires_at <= now


def _items(cart: Cart) -> tuple[list[CartItem], dict[UUID, list[UUID]]]:
    """The cart's items, their types with the stocks that they draw on, and what each type requires."""
    items = _ITEMS.all(cart=cart.pk)
    by_id = {row.pk: row for row in _TYPES.all(ids=[item.ticket_type_id for item in items])}
    for item in items:
        item.ticket_type = by_id[item.ticket_type_id]
    return items, {pk: vars(row)["required_ids"] for pk, row in by_id.items()}


def _types() -> TicketTypeQuerySet:
    required = TicketType.requires.through.objects.filter(from_tickettype_id=OuterRef("pk")).values("to_tickettype_id")
    types = TicketType.objects.with_places().annotate(required_ids=ArraySubquery(required))
    return types.filter(AnyOf("pk", "ids"))


_ITEMS = Prepared(lambda: CartItem.objects.filter(cart=Slot("cart")).order_by("pk"))
_TYPES = Prepared(_types)


def _check_limits(buyer: Buyer, items: Sequence[CartItem], requires: Mapping[UUID, Sequence[UUID]]) -> None:
    """Refuse more than one buyer may have, and add-ons without what they need; earlier orders count."""
    chosen = {item.ticket_type_id for item in items}
    limited = [item for item in items if item.ticket_type.max_per_buyer is not None]
    lacking = [
        item for item in items if requires[item.ticket_type_id] and not chosen & {*requires[item.ticket_type_id]}
    ]
    if not limited and not lacking:
        return
    needed = {pk for item in lacking for pk in requires[item.ticket_type_id]}
    had = limits.had_by_buyer(buyer.tenant_id, buyer.email, {item.ticket_type_id for item in limited} | needed)
    for item in limited:
        limits.check_most(item.ticket_type, item.quantity, had)
    for item in lacking:
        if not any(had.get(pk) for pk in requires[item.ticket_type_id]):
            names = TicketType.objects.filter(pk__in=requires[item.ticket_type_id]).values_list("name", flat=True)
            raise errors.RequiresMissing(ticket_type=item.ticket_type.name, required=", ".join(names))


def _decide_status(order: Order, items: Sequence[CartItem], cart: Cart, now: datetime) -> None:
    """Waiting for the organizer, for money, or for nothing."""
    if any(item.ticket_type.requires_approval for item in items):
        order.status = OrderStatus.AWAITING_APPROVAL
        order.expires_at = now + timedelta(days=cart.event.tenant.settings.approval_days)
    elif order.total_cents:
        order.status = OrderStatus.PENDING
        order.expires_at = max(cart.expires_at, now + LEAST_TIME_TO_PAY)
    else:
        order.status = OrderStatus.CONFIRMED
        order.payment_status = PaymentState.PAID
        order.confirmed_at = now
