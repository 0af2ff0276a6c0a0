"""What happens to money at the stand-in: a buyer pays, a bank answers, a session lapses. Each step emits its events."""

from __future__ import annotations

import time
from typing import Literal

from ticketing.demo.stripe import objects, switches, webhooks
from ticketing.demo.stripe.errors import ApiError, no_such
from ticketing.demo.stripe.store import Job, Object, Store

Outcome = Literal["paid", "processing", "authenticate", "declined", "expired"]

GOOD_CARD = "4242424242424242"
SECURE_CARD = "4000002500003155"
GOOD_IBAN = "DE89370400440532013000"
BAD_IBAN = "DE62370400440532013001"
# Stripe's test cards that fail (https://docs.stripe.com/testing), with the code and text of the decline.
DECLINES = {
    "4000000000000002": ("card_declined", "Your card was declined."),
    "4000000000009995": ("insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": ("expired_card", "Your card has expired."),
    "4000000000000127": ("incorrect_cvc", "Your card's security code is incorrect."),
}
SETTLE_SECONDS = 3.0


def session(store: Store, key: str) -> Object:
    """A checkout session, expired here if its time has come. Raises ApiError (404) where there is none."""
    found = store.get(key, "checkout.session")
    if found is None:
        raise no_such("checkout.session", key, "session")
    if found["status"] == "open" and found["expires_at"] <= time.time():
        return expire(store, found)
    return found


def expire(store: Store, found: Object) -> Object:
    """End an open session, and what was begun under it."""
    found.update(status="expired", url=None)
    store.put(found)
    store.drop_job(f"expire:{found['id']}")
    if found["payment_intent"]:
        intent = _intent(store, found)
        intent.update(
            status="canceled", canceled_at=int(time.time()), cancellation_reason="abandoned", next_action=None
        )
        store.put(intent)
        webhooks.emit(store, "payment_intent.canceled", intent)
    webhooks.emit(store, "checkout.session.expired", found)
    return found


def pay_by_card(store: Store, key: str, number: str = GOOD_CARD) -> tuple[Outcome, str]:
    """Try to pay a session with a card. Answers what came of it, and the bank's words for a decline."""
    found = session(store, key)
    if found["status"] != "open":
        return ("expired" if found["status"] == "expired" else "paid"), ""
    intent = _intent(store, found)
    number = "".join(filter(str.isdigit, number))
    declined = DECLINES.get(number)
    if switches.use(store, "decline"):
        declined = DECLINES["4000000000000002"]
    if len(number) not in (15, 16):
        declined = ("incorrect_number", "Your card number is incorrect.")
    if declined:
        return _decline(store, found, intent, declined, number), declined[1]
    if number == SECURE_CARD or switches.use(store, "three_d_secure"):
        intent.update(status="requires_action", next_action={"type": "redirect_to_url"}, _card=number)
        store.put(intent)
        webhooks.emit(store, "payment_intent.requires_action", intent)
        return "authenticate", ""
    return _take(store, found, intent, objects.card_details(number)), ""


def authenticate(store: Store, key: str, *, passed: bool) -> tuple[Outcome, str]:
    """The buyer's bank answers a 3-D Secure question."""
    found = session(store, key)
    if found["status"] != "open":
        return ("expired" if found["status"] == "expired" else "paid"), ""
    intent = _intent(store, found)
    if intent["status"] != "requires_action":
        raise ApiError("This payment is not waiting for an authentication.")
    number = intent.pop("_card")
    intent["next_action"] = None
    if not passed:
        reason = ("payment_intent_authentication_failure", "We are unable to authenticate your payment method.")
        return _decline(store, found, intent, reason, number), reason[1]
    return _take(store, found, intent, objects.card_details(number)), ""


def pay_by_debit(store: Store, key: str, iban: str = GOOD_IBAN) -> tuple[Outcome, str]:
    """Pay a session from a bank account: accepted now, settled or failed later."""
    found = session(store, key)
    if found["status"] != "open":
        return ("expired" if found["status"] == "expired" else "paid"), ""
    iban = "".join(iban.split()).upper()
    if not 15 <= len(iban) <= 34 or not iban[:2].isalpha():
        return "declined", "The IBAN is not valid."
    late = switches.use(store, "pay_late")
    details = objects.debit_details(iban)
    _process(store, found, _intent(store, found), details, late.seconds if late else SETTLE_SECONDS)
    return "processing", ""


def settle(store: Store, key: str, *, succeeded: bool | None = None) -> Object:
    """End a payment that was processing; without `succeeded` as its bank account says. Else changes nothing."""
    found = session(store, key)
    store.drop_job(f"settle:{key}")
    intent = found["payment_intent"] and _intent(store, found)
    if not intent or intent["status"] != "processing":
        return found
    details = intent.pop("_paying_with")
    bad = details.get("sepa_debit", {}).get("last4") == BAD_IBAN[-4:]
    if succeeded if succeeded is not None else not bad:
        _charge(store, found, intent, details)
        webhooks.emit(store, "checkout.session.async_payment_succeeded", found)
    else:
        _fail(store, found, intent, ("generic_decline", "The bank did not make the payment."), details)
        webhooks.emit(store, "checkout.session.async_payment_failed", found)
    return found


def _intent(store: Store, found: Object) -> Object:
    if found["payment_intent"]:
        intent = store.get(found["payment_intent"])
        assert intent is not None
        return intent
    intent = objects.intent(found)
    store.put(intent)
    found["payment_intent"] = intent["id"]
    store.put(found, parent=intent["id"])
    webhooks.emit(store, "payment_intent.created", intent)
    return intent


def _take(store: Store, found: Object, intent: Object, details: Object) -> Outcome:
    late = switches.use(store, "pay_late")
    if late:
        _process(store, found, intent, details, late.seconds)
        return "processing"
    found.update(status="complete", url=None)
    _charge(store, found, intent, details)
    store.drop_job(f"expire:{found['id']}")
    webhooks.emit(store, "checkout.session.completed", found)
    return "paid"


def _process(store: Store, found: Object, intent: Object, details: Object, seconds: float) -> None:
    found.update(status="complete", url=None, customer_details={"email": found["customer_email"]})
    store.put(found)
    intent.update(status="processing", _paying_with=details, last_payment_error=None)
    store.put(intent)
    store.drop_job(f"expire:{found['id']}")
    store.queue(Job(f"settle:{found['id']}", time.time() + seconds, "settle", found["id"]))
    webhooks.emit(store, "payment_intent.processing", intent)
    webhooks.emit(store, "checkout.session.completed", found)


def _charge(store: Store, found: Object, intent: Object, details: Object) -> None:
    charge = objects.charge(intent, session=found, details=details)
    line = objects.balance_transaction(
        kind="charge",
        source=charge["id"],
        amount=charge["amount"],
        currency=charge["currency"],
        fee=objects.fee_of(charge),
    )
    store.put(line)
    charge["balance_transaction"] = line["id"]
    if intent["transfer_data"]:
        _pass_on(store, charge)
    store.put(charge, parent=intent["id"])
    intent.update(
        status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"], last_payment_error=None
    )
    store.put(intent)
    found.update(payment_status="paid", customer_details={"email": found["customer_email"]})
    store.put(found)
    webhooks.emit(store, "charge.succeeded", charge)
    webhooks.emit(store, "payment_intent.succeeded", intent)


def _pass_on(store: Store, charge: Object) -> None:
    """Send a charge to the organizer's account; the application fee stays with the platform."""
    transfer = objects.transfer(
        amount=charge["amount"],
        currency=charge["currency"],
        destination=charge["transfer_data"]["destination"],
        source=charge["id"],
        metadata={},
    )
    store.put(transfer, parent=transfer["destination"])
    charge["transfer"] = transfer["id"]
    if charge["application_fee_amount"]:
        charge["application_fee"] = "fee_" + charge["id"].removeprefix("ch_")


def _decline(store: Store, found: Object, intent: Object, reason: tuple[str, str], number: str) -> Outcome:
    _fail(store, found, intent, reason, objects.card_details(number))
    return "declined"


def _fail(store: Store, found: Object, intent: Object, reason: tuple[str, str], details: Object) -> None:
    charge = objects.charge(intent, session=found, details=details, failure=reason)
    store.put(charge, parent=intent["id"])
    error = {"type": "card_error", "code": reason[0], "message": reason[1], "charge": charge["id"]}
    intent.update(status="requires_payment_method", latest_charge=charge["id"], last_payment_error=error)
    store.put(intent)
    webhooks.emit(store, "charge.failed", charge)
    webhooks.emit(store, "payment_intent.payment_failed", intent)
