"""Background work of sales. Each task loads by id and calls one service; all expect to be run twice."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.core.management import call_command
from django.db.models import F, Q
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from orders import papers, services, uploads
from orders.models import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus
from orders.payments import registry
from orders.payments.base import ProviderRefused, ProviderUnavailable
from orders.queries.documents import order_facts

_log = structlog.stdlib.get_logger("foyer.tasks")

ASK_AFTER = timedelta(minutes=1)
MOST_AT_ONCE = 200
MOST_SILENCES = 3

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


@app.task(name="orders.redact_webhooks", queue="default", retry=_RETRY)
def redact_webhooks(references: list[str]) -> None:
    """Take somebody who was anonymized out of the provider's messages, too: slow, since all of them are read."""
    services.redact_webhooks(references=references, now=timezone.now())


@app.task(name="orders.make_papers", queue="default", retry=_RETRY)
def make_papers(order_id: str) -> None:
    """Make and store an order's PDF, which somebody wants to download."""
    order = Order.objects.select_related("event__venue", "event__tenant__settings", "tenant__settings").get(pk=order_id)
    papers.make(order_facts(order, now=timezone.now()))


@app.periodic(cron="* * * * *")
@app.task(name="orders.sweep", queue="default", queueing_lock="orders.sweep")
def sweep(timestamp: int) -> None:
    """Housekeeping, once a minute: free what lapsed, and close the pages on which lapsed orders could be paid."""
    now = timezone.now()
    payable = Payment.objects.filter(status__in=(PaymentStatus.CREATED, PaymentStatus.PENDING))
    lapsed = Q(order__status=OrderStatus.PENDING, order__expires_at__lte=now)
    gone = Q(order__status__in=(OrderStatus.EXPIRED, OrderStatus.CANCELLED))
    payments = payable.filter(lapsed | gone).order_by("created_at")[:MOST_AT_ONCE]
    _patiently(partial(services.end_payment, payment=payment) for payment in payments)
    services.release_all_lapsed(now=now)


@app.periodic(cron="* * * * *")
@app.task(name="orders.ask_providers", queue="payments", queueing_lock="orders.ask_providers")
def ask_providers(timestamp: int) -> None:
    """Ask about every payment that is not final after a minute, and about refunds on their way."""
    now = timezone.now()
    online = registry.online()
    open_payments = Payment.objects.open().filter(
        Q(asked_at=None) | Q(asked_at__lte=now - ASK_AFTER),
        provider__in=online,
        provider_reference__isnull=False,
        created_at__lte=now - ASK_AFTER,
    )
    longest_ago = list(open_payments.order_by(F("asked_at").asc(nulls_first=True), "pk")[:MOST_AT_ONCE])
    Payment.objects.filter(pk__in=[payment.pk for payment in longest_ago]).update(asked_at=now)
    _patiently(partial(services.settle_payment, payment=payment) for payment in longest_ago)
    refunds = Refund.objects.filter(
        status=RefundStatus.PENDING, payment__provider__in=online, created_at__lte=now - ASK_AFTER
    )
    refund_ids = list(refunds.order_by("created_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    _patiently(partial(services.send_refund, refund_id=pk) for pk in refund_ids)


@app.periodic(cron="17 3 * * *")
@app.task(name="orders.nightly", queue="default", queueing_lock="orders.nightly")
def nightly(timestamp: int) -> None:
    """Write down which tickets have expired, drop uploads without an order, and check the counters."""
    while services.expire_tickets(now=timezone.now()):
        pass
    uploads.sweep(now=timezone.now())
    call_command("check_stock")


def _patiently(calls: Iterable[partial[Any]]) -> None:
    """Make the calls. One payment that the provider refuses to talk about must not keep the others waiting.

    Where it does not answer at all, the rest is left for the next minute.
    """
    silences = 0
    for call in calls:
        try:
            call(now=timezone.now())
        except ProviderRefused as refusal:
            _log.warning("provider_refused", reason=str(refusal.facts.get("reason")), **_ids(call))
        except ProviderUnavailable:
            silences += 1
            _log.warning("provider_unavailable", **_ids(call))
            if silences >= MOST_SILENCES:
                return


def _ids(call: partial[Any]) -> dict[str, str]:
    return {name: str(getattr(value, "pk", value)) for name, value in call.keywords.items()}
