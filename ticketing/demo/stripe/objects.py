"""Builds the objects that Stripe's API answers, with the fields that a caller may rely on."""

from __future__ import annotations

import time
from typing import Any

from ticketing.demo.stripe import money
from ticketing.demo.stripe.store import Object, new_id

API_VERSION = "2026-10-28.endive"


def public(thing: Object) -> Object:
    """An object as callers see it: what begins with an underscore is the stand-in's own."""
    return {key: value for key, value in thing.items() if not key.startswith("_")}


def _new(kind: str, prefix: str, **fields: Any) -> Object:
    return {"id": new_id(prefix), "object": kind, "created": int(time.time()), "livemode": False, **fields}


def session(*, fields: Object, base_url: str) -> Object:
    """An open checkout session. It has no payment intent before the buyer's first attempt, as at Stripe."""
    made = _new(
        "checkout.session",
        "cs_test",
        mode="payment",
        status="open",
        payment_status="unpaid",
        payment_intent=None,
        payment_method_types=["card", "sepa_debit"] if fields["currency"] == "eur" else ["card"],
        ui_mode="hosted_page",
        customer_details=None,
        **fields,
    )
    return {**made, "url": f"{base_url}/pay/{made['id']}"}


def intent(of: Object) -> Object:
    """The payment intent of a checkout session."""
    data = of["_payment_intent_data"]
    return _new(
        "payment_intent",
        "pi",
        amount=of["amount_total"],
        amount_received=0,
        application_fee_amount=data.get("application_fee_amount"),
        canceled_at=None,
        cancellation_reason=None,
        capture_method="automatic_async",
        currency=of["currency"],
        description=data.get("description"),
        last_payment_error=None,
        latest_charge=None,
        metadata=data.get("metadata", {}),
        next_action=None,
        payment_method_types=of["payment_method_types"],
        status="requires_payment_method",
        transfer_data=data.get("transfer_data"),
    )


def charge(of: Object, *, session: Object, details: Object, failure: tuple[str, str] | None = None) -> Object:
    """An attempt to take an intent's money; `failure` is the code and text of a decline."""
    return _new(
        "charge",
        "ch",
        amount=of["amount"],
        amount_captured=0 if failure else of["amount"],
        amount_refunded=0,
        application_fee=None,
        application_fee_amount=of["application_fee_amount"],
        balance_transaction=None,
        billing_details={"email": session.get("customer_email"), "name": None, "phone": None, "address": None},
        captured=failure is None,
        currency=of["currency"],
        description=of["description"],
        dispute=None,
        disputed=False,
        failure_code=failure[0] if failure else None,
        failure_message=failure[1] if failure else None,
        metadata=of["metadata"],
        paid=failure is None,
        payment_intent=of["id"],
        payment_method_details=details,
        refunded=False,
        status="failed" if failure else "succeeded",
        transfer=None,
        transfer_data=of["transfer_data"],
    )


def balance_transaction(*, kind: str, source: str, amount: int, currency: str, fee: int = 0) -> Object:
    """A line of the account's balance; `amount` is negative for money that leaves."""
    return _new(
        "balance_transaction",
        "txn",
        amount=amount,
        currency=currency,
        exchange_rate=None,
        fee=fee,
        fee_details=[{"amount": fee, "currency": currency, "type": "stripe_fee"}] if fee else [],
        net=amount - fee,
        source=source,
        status="available",
        type=kind,
    )


def refund(of: Object, *, amount: int, reason: str | None, metadata: dict[str, str], status: str) -> Object:
    """Money of a charge on its way back."""
    return _new(
        "refund",
        "re",
        amount=amount,
        balance_transaction=None,
        charge=of["id"],
        currency=of["currency"],
        failure_reason=None,
        metadata=metadata,
        payment_intent=of["payment_intent"],
        reason=reason,
        status=status,
    )


def dispute(of: Object) -> Object:
    """A buyer's bank takes a charge back."""
    return _new(
        "dispute",
        "du",
        amount=of["amount"] - of["amount_refunded"],
        charge=of["id"],
        currency=of["currency"],
        metadata={},
        payment_intent=of["payment_intent"],
        reason="fraudulent",
        status="needs_response",
    )


def account(*, key: str | None = None, email: str | None, country: str, ready: bool) -> Object:
    """An organizer's connected account; `ready` when it has been through the onboarding."""
    made = _new(
        "account",
        "acct",
        type="express",
        email=email,
        country=country,
        charges_enabled=ready,
        payouts_enabled=ready,
        details_submitted=ready,
        capabilities={"card_payments": "active", "transfers": "active"} if ready else {},
        requirements={"currently_due": [] if ready else ["external_account"], "disabled_reason": None},
        metadata={},
    )
    return made if key is None else {**made, "id": key}


def transfer(*, amount: int, currency: str, destination: str, source: str | None, metadata: dict[str, str]) -> Object:
    """Money from the platform to a connected account."""
    return _new(
        "transfer",
        "tr",
        amount=amount,
        amount_reversed=0,
        currency=currency,
        destination=destination,
        metadata=metadata,
        reversed=False,
        source_transaction=source,
    )


def payout(*, amount: int, currency: str, account: str | None, metadata: dict[str, str]) -> Object:
    """Money from an account's balance to its bank."""
    return _new(
        "payout",
        "po",
        amount=amount,
        arrival_date=int(time.time()) + 2 * 86400,
        currency=currency,
        failure_code=None,
        failure_message=None,
        metadata=metadata,
        method="standard",
        status="pending",
        account=account,
    )


def event(kind: str, thing: Object, *, account: str | None = None) -> Object:
    """What happened to an object, with the object as it was then."""
    made = _new(
        "event",
        "evt",
        api_version=API_VERSION,
        data={"object": public(thing)},
        pending_webhooks=1,
        request={"id": None, "idempotency_key": None},
        type=kind,
    )
    return {**made, "account": account} if account else made


def card_details(number: str) -> Object:
    """How a card shows in a charge: brand and the last four digits, never more."""
    brands = {"3": "amex", "4": "visa", "5": "mastercard"}
    return {"type": "card", "card": {"brand": brands.get(number[:1], "unknown"), "last4": number[-4:], "country": "DE"}}


def debit_details(iban: str) -> Object:
    """How a bank account shows in a charge."""
    return {"type": "sepa_debit", "sepa_debit": {"country": iban[:2], "last4": iban[-4:]}}


def line_items(fields: list[Object], currency: str) -> list[Object]:
    """A session's lines as Stripe answers them."""
    return [
        {
            "id": new_id("li"),
            "object": "item",
            "amount_subtotal": line["unit_amount"] * line["quantity"],
            "amount_total": line["unit_amount"] * line["quantity"],
            "currency": currency,
            "description": line["name"],
            "quantity": line["quantity"],
            "price": {"unit_amount": line["unit_amount"], "currency": currency},
        }
        for line in fields
    ]


def fee_of(thing: Object) -> int:
    """Stripe's own fee for a charge."""
    return money.processing_fee(thing["amount"], thing["currency"])
