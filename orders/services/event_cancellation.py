"""Calling an event off: at once for everybody at the door and in the sale, one by one for those who hold tickets.

Between the two stands one row, the cancellation. The task that works it off can be killed anywhere and run any number
of times: an order is ended, told and paid back in one transaction of its own, and by that is done.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from events.models import Event, EventStatus
from orders import errors_office, jobs, locks
from orders.models import (
    EventCancellation,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    WaitingListEntry,
    WaitingStatus,
)
from orders.steps import ending, mails, offers, places, refunds, releasing
from orders.steps.voiding import void_tickets
from tenants.models import EmailLog, User
from tenants.steps import log_activity
from ticketing.core.logs import log_event

REASON = "event_cancelled"
BATCH = 50
PREMADE_BATCH = 500
# A sale that had looked at the event a moment before it was called off has committed by then.
LATECOMERS = timedelta(minutes=1)


@transaction.atomic(durable=True)
def cancel_event(*, event: Event, message: str, refunds_all: bool, by: User, now: datetime) -> EventCancellation:
    """Call an event off, for good: from this moment nothing is sold, and no QR of it admits.

    Carts, orders that are not paid and the waiting list end in the same transaction; whoever holds tickets is told by a
    task, with the organizer's message, and gets all the money back where `refunds_all`; so is whoever waited. Raises
    EventCancelledAlready.
    """
    locks.waiting_list(event.pk)
    locked = locks.event(event.pk)
    if locked.status not in (EventStatus.DRAFT, EventStatus.PUBLISHED):
        raise errors_office.EventCancelledAlready()
    Event.objects.filter(pk=locked.pk).update(status=EventStatus.CANCELLED, version=F("version") + 1, updated_by=by)
    cancellation = EventCancellation.objects.create(
        tenant_id=locked.tenant_id,
        event=locked,
        message=message,
        cancelled_by=by,
        refunds_requested_at=now if refunds_all else None,
        refunds_requested_by=by if refunds_all else None,
        created_at=now,
    )
    facts = {"refunds": refunds_all}
    log_activity(tenant=locked.tenant_id, actor=by, action="event.cancelled", target=locked, metadata=facts, now=now)
    moves = places.Moves()
    carts, unpaid = locks.live_carts_of(locked.pk), locks.open_orders_of(locked.pk)
    offers.call_off(locked)
    releasing.release_carts(carts, moves, now=now)
    _end_unpaid(unpaid, cancellation, moves, now)
    jobs.defer_calling_off(cancellation.pk)
    transaction.on_commit(lambda: log_event("event_cancelled", event_id=locked.pk, tenant=locked.tenant_id))
    places.move(moves)
    return cancellation


@transaction.atomic(durable=True)
def refund_cancelled_event(*, event: Event, by: User, now: datetime) -> EventCancellation:
    """Give all the money of a cancelled event back, by a task. Asked twice, it is done once.

    Raises EventNotCancelled.
    """
    found = EventCancellation.objects.filter(event=event).values_list("pk", flat=True).first()
    if found is None:
        raise errors_office.EventNotCancelled()
    cancellation = locks.event_cancellation(found)
    if cancellation.refunds_requested_at is not None:
        return cancellation
    cancellation.refunds_requested_at = now
    cancellation.refunds_requested_by = by
    cancellation.finished_at = None
    cancellation.save(update_fields=["refunds_requested_at", "refunds_requested_by", "finished_at"])
    log_activity(tenant=event.tenant_id, actor=by, action="event.refunds_requested", target=event, now=now)
    jobs.defer_calling_off(cancellation.pk)
    return cancellation


def call_off(*, cancellation_id: UUID, now: datetime) -> timedelta | None:
    """Do a part of what is left to do for a cancelled event; when the task is to come again, or None: all is done.

    Orders that are still good are ended and told, pre-made tickets made void, and money sent back.
    """
    cancellation = EventCancellation.objects.get(pk=cancellation_id)
    for order in _to_end(cancellation)[:BATCH]:
        _call_order_off(order=order, cancellation=cancellation, now=now)
    if _to_end(cancellation).exists():
        return timedelta(0)
    premade = _void_premade(cancellation=cancellation, now=now)
    # Orders bring their refunds along; what is found here was ended before anybody asked for the money.
    payments = list(_to_refund(cancellation)[:BATCH])
    for payment in payments:
        _refund(payment=payment, cancellation=cancellation, now=now)
    waited = _tell_who_waited(cancellation=cancellation, now=now)
    if payments or premade or waited:
        return timedelta(0)
    if now < cancellation.created_at + LATECOMERS:
        return LATECOMERS
    _finish(cancellation=cancellation, now=now)
    return None


def orders_of(cancellation: EventCancellation) -> QuerySet[Order]:
    """The orders that this cancellation has ended; what was cancelled before is not among them."""
    return Order.objects.filter(
        event=cancellation.event_id, status=OrderStatus.CANCELLED, cancelled_at__gte=cancellation.created_at
    )


def _end_unpaid(unpaid: Sequence[Order], cancellation: EventCancellation, moves: places.Moves, now: datetime) -> None:
    for pk in Payment.objects.open().filter(order__in=unpaid).values_list("pk", flat=True):
        jobs.defer_end_payment(pk)
    releasing.release_orders(unpaid, OrderStatus.CANCELLED, moves, now=now)
    for order in unpaid:
        mails.queue_event_cancelled(order, cancellation, now=now)


def _to_end(cancellation: EventCancellation) -> QuerySet[Order]:
    return Order.objects.filter(event=cancellation.event_id, status__in=ending.ENDABLE).order_by("pk")


@transaction.atomic(durable=True)
def _call_order_off(*, order: Order, cancellation: EventCancellation, now: datetime) -> None:
    """End one order and tell its buyer, with all that is left of its money on its way back if that was asked for."""
    locked = locks.order(order.pk)
    if locked.status not in ending.ENDABLE:
        return
    moves = ending.end_order(locked, by=cancellation.cancelled_by, now=now)
    if cancellation.refunds_requested_at:
        for payment in locks.payments_of(locked):
            _promise(payment, cancellation, now)
    log_activity(
        tenant=locked.tenant_id,
        actor=cancellation.cancelled_by,
        action="order.cancelled",
        target=locked,
        metadata={"event": str(locked.event_id)},
        now=now,
    )
    mails.queue_event_cancelled(locked, cancellation, now=now)
    places.move(moves)


@transaction.atomic(durable=True)
def _void_premade(*, cancellation: EventCancellation, now: datetime) -> int:
    """Make a number of pre-made tickets void; whoever has reserved a visit with one is told."""
    tickets = locks.premade_tickets_of(cancellation.event_id, PREMADE_BATCH)
    if not tickets:
        return 0
    moves = places.Moves()
    types = places.types_by_id(ticket.ticket_type_id for ticket in tickets)
    for ticket in tickets:
        moves.sell(types[ticket.ticket_type_id], -1)
    void_tickets(tickets, moves, by=cancellation.cancelled_by, now=now)
    places.move(moves)
    return len(tickets)


@transaction.atomic(durable=True)
def _tell_who_waited(*, cancellation: EventCancellation, now: datetime) -> int:
    """Tell a number of those whom the cancellation took off the waiting list."""
    told = EmailLog.objects.filter(target_id=OuterRef("pk"), template="waiting_ended")
    taken_off = WaitingListEntry.objects.filter(
        event=cancellation.event_id, status=WaitingStatus.REMOVED, updated_at__gte=cancellation.created_at
    )
    entries = list(taken_off.filter(~Exists(told.filter(created_at__gte=cancellation.created_at))).in_line()[:BATCH])
    for entry in entries:
        mails.queue_waiting_ended(entry, "called_off", now=now)
    return len(entries)


def _to_refund(cancellation: EventCancellation) -> QuerySet[Payment]:
    """Payments of ended orders that are to go back and of which something is left, that no refund was made for yet."""
    if cancellation.refunds_requested_at is None:
        return Payment.objects.none()
    live = Sum("refunds__amount_cents", filter=~Q(refunds__status=RefundStatus.FAILED))
    return (
        Payment.objects.filter(order__in=orders_of(cancellation), status=PaymentStatus.SUCCEEDED, applied_cents__gt=0)
        .filter(~Exists(Refund.objects.filter(payment=OuterRef("pk"), cancellation=cancellation)))
        .alias(promised=Coalesce(live, 0))
        .filter(promised__lt=F("amount_cents"))
        .order_by("pk")
    )


@transaction.atomic(durable=True)
def _refund(*, payment: Payment, cancellation: EventCancellation, now: datetime) -> None:
    locks.order(payment.order_id)
    _promise(locks.payment(payment.pk), cancellation, now)


def _promise(payment: Payment, cancellation: EventCancellation, now: datetime) -> None:
    """Promise what is left of a locked payment, once. A constraint stands behind it."""
    left = refunds.left_to_refund(payment)
    is_paid = payment.status == PaymentStatus.SUCCEEDED and payment.applied_cents
    if not is_paid or not left or payment.refunds.filter(cancellation=cancellation).exists():
        return
    refunds.promise(
        payment,
        amount_cents=left,
        reason=REASON,
        by=cancellation.refunds_requested_by,
        cancellation=cancellation,
        now=now,
    )


@transaction.atomic(durable=True)
def _finish(*, cancellation: EventCancellation, now: datetime) -> None:
    """Everything is done, unless refunds were asked for a moment ago."""
    locked = locks.event_cancellation(cancellation.pk)
    if locked.refunds_requested_at == cancellation.refunds_requested_at:
        locked.finished_at = now
        locked.save(update_fields=["finished_at"])
