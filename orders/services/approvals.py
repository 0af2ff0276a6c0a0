"""Orders that wait for the organizer's word. They hold their places meanwhile; no money moves before it."""

from datetime import datetime, timedelta

from django.db import transaction

from orders import errors, errors_office, locks, rules
from orders.models import Order, OrderStatus, PaymentState
from orders.steps import confirmation, ending, mails, places
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.logs import log_event


@transaction.atomic(durable=True)
def approve_order(*, order: Order, by: User, now: datetime) -> Order:
    """Say yes: the buyer gets a link by which to pay, and time for it; an order of nothing to pay is confirmed.

    It keeps the places that it holds. Raises OrderChanged where somebody else has answered already, ApprovalTooLate
    once its time is over, and SalesClosed where the event sells nothing any more.
    """
    locked = locks.order(order.pk)
    if locked.status != OrderStatus.AWAITING_APPROVAL:
        raise errors.OrderChanged()
    if locked.expires_at is None or locked.expires_at <= now:
        raise errors_office.ApprovalTooLate()
    rules.check_event(locked.event, now=now)
    log_activity(tenant=locked.tenant_id, actor=by, action="order.approved", target=locked, now=now)
    transaction.on_commit(lambda: log_event("order_approved", order=locked.pk))
    if not locked.total_cents:
        locked.payment_status = PaymentState.PAID
        places.move(confirmation.confirm(locked, by=by, now=now))
        return locked
    locked.status = OrderStatus.PENDING
    locked.expires_at = min(now + timedelta(days=locked.tenant.settings.days_to_pay), locked.event.ends_at)
    locked.save(update_fields=["status", "expires_at"])
    mails.queue_payable(locked, now=now)
    return locked


@transaction.atomic(durable=True)
def decline_order(*, order: Order, reason: str, by: User, now: datetime) -> Order:
    """Say no: the places are free again, and the buyer is told why. Raises OrderChanged once it was answered."""
    locked = locks.order(order.pk)
    if locked.status != OrderStatus.AWAITING_APPROVAL:
        raise errors.OrderChanged()
    moves = ending.end_order(locked, by=by, now=now)
    log_activity(
        tenant=locked.tenant_id,
        actor=by,
        action="order.declined",
        target=locked,
        metadata={"reason": reason},
        now=now,
    )
    mails.queue_declined(locked, reason=reason, now=now)
    transaction.on_commit(lambda: log_event("order_declined", order=locked.pk))
    places.move(moves)
    return locked
