"""The only locks of a sale, and the one order in which they are taken.

waiting list → event → webhook event → cart → buyer → order → payment → refund → waiting-list entry → ticket →
reservation → discount code → slot → stock rows; rows of one kind by id. Cold rows first, hot counters last: nothing
comes between the counters and COMMIT. Every lock leaves foreign keys alone (`FOR NO KEY UPDATE`): a plain FOR UPDATE
would fight the key checks of other transactions, and deadlock.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import DiscountCode, Event, Stock
from orders.models import (
    AnalyticsMark,
    Buyer,
    Cart,
    CartItem,
    CartStatus,
    EventCancellation,
    Order,
    OrderItem,
    OrderStatus,
    Payment,
    Payout,
    Refund,
    Ticket,
    TicketStatus,
    WaitingListEntry,
    WebhookEvent,
)
from ticketing.core.prepared import AnyOf, Prepared, Slot

M = TypeVar("M", Cart, Order)

# An order whose payment is open at the provider keeps its places this much longer than it says.
GRACE = timedelta(minutes=2)
BATCH = 100


def event(pk: UUID) -> Event:
    """One event that is about to be called off, with its tenant. Sales do not wait for it."""
    return Event.objects.select_related("tenant").select_for_update(no_key=True, of=("self",)).get(pk=pk)


def event_cancellation(pk: UUID) -> EventCancellation:
    """How far the calling off of an event has come; its event is locked first where both are."""
    return EventCancellation.objects.select_related("event").select_for_update(no_key=True, of=("self",)).get(pk=pk)


def webhook_event(pk: UUID) -> WebhookEvent:
    """One stored message."""
    return WebhookEvent.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def payout(pk: UUID) -> Payout:
    """One payout; nothing else is locked with it."""
    return Payout.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def analytics_marks(events: Sequence[Event], *, now: datetime) -> list[AnalyticsMark]:
    """How far events are rolled up, made with the first time. Nothing else is locked with them."""
    AnalyticsMark.objects.bulk_create(
        [
            AnalyticsMark(tenant_id=event.tenant_id, event=event, time_zone="", until=date.min, created_at=now)
            for event in events
        ],
        ignore_conflicts=True,
    )
    marks = AnalyticsMark.objects.filter(event__in=[event.pk for event in events])
    return list(marks.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def cart(pk: UUID) -> Cart:
    """One cart, as it is now."""
    locked = _CART.first(pk=pk)
    if locked is None:
        raise Cart.DoesNotExist
    return locked


_CART = Prepared(lambda: Cart.objects.filter(pk=Slot("pk")).select_for_update(no_key=True, of=("self",)))


def lapsed_carts(ticket_type_ids: Iterable[UUID], slot_ids: Iterable[UUID], now: datetime) -> list[Cart]:
    """The oldest carts that hold such places, or places in such slots, and have lapsed.

    Waits for whoever is just releasing or checking out the same ones: passing over them would tell a buyer "sold out"
    a moment before their places are free.
    """
    items = CartItem.objects.filter(Q(ticket_type__in=ticket_type_ids) | Q(slot_id__in=slot_ids), cart=OuterRef("pk"))
    lapsed = Cart.objects.filter(Exists(items), status=CartStatus.ACTIVE, expires_at__lte=now)
    return _oldest(lapsed)


def lapsed_orders(ticket_type_ids: Iterable[UUID], slot_ids: Iterable[UUID], now: datetime) -> list[Order]:
    """The oldest unpaid orders that hold such places and have lapsed, with a grace where a payment is open."""
    items = OrderItem.objects.filter(Q(ticket_type__in=ticket_type_ids) | Q(slot_id__in=slot_ids), order=OuterRef("pk"))
    open_payment = Payment.objects.open().filter(order=OuterRef("pk"))
    lapsed = Order.objects.filter(
        Exists(items), status__in=(OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL), expires_at__lte=now
    ).filter(Q(expires_at__lte=now - GRACE) | ~Exists(open_payment))
    return _oldest(lapsed)


def live_carts_of(event_id: UUID) -> list[Cart]:
    """All carts of an event that hold places, lapsed or not."""
    live = Cart.objects.filter(event=event_id, status=CartStatus.ACTIVE).order_by("pk")
    return list(live.select_for_update(no_key=True, of=("self",)))


def open_orders_of(event_id: UUID) -> list[Order]:
    """All orders of an event that wait for money or approval."""
    waiting = Order.objects.filter(event=event_id, status__in=(OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL))
    return list(waiting.order_by("pk").select_for_update(no_key=True, of=("self",)))


def premade_tickets_of(event_id: UUID, most: int) -> list[Ticket]:
    """Pre-made tickets of an event that still admit, so many at a time."""
    premade = Ticket.objects.filter(event=event_id, order=None, status=TicketStatus.VALID).order_by("pk")
    return list(premade.select_for_update(no_key=True, of=("self",))[:most])


def _oldest(lapsed: QuerySet[M]) -> list[M]:
    return list(lapsed.order_by("pk").select_for_update(no_key=True, of=("self",))[:BATCH])


def buyer_limits(tenant_id: UUID, email_key: str) -> None:
    """Let one person's purchases from a tenant come one after the other, under whatever `+tags`.

    There may be no row to lock yet, or several; so this lock, as the one of a waiting list, is not a row's.
    """
    _advisory(f"buyer:{tenant_id}:{email_key}")


def waiting_list(event_id: UUID) -> None:
    """Let one after the other join or leave an event's waiting list, or hand out its places. Comes before all else."""
    _advisory(f"waiting-list:{event_id}")


def _advisory(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def waiting_entries(pks: Iterable[UUID]) -> list[WaitingListEntry]:
    """Entries of a waiting list, with their events."""
    entries = WaitingListEntry.objects.filter(pk__in=list(pks)).select_related("event").order_by("pk")
    return list(entries.select_for_update(no_key=True, of=("self",)))


def carts_where(condition: Q) -> list[Cart]:
    """All carts of which something holds."""
    return list(Cart.objects.filter(condition).order_by("pk").select_for_update(no_key=True, of=("self",)))


def buyers_where(condition: Q) -> list[Buyer]:
    """All buyers of whom something holds."""
    return list(Buyer.objects.filter(condition).order_by("pk").select_for_update(no_key=True, of=("self",)))


def orders_where(condition: Q) -> list[Order]:
    """All orders of which something holds; their buyers are locked first."""
    return list(Order.objects.filter(condition).order_by("pk").select_for_update(no_key=True, of=("self",)))


def tickets_where(condition: Q) -> list[Ticket]:
    """All tickets of which something holds; their orders are locked first."""
    return list(Ticket.objects.filter(condition).order_by("pk").select_for_update(no_key=True, of=("self",)))


def order(pk: UUID) -> Order:
    """One order, as it is now, with its tenant and event."""
    return (
        Order.objects.select_related("tenant__settings", "event")
        .select_for_update(no_key=True, of=("self",))
        .get(pk=pk)
    )


def payment(pk: UUID) -> Payment:
    """One payment; its order is locked first."""
    return Payment.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def payments_of(order: Order) -> list[Payment]:
    """All payments of an order that is locked."""
    return list(Payment.objects.filter(order=order).order_by("pk").select_for_update(no_key=True, of=("self",)))


def refund(pk: UUID) -> Refund:
    """One refund; its order and payment are locked first."""
    return Refund.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def tickets_of(orders: Iterable[Order]) -> list[Ticket]:
    """All tickets of orders that are locked."""
    tickets = Ticket.objects.filter(order__in=list(orders)).order_by("pk")
    return list(tickets.select_for_update(no_key=True, of=("self",)))


def tickets_of_batch(batch_id: UUID, pks: Iterable[UUID] | None) -> list[Ticket]:
    """Pre-made tickets of a batch, all or those named."""
    tickets = Ticket.objects.filter(batch=batch_id).order_by("pk")
    if pks is not None:
        tickets = tickets.filter(pk__in=list(pks))
    return list(tickets.select_for_update(no_key=True, of=("self",)))


def outlived_tickets(now: datetime, most: int) -> list[Ticket]:
    """Valid tickets whose time is over, so many at a time."""
    outlived = Ticket.objects.filter(status=TicketStatus.VALID, expires_at__lte=now).order_by("pk")
    return list(outlived.select_for_update(no_key=True, of=("self",))[:most])


def ticket(pk: UUID) -> Ticket:
    """One ticket, with its event and attendee."""
    return (
        Ticket.objects.select_related("event__tenant__settings", "attendee", "ticket_type", "order")
        .select_for_update(no_key=True, of=("self",))
        .get(pk=pk)
    )


def discount_codes(pks: Iterable[UUID]) -> list[DiscountCode]:
    """Discount codes whose uses are about to be counted."""
    codes = DiscountCode.objects.filter(pk__in=set(pks)).order_by("pk")
    return list(codes.select_for_update(no_key=True, of=("self",)))


def stocks(pks: Iterable[UUID]) -> list[Stock]:
    """The hot counters. Always the last lock, just before the commit."""
    return _STOCKS.all(pks=sorted(set(pks)))


_STOCKS = Prepared(
    lambda: Stock.objects.filter(AnyOf("pk", "pks")).order_by("pk").select_for_update(no_key=True, of=("self",))
)
