"""Providers' messages: stored as they come, worked off by a job."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from orders import jobs, locks
from orders.models import Payment, Refund, WebhookEvent, WebhookStatus
from orders.payments import registry
from orders.payments.base import Message
from orders.services.payments import record_payment
from orders.services.payouts import record_payout
from orders.services.refunds import record_refund
from tenants.models import Tenant
from ticketing.core.logs import log_event

_log = structlog.stdlib.get_logger("foyer.webhooks")


@transaction.atomic(durable=True)
def receive_webhook(*, provider_key: str, body: bytes, headers: Mapping[str, str], now: datetime) -> WebhookEvent:
    """Verify and store a message, and queue its processing; it can be answered 2xx from then on.

    Raises WebhookRefused. The same message again is stored once; if its processing had failed, it is queued again.
    """
    message = registry.provider(provider_key).parse_webhook(body, headers)
    event, is_new = WebhookEvent.objects.get_or_create(
        provider=provider_key,
        provider_event_id=message.event_id,
        defaults={"event_type": message.event_type, "payload": message.payload, "received_at": now},
    )
    if is_new or event.status == WebhookStatus.FAILED:
        jobs.defer_webhook(event.pk)
    transaction.on_commit(
        lambda: log_event("webhook_received", webhook=event.pk, provider=provider_key, type=message.event_type)
    )
    return event


def process_webhook(*, webhook_id: UUID, now: datetime) -> WebhookEvent:
    """Work a stored message off. It only says where to look: the provider is asked for the truth of it.

    So a message that comes twice, late or out of order does no harm. A failure is noted on the message and raised.
    """
    event = WebhookEvent.objects.get(pk=webhook_id)
    if event.status in (WebhookStatus.PROCESSED, WebhookStatus.IGNORED):
        return event
    try:
        status = _process(event, now)
    except Exception as error:
        _log.exception("webhook_failed", webhook=str(event.pk))
        _finish(webhook_id=event.pk, status=WebhookStatus.FAILED, error=f"{type(error).__name__}: {error}", now=now)
        raise
    return _finish(webhook_id=event.pk, status=status, error="", now=now)


def _process(event: WebhookEvent, now: datetime) -> WebhookStatus:
    provider = registry.provider(event.provider)
    message = provider.read_message(event.payload)
    if message.payout_reference is not None:
        return _process_payout(event.provider, message, message.payout_reference, now)
    refund = _refund_of(message)
    if refund is not None:
        record_refund(refund_id=refund.pk, state=provider.fetch_refund(message.refund_reference or ""), now=now)
    payment = _payment_of(message, message.reference or provider.reference_of(message))
    if payment is None:
        return WebhookStatus.PROCESSED if refund else WebhookStatus.IGNORED
    reference = payment.provider_reference or message.reference
    if reference:
        record_payment(payment_id=payment.pk, state=provider.fetch(reference), now=now)
    return WebhookStatus.PROCESSED


def _process_payout(provider_key: str, message: Message, reference: str, now: datetime) -> WebhookStatus:
    """A payout of an organizer's account; the platform's own are of no concern."""
    if not message.account:
        return WebhookStatus.IGNORED
    tenant = Tenant.objects.filter(stripe_account_id=message.account).first()
    if tenant is None:
        return WebhookStatus.IGNORED
    state = registry.provider(provider_key).fetch_payout(reference, message.account)
    record_payout(tenant=tenant, provider_key=provider_key, state=state, now=now)
    return WebhookStatus.PROCESSED


def _refund_of(message: Message) -> Refund | None:
    if message.refund_id is None or message.refund_reference is None:
        return None
    return Refund.objects.filter(pk=message.refund_id).first()


def _payment_of(message: Message, reference: str | None) -> Payment | None:
    if message.payment_id is not None:
        return Payment.objects.filter(pk=message.payment_id).first()
    if reference is None:
        return None
    return Payment.objects.filter(provider_reference=reference).first()


@transaction.atomic(durable=True)
def _finish(*, webhook_id: UUID, status: WebhookStatus, error: str, now: datetime) -> WebhookEvent:
    event = locks.webhook_event(webhook_id)
    event.status = status
    event.error_message = error
    event.attempts += 1
    event.processed_at = now
    event.save(update_fields=["status", "error_message", "attempts", "processed_at"])
    return event


@transaction.atomic(durable=True)
def redact_webhooks(*, references: Sequence[str], now: datetime) -> int:
    """Blank who paid in the stored messages about these payments; how many there were. What else they say stays."""
    mentioned = Q()
    for reference in references:
        mentioned |= Q(text__contains=reference)
    if not references:
        return 0
    found = list(WebhookEvent.objects.annotate(text=Cast("payload", TextField())).filter(mentioned))
    for event in found:
        WebhookEvent.objects.filter(pk=event.pk).update(payload=_without_people(event.payload), updated_at=now)
    return len(found)


# By whatever name providers call them.
_PERSONAL = frozenset(
    "customer_details customer_email billing_details receipt_email shipping shipping_details"
    " payer email name phone address".split()
)


def _without_people(payload: Any) -> Any:
    if isinstance(payload, dict):
        return {key: None if key in _PERSONAL else _without_people(value) for key, value in payload.items()}
    return [_without_people(value) for value in payload] if isinstance(payload, list) else payload
