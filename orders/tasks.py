"""Background work of sales. Each task loads by id and calls one service; all expect to be run twice."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from orders import services
from orders.models import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus, Ticket, TicketStatus
from orders.payments.base import ProviderUnavailable

_log = structlog.stdlib.get_logger("foyer.tasks")

ASK_AFTER = timedelta(minutes=1)
MOST_AT_ONCE = 200

_RETRY = RetryStrategy(max_attempts=12, exponential_wait=3)


@app.task(name="orders.send_refund", queue="payments", retry=_RETRY)
def send_refund(refund_id: str) -> None:
    """Have the provider give money back."""
    services.send_refund(refund_id=UUID(refund_id), now=timezone.now())


@app.task(name="orders.end_payment", queue="payments", retry=_RETRY)
def end_payment(payment_id: str) -> None:
    """Close a payment page, or record that somebody has just paid on it."""
    services.end_payment(payment=Payment.objects.get(pk=payment_id), now=timezone.now())


@app.task(name="orders.process_webhook", queue="payments", retry=_RETRY)
def process_webhook(webhook_id: str) -> None:
    """Work a provider's message off."""
    services.process_webhook(webhook_id=UUID(webhook_id), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="orders.sweep", queue="default", queueing_lock="orders.sweep")
def sweep(timestamp: int) -> None:
    """Housekeeping, once a minute: free what lapsed, and close the pages on which lapsed orders could be paid."""
    now = timezone.now()
    for payment in Payment.objects.open().filter(
        order__status=OrderStatus.PENDING, order__expires_at__lte=now, status=PaymentStatus.PENDING
    )[:MOST_AT_ONCE]:
        _patiently(services.end_payment, payment)
    services.release_all_lapsed(now=now)


@app.periodic(cron="* * * * *")
@app.task(name="orders.ask_providers", queue="payments", queueing_lock="orders.ask_providers")
def ask_providers(timestamp: int) -> None:
    """Ask about every payment that is not final after a minute, and about refunds on their way."""
    now = timezone.now()
    old_enough = Q(asked_at=None) | Q(asked_at__lte=now - ASK_AFTER)
    for payment in (
        Payment.objects.open()
        .filter(old_enough, created_at__lte=now - ASK_AFTER, provider_reference__isnull=False)
        .order_by("asked_at")[:MOST_AT_ONCE]
    ):
        Payment.objects.filter(pk=payment.pk).update(asked_at=now)
        _patiently(services.settle_payment, payment)
    for refund_id in Refund.objects.filter(status=RefundStatus.PENDING, created_at__lte=now - ASK_AFTER).values_list(
        "pk", flat=True
    )[:MOST_AT_ONCE]:
        try:
            services.send_refund(refund_id=refund_id, now=now)
        except ProviderUnavailable:
            _log.warning("provider_unavailable", refund=str(refund_id))


@app.periodic(cron="17 3 * * *")
@app.task(name="orders.nightly", queue="default", queueing_lock="orders.nightly")
def nightly(timestamp: int) -> None:
    """Write down which tickets have expired, and compare the counters with what they count."""
    Ticket.objects.filter(status=TicketStatus.VALID, expires_at__lte=timezone.now()).update(status=TicketStatus.EXPIRED)
    call_command("check_stock")


def _patiently(service: Callable[..., Order], payment: Payment) -> None:
    """One provider's silence must not keep the others waiting."""
    try:
        service(payment=payment, now=timezone.now())
    except ProviderUnavailable:
        _log.warning("provider_unavailable", payment=str(payment.pk))
