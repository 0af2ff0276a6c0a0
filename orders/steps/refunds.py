"""Refunds: money promised back, and money that went back."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from orders import jobs
from orders.models import EventCancellation, Order, Payment, Refund, RefundStatus, Ticket
from orders.steps import books, mails, news
from tenants.models import User
from tenants.steps import log_activity

AT_PROVIDER = "at_provider"


def left_to_refund(payment: Payment) -> int:
    """What of a locked payment has neither gone back nor been promised, in minor units."""
    live = payment.refunds.exclude(status=RefundStatus.FAILED).aggregate(cents=Sum("amount_cents"))["cents"] or 0
    return payment.amount_cents - live


def promise(
    payment: Payment,
    *,
    amount_cents: int,
    reason: str,
    tickets: Sequence[Ticket] = (),
    by: User | None = None,
    cancellation: EventCancellation | None = None,
    now: datetime,
) -> Refund:
    """Write a refund down and queue its sending, in the caller's transaction. `cancellation`: one of a mass refund."""
    refund = Refund.objects.create(
        tenant_id=payment.tenant_id,
        payment=payment,
        amount_cents=amount_cents,
        reason=reason,
        requested_by=by,
        cancellation=cancellation,
        created_at=now,
    )
    if tickets:
        refund.tickets.set(tickets)
    jobs.defer_refund(refund.pk, is_bulk=cancellation is not None)
    return refund


def refund_all(payment: Payment, *, reason: str, now: datetime) -> Refund:
    """Everything that came in with a payment that could not be put to its order."""
    refund = promise(payment, amount_cents=payment.amount_cents, reason=reason, now=now)
    note(refund, "refund.promised", now=now)
    return refund


def settle(refund: Refund, payment: Payment, order: Order, *, now: datetime) -> None:
    """The money went back: book it and count it. All three rows are locked."""
    refund.status = RefundStatus.SUCCEEDED
    refund.processed_at = now
    refund.error_message = ""
    refund.save(update_fields=["status", "processed_at", "error_message", "provider_reference"])
    books.book_refund(refund, payment, order, now=now)
    payment.refunded_cents += refund.amount_cents
    payment.save(update_fields=["refunded_cents"])
    if payment.applied_cents:
        order.refunded_cents += refund.amount_cents
        order.save(update_fields=["refunded_cents"])
    note(refund, "refund.succeeded", now=now)
    mails.queue_refunded(order, refund, now=now)


def fail(refund: Refund, order: Order, *, error: str, now: datetime) -> None:
    """The provider did not give the money back. It can be tried again, under a new reference."""
    _close_attempt(refund, error)
    note(refund, "refund.failed", now=now)
    news.refund_failed(order, refund, now=now)


def take_back(refund: Refund, payment: Payment, order: Order, *, error: str, now: datetime) -> None:
    """Money that had gone back was returned by the buyer's bank: `settle` undone. All three rows are locked.

    The buyer, who was told that it is on its way, is told that it came back; not of what was refunded in the provider's
    own dashboard, whose sums say nothing certain of a single refund.
    """
    if refund.reason != AT_PROVIDER:
        mails.queue_refund_returned(order, refund, now=now)
    books.book_reversal(refund, payment, order, now=now)
    payment.refunded_cents -= refund.amount_cents
    payment.save(update_fields=["refunded_cents"])
    if payment.applied_cents:
        order.refunded_cents -= refund.amount_cents
        order.save(update_fields=["refunded_cents"])
    _close_attempt(refund, error)
    note(refund, "refund.returned", now=now)
    news.refund_failed(order, refund, now=now)


def _close_attempt(refund: Refund, error: str) -> None:
    refund.status = RefundStatus.FAILED
    refund.attempts += 1
    refund.error_message = error
    refund.provider_reference = ""
    refund.processed_at = None
    refund.save(update_fields=["status", "attempts", "error_message", "provider_reference", "processed_at"])


def note(refund: Refund, action: str, *, now: datetime) -> None:
    """Log what became of a refund without anybody's doing."""
    facts = {"amount_cents": refund.amount_cents, "reason": refund.reason}
    log_activity(tenant=refund.tenant_id, actor=None, action=action, target=refund, metadata=facts, now=now)


def note_foreign_refunds(payment: Payment, order: Order, refunded_cents: int, *, now: datetime) -> None:
    """Record what was refunded in the provider's own dashboard, or came back from there.

    It moves money only: tickets stay as they are. The provider tells a sum, so what went back in parts may be undone
    as a whole and its rest recorded anew.
    """
    for refund in _foreign_refunds(payment):
        if payment.refunded_cents <= refunded_cents:
            break
        take_back(refund, payment, order, error="returned", now=now)
    promised = payment.amount_cents - left_to_refund(payment)
    if refunded_cents <= promised:
        return
    refund = Refund.objects.create(
        tenant_id=payment.tenant_id,
        payment=payment,
        amount_cents=refunded_cents - promised,
        reason=AT_PROVIDER,
        created_at=now,
    )
    settle(refund, payment, order, now=now)


def _foreign_refunds(payment: Payment) -> list[Refund]:
    """The latest first. They change only under their payment's lock, which the caller has."""
    done = payment.refunds.filter(reason=AT_PROVIDER, status=RefundStatus.SUCCEEDED, provider_reference="")
    return list(done.order_by("-created_at", "-pk"))
