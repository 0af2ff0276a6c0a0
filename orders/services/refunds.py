"""Refunding: money moves back. Cancelling is a separate act."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from orders import errors, errors_office, jobs, locks
from orders.models import Order, PaymentStatus, Refund, RefundStatus, Ticket
from orders.payments import registry
from orders.payments.base import ProviderRefused, RefundRequest, RefundState
from orders.steps import news, refunds
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.logs import log_event
from ticketing.core.money import format_money


@transaction.atomic(durable=True)
def request_refund(
    *,
    order: Order,
    amount_cents: int,
    reason: str = "",
    tickets: Sequence[Ticket] = (),
    by: User | None = None,
    left_cents: int | None = None,
    now: datetime,
) -> Refund:
    """Promise money back and queue its sending. Two at once never promise more than was paid. Raises RefundTooLarge.

    `left_cents` is what was left when the member looked, so that a button that is pressed twice pays once: raises
    RefundedMeanwhile if it is another sum now.
    """
    locked = locks.order(order.pk)
    paid = [row for row in locks.payments_of(locked) if row.status == PaymentStatus.SUCCEEDED and row.applied_cents]
    if not paid:
        raise errors.NotPaidOnline()
    payment = paid[0]
    left = refunds.left_to_refund(payment)
    if left_cents is not None and left_cents != left:
        raise errors_office.RefundedMeanwhile(left=format_money(left, payment.currency))
    if not 1 <= amount_cents <= left:
        raise errors.RefundTooLarge(left=format_money(left, payment.currency))
    refund = refunds.promise(payment, amount_cents=amount_cents, reason=reason, tickets=tickets, by=by, now=now)
    log_activity(
        tenant=locked.tenant_id,
        actor=by,
        action="refund.requested",
        target=locked,
        metadata={"refund": str(refund.pk), "amount_cents": amount_cents},
        now=now,
    )
    news.refund_requested(locked, refund, by=by, now=now)
    return refund


@transaction.atomic(durable=True)
def record_manual_refund(*, refund: Refund, by: User, now: datetime) -> Refund:
    """Record that a member has sent the money of a refund: it moves through nobody who would tell.

    Two at once record it once: the second is told OrderChanged. Raises NotByHand where a provider moves the money.
    """
    order = locks.order(refund.payment.order_id)
    payment = locks.payment(refund.payment_id)
    locked = locks.refund(refund.pk)
    if registry.provider(payment.provider).is_online:
        raise errors_office.NotByHand()
    if locked.status != RefundStatus.PENDING:
        raise errors.OrderChanged()
    facts = {"amount_cents": locked.amount_cents}
    log_activity(tenant=locked.tenant_id, actor=by, action="refund.recorded", target=locked, metadata=facts, now=now)
    refunds.settle(locked, payment, order, now=now)
    transaction.on_commit(
        lambda: log_event("refund_recorded", refund=locked.pk, status="succeeded", cents=locked.amount_cents)
    )
    return locked


@transaction.atomic(durable=True)
def retry_refund(*, refund: Refund, by: User | None, now: datetime) -> Refund:
    """Queue a failed refund again, if what is left of its payment still allows it."""
    locks.order(refund.payment.order_id)
    payment = locks.payment(refund.payment_id)
    locked = locks.refund(refund.pk)
    if locked.status != RefundStatus.FAILED:
        raise errors.OrderChanged()
    left = refunds.left_to_refund(payment)
    if locked.amount_cents > left:
        raise errors.RefundTooLarge(left=format_money(left, payment.currency))
    locked.status = RefundStatus.PENDING
    locked.save(update_fields=["status"])
    log_activity(tenant=locked.tenant_id, actor=by, action="refund.retried", target=locked, now=now)
    jobs.defer_refund(locked.pk)
    return locked


def send_refund(*, refund_id: UUID, now: datetime) -> Refund:
    """Have the provider give the money back, with no row locked, and record its answer. Safe to repeat.

    Raises ProviderUnavailable, after which it is to be called again.
    """
    refund = Refund.objects.select_related("payment__order__tenant").get(pk=refund_id)
    if refund.status != RefundStatus.PENDING:
        return refund
    provider = registry.provider(refund.payment.provider)
    try:
        if refund.provider_reference:
            state = provider.fetch_refund(refund.provider_reference)
        else:
            state = provider.refund(_request(refund))
    except ProviderRefused as refusal:
        state = RefundState("", "failed", refund.amount_cents, str(refusal.facts.get("reason", refusal.code)))
    return record_refund(refund_id=refund.pk, state=state, now=now)


@transaction.atomic(durable=True)
def record_refund(*, refund_id: UUID, state: RefundState, now: datetime) -> Refund:
    """Record what the provider says of a refund; the same word twice, late or out of order changes nothing twice.

    One that had succeeded may still fail: a bank sends it back days later. Then it is undone, and can be tried again.
    """
    found = Refund.objects.select_related("payment").get(pk=refund_id)
    order = locks.order(found.payment.order_id)
    payment = locks.payment(found.payment_id)
    refund = locks.refund(refund_id)
    if not _is_news(refund, state):
        return refund
    if refund.status == RefundStatus.SUCCEEDED:
        refunds.take_back(refund, payment, order, error=state.error, now=now)
    elif state.status == "succeeded":
        refund.provider_reference = state.reference or refund.provider_reference
        refunds.settle(refund, payment, order, now=now)
    elif state.status == "failed":
        refunds.fail(refund, order, error=state.error, now=now)
    else:
        refund.provider_reference = state.reference or refund.provider_reference
        refund.save(update_fields=["provider_reference"])
    transaction.on_commit(
        lambda: log_event("refund_recorded", refund=refund.pk, status=state.status, cents=refund.amount_cents)
    )
    return refund


def _is_news(refund: Refund, state: RefundState) -> bool:
    """Whether the provider speaks of the attempt that is under way, or takes back the one that succeeded."""
    if refund.status == RefundStatus.FAILED or state.attempt not in (None, refund.attempts + 1):
        return False
    if refund.status == RefundStatus.SUCCEEDED:
        return state.status == "failed" and state.reference == refund.provider_reference
    return True


def _request(refund: Refund) -> RefundRequest:
    payment = refund.payment
    return RefundRequest(
        refund_id=refund.pk,
        reference=payment.provider_reference or "",
        payment_intent=payment.provider_intent or None,
        amount_cents=refund.amount_cents,
        currency=payment.currency,
        reason=refund.reason,
        attempt=refund.attempts + 1,
        destination_account=payment.order.tenant.stripe_account_id or None,
    )
