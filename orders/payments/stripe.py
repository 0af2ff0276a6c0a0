"""Stripe: hosted Checkout by redirect, so that no third-party script runs on our pages.

The reference of a payment is its checkout session's id. Webhooks must be subscribed to `WEBHOOK_EVENTS`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orders.payments import stripe_amounts as amounts
from orders.payments.base import (
    Line,
    Message,
    PaymentRequest,
    PaymentStatus,
    PayoutState,
    ProviderRefused,
    RefundRequest,
    RefundState,
    RefundStatus,
    Started,
    State,
    WebhookRefused,
)
from orders.payments.stripe_client import client, translated_errors

WEBHOOK_EVENTS = (
    "account.updated",
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.updated",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "payout.canceled",
    "payout.created",
    "payout.failed",
    "payout.paid",
    "payout.updated",
    "refund.created",
    "refund.failed",
    "refund.updated",
)
WEBHOOK_TOLERANCE_SECONDS = 300

# Stripe refuses sessions that end in less than half an hour. The order may end sooner: then the sweeper ends the
# session. Counted from the order's own end, so that a repeated call says the same.
_SHORTEST_SESSION = timedelta(minutes=30)
_EXPANDED = ["payment_intent.latest_charge.balance_transaction"]
_REFUND_REASONS = frozenset({"duplicate", "fraudulent", "requested_by_customer"})
_LOCALES = {
    locale.lower(): locale
    for locale in (
        "bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk"
        " sl sv th tr vi zh zh-HK zh-TW"
    ).split()
} | {"no": "nb", "nn": "nb", "hi": "hi-IN", "zh-hans": "zh", "zh-hant": "zh-TW", "es-mx": "es-419"}


def checkout_locale(language: str) -> str:
    """Stripe's name for a language; `auto` (the browser's) where Stripe's page does not speak it, as with Arabic."""
    wanted = language.lower().replace("_", "-")
    return _LOCALES.get(wanted) or _LOCALES.get(wanted.partition("-")[0]) or "auto"


class Stripe:
    """Cards and what else the organizer's Stripe account offers."""

    key = "stripe"
    label = _("Card or online payment")
    hint = _("You pay on the secure page of Stripe and come straight back.")
    payment_window = timedelta(minutes=30)
    confirms_at_once = False
    is_online = True

    def accepts(self, amount_cents: int, currency: str) -> bool:
        """Whether Stripe is set up here and can charge exactly this amount."""
        return bool(settings.STRIPE_SECRET_KEY) and amounts.is_chargeable(amount_cents, currency)

    def start(self, request: PaymentRequest) -> Started:
        """Create the checkout session; its idempotency key is the payment's id."""
        params = _session_params(request)
        with translated_errors():
            session = client().v1.checkout.sessions.create(params, {"idempotency_key": f"payment-{request.payment_id}"})
        # No address: the answer to an earlier call was lost, and the buyer has paid meanwhile.
        return Started(reference=session.id, redirect_url=session.url or request.success_url)

    def fetch(self, reference: str) -> State:
        """Ask for the session, with its charge and fee, in one call."""
        with translated_errors():
            session = client().v1.checkout.sessions.retrieve(reference, {"expand": _EXPANDED})
        return _state(session.to_dict())

    def cancel(self, reference: str) -> State:
        """Expire the session; where it is no longer open, answer what became of it."""
        try:
            with translated_errors():
                session = client().v1.checkout.sessions.expire(reference, {"expand": _EXPANDED})
        except ProviderRefused:
            return self.fetch(reference)
        return _state(session.to_dict())

    def refund(self, request: RefundRequest) -> RefundState:
        """Refund a part or all of the payment; the idempotency key is the refund's id and attempt."""
        intent = request.payment_intent or self.fetch(request.reference).payment_intent
        if intent is None:
            raise ProviderRefused(reason="not_paid", detail=f"{request.reference} was never paid.")
        params = _refund_params(request, intent)
        options: stripe.RequestOptions = {"idempotency_key": f"refund-{request.refund_id}-{request.attempt}"}
        with translated_errors():
            refund = client().v1.refunds.create(params, options)
        return _refund_state(refund.to_dict())

    def fetch_refund(self, reference: str) -> RefundState:
        """Ask how a refund stands."""
        with translated_errors():
            refund = client().v1.refunds.retrieve(reference)
        return _refund_state(refund.to_dict())

    def fetch_payout(self, reference: str, account: str) -> PayoutState:
        """Ask for a payout in the name of the connected account whose it is."""
        with translated_errors():
            payout = client().v1.payouts.retrieve(reference, {}, {"stripe_account": account})
        return _payout_state(payout.to_dict())

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """Check the signature, which must be at most five minutes old, and read the event."""
        header = next((value for name, value in headers.items() if name.lower() == "stripe-signature"), None)
        _verify(body, header)
        try:
            event = json.loads(body)
            return _message(event)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise WebhookRefused(detail="not an event of Stripe's") from problem

    def read_message(self, payload: dict[str, Any]) -> Message:
        """Read an event that was verified when it was stored."""
        return _message(payload)

    def reference_of(self, message: Message) -> str | None:
        """The session that a message about a charge, refund or dispute belongs to, asked for by its payment intent."""
        if message.reference or not message.payment_intent:
            return message.reference
        with translated_errors():
            sessions = client().v1.checkout.sessions.list({"payment_intent": message.payment_intent, "limit": 1})
        return sessions.data[0].id if sessions.data else None


def _session_params(request: PaymentRequest) -> stripe.params.checkout.SessionCreateParams:
    metadata = {"payment_id": str(request.payment_id), "order_number": request.order_number}
    intent: stripe.params.checkout.SessionCreateParamsPaymentIntentData = {
        "description": request.description,
        "metadata": metadata,
    }
    if request.destination_account:
        intent["transfer_data"] = {"destination": request.destination_account}
        if request.application_fee_cents:
            intent["application_fee_amount"] = amounts.to_stripe(request.application_fee_cents, request.currency)
    return {
        "mode": "payment",
        # The buyer is charged what the order says, in its currency; Stripe may not offer another.
        "adaptive_pricing": {"enabled": False},
        "client_reference_id": str(request.payment_id),
        "customer_email": request.email,
        "expires_at": int((request.expires_at + _SHORTEST_SESSION).timestamp()),
        "line_items": _line_items(request),
        "locale": checkout_locale(request.locale),
        "metadata": metadata,
        "payment_intent_data": intent,
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
    }


def _line_items(request: PaymentRequest) -> list[stripe.params.checkout.SessionCreateParamsLineItem]:
    """The order's lines; one line for all where Stripe cannot carry the amount of a single one."""
    lines = request.lines or (Line(request.description, 1, request.amount_cents),)
    if sum(line[2] for line in lines) != request.amount_cents:
        raise ValueError("The lines of a payment must sum to its amount.")
    if not all(amounts.is_exact(line[2], request.currency) for line in lines):
        lines = (Line(request.description, 1, request.amount_cents),)
    return [_line_item(Line(*line), request.currency) for line in lines]


def _line_item(line: Line, currency: str) -> stripe.params.checkout.SessionCreateParamsLineItem:
    """Stripe multiplies a unit price; a line that does not divide evenly is sent as one unit, its count in the name."""
    unit, rest = divmod(line.amount_cents, line.quantity)
    name, quantity = line.name, line.quantity
    if rest or not amounts.is_exact(unit, currency):
        unit, quantity, name = line.amount_cents, 1, f"{line.quantity} × {line.name}"
    return {
        "quantity": quantity,
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": amounts.to_stripe(unit, currency),
            "product_data": {"name": name[:250]},
        },
    }


def _refund_params(request: RefundRequest, intent: str) -> stripe.params.RefundCreateParams:
    params: stripe.params.RefundCreateParams = {
        "payment_intent": intent,
        "amount": amounts.to_stripe(request.amount_cents, request.currency),
        "metadata": {
            "refund_id": str(request.refund_id),
            "attempt": str(request.attempt),
            "reason": request.reason[:500],
        },
        "reason": "requested_by_customer",
    }
    if request.reason in _REFUND_REASONS:
        params["reason"] = request.reason
    if request.destination_account:
        params["reverse_transfer"] = True
        params["refund_application_fee"] = True
    return params


def _state(session: Mapping[str, Any]) -> State:
    intent = session["payment_intent"] or {}
    charge = intent.get("latest_charge") or {}
    currency = session["currency"].upper()
    error = intent.get("last_payment_error") or {}
    details = charge.get("payment_method_details") or {}
    return State(
        reference=session["id"],
        status=_status(session, intent),
        amount_cents=amounts.from_stripe(session["amount_total"], currency),
        currency=currency,
        method=details.get("type") or "",
        fee_cents=_fee(charge, currency),
        payment_intent=intent.get("id"),
        refunded_cents=amounts.from_stripe(charge.get("amount_refunded") or 0, currency),
        disputed=bool(charge.get("disputed")),
        error=error.get("code") or "",
        payload={
            "session": session["id"],
            "session_status": session["status"],
            "payment_status": session["payment_status"],
            "payment_intent": intent.get("id"),
            "payment_intent_status": intent.get("status"),
            "charge": charge.get("id"),
            "card": {name: (details.get("card") or {}).get(name) for name in ("brand", "last4")},
            "transfer": charge.get("transfer"),
            "livemode": session["livemode"],
        },
    )


def _status(session: Mapping[str, Any], intent: Mapping[str, Any]) -> PaymentStatus:
    # Money first: whatever the session says, a succeeded intent has been charged.
    if intent.get("status") == "succeeded" or session["payment_status"] in ("paid", "no_payment_required"):
        return "succeeded"
    if session["status"] == "open":
        return "open"
    if session["status"] == "expired":
        return "cancelled"
    return "processing" if intent.get("status") == "processing" else "failed"


def _fee(charge: Mapping[str, Any], currency: str) -> int | None:
    line = charge.get("balance_transaction")
    if not isinstance(line, Mapping) or line["currency"].upper() != currency:
        return None
    return amounts.from_stripe(line["fee"], currency)


_REFUND_STATES: dict[str, RefundStatus] = {
    "pending": "pending",
    "requires_action": "pending",
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "failed",
}


def _refund_state(refund: Mapping[str, Any]) -> RefundState:
    attempt = str((refund.get("metadata") or {}).get("attempt", ""))
    return RefundState(
        reference=refund["id"],
        status=_REFUND_STATES[refund["status"]],
        amount_cents=amounts.from_stripe(refund["amount"], refund["currency"].upper()),
        error=refund.get("failure_reason") or "",
        # Metadata may be changed by hand in Stripe's dashboard.
        attempt=int(attempt) if attempt.isascii() and attempt.isdigit() else None,
    )


def _payout_state(payout: Mapping[str, Any]) -> PayoutState:
    currency, arrives = payout["currency"].upper(), payout.get("arrival_date")
    return PayoutState(
        reference=payout["id"],
        status=payout["status"],
        amount_cents=amounts.from_stripe(payout["amount"], currency),
        currency=currency,
        made_at=datetime.fromtimestamp(payout["created"], UTC),
        # A day, which Stripe writes as its first moment in UTC.
        arrives_on=datetime.fromtimestamp(arrives, UTC).date() if arrives else None,
        failure_code=payout.get("failure_code") or "",
        failure_message=payout.get("failure_message") or "",
    )


def _verify(body: bytes, header: str | None) -> None:
    """Raise WebhookRefused unless a secret of the settings signed. While one is replaced there are two, by comma."""
    detail = "no secret is set"
    for secret in filter(None, (each.strip() for each in settings.STRIPE_WEBHOOK_SECRET.split(","))):
        try:
            stripe.WebhookSignature.verify_header(body, header, secret, WEBHOOK_TOLERANCE_SECONDS)
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as problem:
            detail = str(getattr(problem, "user_message", "") or problem)
        else:
            return
    raise WebhookRefused(detail=detail)


def _message(event: Mapping[str, Any]) -> Message:
    thing = event["data"]["object"]
    kind = thing["object"]
    metadata = thing.get("metadata") or {}
    intent = thing["id"] if kind == "payment_intent" else thing.get("payment_intent")
    return Message(
        event_id=event["id"],
        event_type=event["type"],
        reference=thing["id"] if kind == "checkout.session" else None,
        payload=dict(event),
        payment_id=_uuid(metadata.get("payment_id")),
        payment_intent=intent if isinstance(intent, str) else None,
        refund_id=_uuid(metadata.get("refund_id")),
        refund_reference=thing["id"] if kind == "refund" else None,
        payout_reference=thing["id"] if kind == "payout" else None,
        account=event.get("account"),
    )


def _uuid(value: str | None) -> UUID | None:
    """An id of ours from metadata, which a person may have changed in Stripe's dashboard."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
