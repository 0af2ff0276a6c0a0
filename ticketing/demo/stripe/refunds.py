"""Money that goes back from the stand-in: refunds that succeed, are refused or fail later, and disputes."""

from __future__ import annotations

import time

from ticketing.demo.stripe import history, money, objects, switches, webhooks
from ticketing.demo.stripe.errors import ApiError, missing, no_such
from ticketing.demo.stripe.params import Params, flag, get, integer, only, pairs, text
from ticketing.demo.stripe.store import Job, Object, Store

_KNOWN = ("payment_intent", "charge", "amount", "reason", "metadata", "reverse_transfer", "refund_application_fee")
_REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create(store: Store, params: Params) -> Object:
    """POST /v1/refunds: never more than what is left of the charge, however many come at once."""
    only(params, _KNOWN)
    charge = _charge(store, params)
    left = charge["amount"] - charge["amount_refunded"]
    amount = integer(params, "amount", left)
    _check(charge, amount, left)
    reason = get(params, "reason")
    if reason not in (None, *_REASONS):
        raise ApiError(f"Invalid reason: must be one of {', '.join(_REASONS)}", param="reason")
    money.check_divisible(amount, charge["currency"], "amount")
    if flag(params, "reverse_transfer") and not charge["transfer"]:
        raise ApiError(f"Charge {charge['id']} has no associated transfer.", param="reverse_transfer")
    if switches.use(store, "refuse_refunds"):
        raise ApiError("Insufficient funds in your Stripe balance.", code="balance_insufficient", kept=True)
    fails = switches.use(store, "fail_refunds")
    later = fails or switches.use(store, "return_refunds")
    status = "pending" if fails else "succeeded"
    refund = objects.refund(charge, amount=amount, reason=reason, metadata=pairs(params, "metadata"), status=status)
    if later:
        store.queue(Job(f"fail_refund:{refund['id']}", time.time() + later.seconds, "fail_refund", refund["id"]))
    line = objects.balance_transaction(kind="refund", source=refund["id"], amount=-amount, currency=charge["currency"])
    store.put(line)
    refund["balance_transaction"] = line["id"]
    store.put(refund, parent=charge["payment_intent"])
    _count(store, charge, amount)
    if flag(params, "reverse_transfer"):
        _take_back(store, charge["transfer"], amount)
    webhooks.emit(store, "refund.created", refund)
    webhooks.emit(store, "charge.refunded", charge)
    return refund


def _check(charge: Object, amount: int, left: int) -> None:
    if charge["disputed"]:
        raise ApiError(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed", kept=True
        )
    if charge["amount"] and left == 0:
        raise ApiError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded", kept=True)
    if amount < 1:
        raise ApiError("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        currency = charge["currency"]
        raise ApiError(
            f"Refund amount ({money.show(amount, currency)}) is greater than unrefunded amount on charge"
            f" ({money.show(left, currency)})",
            param="amount",
            kept=True,
        )


def _charge(store: Store, params: Params) -> Object:
    """The charge that a refund is for, named by itself or by its payment intent."""
    if not get(params, "charge") and not get(params, "payment_intent"):
        raise missing("payment_intent")
    key = get(params, "charge")
    if not key:
        intent_key = text(params, "payment_intent")
        intent = store.get(intent_key, "payment_intent") or history.recall(store, intent_key)
        if intent is None:
            raise no_such("payment_intent", intent_key, "payment_intent")
        if intent["status"] != "succeeded":
            raise ApiError(f"This PaymentIntent ({intent_key}) does not have a successful charge to refund.")
        key = intent["latest_charge"]
    charge = store.get(key, "charge")
    if charge is None:
        raise no_such("charge", key, "charge")
    if charge["status"] != "succeeded":
        raise ApiError(f"Charge {key} was not successful and cannot be refunded.")
    return charge


def _count(store: Store, charge: Object, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    store.put(charge)


def _take_back(store: Store, key: str, amount: int) -> None:
    """The organizer's account gives its part back."""
    transfer = store.get(key, "transfer")
    assert transfer is not None
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    store.put(transfer)


def fail(store: Store, key: str) -> None:
    """The bank sends a refund back: the money is the merchant's again."""
    refund = store.get(key, "refund")
    store.drop_job(f"fail_refund:{key}")
    if refund is None or refund["status"] == "failed":
        return
    refund.update(status="failed", failure_reason="lost_or_stolen_card")
    store.put(refund)
    charge = store.get(refund["charge"], "charge")
    assert charge is not None
    _count(store, charge, -refund["amount"])
    webhooks.emit(store, "refund.updated", refund)
    webhooks.emit(store, "refund.failed", refund)


def open_dispute(store: Store, key: str) -> Object:
    """A buyer's bank takes a charge back; `key` is a charge, a payment intent or a checkout session."""
    thing = store.get(key)
    if thing is not None and thing["object"] == "checkout.session":
        thing = store.get(thing["payment_intent"] or "")
    if thing is not None and thing["object"] == "payment_intent":
        thing = store.get(thing["latest_charge"] or "")
    if thing is None or thing["object"] != "charge" or not thing["paid"]:
        raise no_such("paid charge", key, "charge")
    dispute = store.put(objects.dispute(thing), parent=thing["payment_intent"])
    thing.update(disputed=True, dispute=dispute["id"])
    store.put(thing)
    webhooks.emit(store, "charge.dispute.created", dispute)
    return dispute


def close_dispute(store: Store, key: str, *, won: bool) -> Object:
    """The bank decides a dispute."""
    dispute = store.get(key, "dispute")
    if dispute is None:
        raise no_such("dispute", key)
    dispute["status"] = "won" if won else "lost"
    store.put(dispute)
    if won:
        charge = store.get(dispute["charge"], "charge")
        assert charge is not None
        charge["disputed"] = False
        store.put(charge)
    webhooks.emit(store, "charge.dispute.closed", dispute)
    return dispute
