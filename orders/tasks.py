"""Background work of sales. Each task loads by id and calls one service; all expect to be run twice."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.core.management import call_command
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from events.models import Event, EventStatus
from orders import jobs, papers, services, uploads
from orders.models import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus, WaitingListEntry
from orders.payments import registry
from orders.payments.base import ProviderRefused, ProviderUnavailable
from orders.queries.documents import order_facts
from orders.reports import rolling

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


@app.task(name="orders.call_off", queue="bulk", retry=_RETRY)
def call_off(cancellation_id: str) -> None:
    """End, tell and pay back a part of a cancelled event's orders, and come again for the rest.

    Between two parts the worker takes whatever else there is: confirmations are not late.
    """
    pk, now = UUID(cancellation_id), timezone.now()
    again_in = services.call_off(cancellation_id=pk, now=now)
    if again_in is not None:
        jobs.defer_calling_off(pk, in_seconds=int(again_in.total_seconds()))


@app.task(name="orders.redact_webhooks", queue="default", retry=_RETRY)
def redact_webhooks(references: list[str]) -> None:
    """Take somebody who was anonymized out of the provider's messages, too: slow, since all of them are read."""
    services.redact_webhooks(references=references, now=timezone.now())


@app.task(name="orders.make_papers", queue="default", retry=_RETRY)
def make_papers(order_id: str) -> None:
    """Make and store an order's PDF, which somebody wants to download."""
    order = Order.objects.select_related("event__venue", "event__tenant__settings", "tenant__settings").get(pk=order_id)
    papers.make(order_facts(order, now=timezone.now()))


@app.task(name="orders.tell_of_move", queue="mail", retry=_RETRY)
def tell_of_move(event_id: str, version: int, before: dict[str, str]) -> None:
    """Queue the mails about an event that moved, batch by batch; each order is told once, however often this runs."""
    last: UUID | None = None
    while True:
        last = services.tell_of_move(
            event_id=UUID(event_id), version=version, before=before, after=last, now=timezone.now()
        )
        if last is None:
            return


@app.task(name="orders.run_export", queue="default")
def run_export(export_id: str) -> None:
    """Write the file of an export. It is tried again by whoever asked for it."""
    services.run_export(export_id=UUID(export_id), now=timezone.now())


@app.task(name="orders.run_bulk_action", queue="default", retry=_RETRY)
def run_bulk_action(action_id: str) -> None:
    """Do the next portion of an act on many tickets."""
    services.run_bulk_action(action_id=UUID(action_id), now=timezone.now())


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


@app.task(name="orders.hand_out_places", queue="default", retry=_RETRY)
def hand_out_places(event_id: str) -> None:
    """Offer places that came back to those who wait for them."""
    services.hand_out_places(event_id=UUID(event_id), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="orders.hand_out_all_places", queue="default", queueing_lock="orders.hand_out_all_places")
def hand_out_all_places(timestamp: int) -> None:
    """A safety net, once a minute: whoever joined, or may be offered places again, just when some came back."""
    now = timezone.now()
    waited_for = Event.objects.filter(
        Exists(WaitingListEntry.objects.waiting().filter(event=OuterRef("pk"))),
        status=EventStatus.PUBLISHED,
        ends_at__gt=now,
    )
    for event_id in waited_for.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]:
        services.hand_out_places(event_id=event_id, now=now)


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
    """Write down which tickets have expired, drop uploads and exports nobody needs, and check the counters."""
    while services.expire_tickets(now=timezone.now()):
        pass
    uploads.sweep(now=timezone.now())
    rolling.rebuild_running(now=timezone.now())
    services.sweep_exports(now=timezone.now())
    services.check_stocks(now=timezone.now())
    call_command("check_stock")


@app.periodic(cron="* * * * *")
@app.task(name="orders.note_milestones", queue="default", queueing_lock="orders.note_milestones")
def note_milestones(timestamp: int) -> None:
    """Tell organizers of first sales and of events that are sold out."""
    services.note_milestones(now=timezone.now())


@app.periodic(cron="12 * * * *")
@app.task(name="orders.roll_up", queue="default", queueing_lock="orders.roll_up")
def roll_up(timestamp: int) -> None:
    """Once an hour, as days end at every hour somewhere: roll up the days of events that are over."""
    rolling.roll_up_due(now=timezone.now())


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


@app.task(name="orders.work_import", queue="default", retry=_RETRY)
def work_import(import_id: str) -> None:
    """Check, write or undo the rows of a large import, whichever is due."""
    services.work_off(UUID(import_id))
