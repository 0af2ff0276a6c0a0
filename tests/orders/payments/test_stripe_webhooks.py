"""Stripe's webhooks: which are believed, and how the stand-in sends them."""

from __future__ import annotations

import json
import time
from uuid import uuid4

import pytest
import stripe

from orders.payments.base import RefundRequest, WebhookRefused
from orders.payments.stripe import WEBHOOK_EVENTS
from tests.stripe_server import WEBHOOK_SECRET
from ticketing.demo.stripe.webhooks import DELIVERED

COMPLETED = "checkout.session.completed"


def event(**changed) -> str:
    session = {"id": "cs_test_1", "object": "checkout.session", "payment_intent": "pi_1", "metadata": {}}
    return json.dumps({"id": "evt_1", "type": COMPLETED, "data": {"object": {**session, **changed}}})


def signed(payload: str, secret: str = WEBHOOK_SECRET, at: int | None = None) -> dict[str, str]:
    return {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(payload, secret, at)}


def test_a_signed_event_is_read(provider):
    payment_id = uuid4()
    payload = event(metadata={"payment_id": str(payment_id)})

    message = provider.parse_webhook(payload.encode(), signed(payload))

    assert (message.event_id, message.event_type, message.reference) == ("evt_1", COMPLETED, "cs_test_1")
    assert (message.payment_id, message.payment_intent) == (payment_id, "pi_1")
    assert message.payload == json.loads(payload)


def test_the_header_is_found_however_it_is_written(provider):
    headers = {"stripe-signature": signed(event())["Stripe-Signature"]}

    assert provider.parse_webhook(event().encode(), headers).event_id == "evt_1"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Stripe-Signature": ""},
        {"Stripe-Signature": "rubbish"},
        {"Stripe-Signature": "t=soon,v1=abc"},
        signed(event(), secret="whsec_of_somebody_else"),
        signed(event(id="cs_test_2")),
        signed(event(), at=int(time.time()) - 301),
    ],
    ids=["unsigned", "empty", "rubbish", "no time", "forged", "of another body", "old"],
)
def test_what_stripe_did_not_just_sign_is_refused(provider, headers):
    with pytest.raises(WebhookRefused):
        provider.parse_webhook(event().encode(), headers)


@pytest.mark.parametrize("body", ["", "no json", "[]", "{}", '{"id": "evt_1", "type": "x", "data": {}}', "null"])
def test_signed_rubbish_is_refused(provider, body):
    with pytest.raises(WebhookRefused):
        provider.parse_webhook(body.encode(), signed(body))


def test_bytes_that_are_no_text_are_refused(provider):
    with pytest.raises(WebhookRefused):
        provider.parse_webhook(b"\xff\xfe", signed("x"))


def test_without_a_secret_nothing_is_believed(provider, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""

    with pytest.raises(WebhookRefused):
        provider.parse_webhook(event().encode(), signed(event(), secret=""))


def test_two_secrets_are_valid_while_one_is_replaced(provider, settings):
    settings.STRIPE_WEBHOOK_SECRET = "whsec_old, whsec_new"

    for secret in ("whsec_old", "whsec_new"):
        assert provider.parse_webhook(event().encode(), signed(event(), secret)).event_id == "evt_1"


def test_metadata_that_somebody_changed_is_no_error(provider):
    payload = event(metadata={"payment_id": "K7QF"})

    assert provider.parse_webhook(payload.encode(), signed(payload)).payment_id is None


def test_the_stand_in_sends_what_the_endpoint_subscribes_to():
    assert sorted(DELIVERED) == list(WEBHOOK_EVENTS)


def test_a_paid_session_is_told_in_a_webhook_that_verifies(provider, stand_in, receiver, request_for):
    request = request_for()
    reference = provider.start(request).reference

    stand_in.pay(reference)
    receiver.wait_for(reference, COMPLETED)

    body, headers = next((body, headers) for body, headers in receiver.received if reference.encode() in body)
    message = provider.parse_webhook(body, headers)
    assert (message.reference, message.payment_id) == (reference, request.payment_id)
    assert message.payload["data"]["object"]["payment_status"] == "paid"


def test_an_expired_session_and_a_failed_debit_are_told(provider, stand_in, receiver, request_for):
    lapsed, debited = (provider.start(request_for()).reference for _ in range(2))

    provider.cancel(lapsed)
    stand_in.pay(debited, iban="DE89370400440532013000")
    stand_in.settle(debited, succeeded=False)

    receiver.wait_for(lapsed, "checkout.session.expired")
    receiver.wait_for(debited, COMPLETED, "checkout.session.async_payment_failed")


def test_a_refund_from_the_dashboard_and_a_dispute_lead_back_to_the_payment(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    stand_in.pay(reference)
    intent = provider.fetch(reference).payment_intent

    stand_in.post("/_control/refund", payment_intent=intent, amount=500)
    stand_in.post("/_control/dispute", session=reference)
    receiver.wait_for(intent, "refund.created", "charge.dispute.created")

    raw = [
        (body, headers)
        for body, headers in receiver.received
        if intent.encode() in body and json.loads(body)["type"] in ("refund.created", "charge.dispute.created")
    ]
    messages = [provider.parse_webhook(body, headers) for body, headers in raw]
    assert [message.reference for message in messages] == [None, None]
    assert [provider.reference_of(message) for message in messages] == [reference, reference]
    assert sorted(bool(message.refund_reference) for message in messages) == [False, True]


def test_our_own_refund_names_itself(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    stand_in.pay(reference)
    refund = RefundRequest(uuid4(), reference, None, 500, "EUR")

    state = provider.refund(refund)
    receiver.wait_for(state.reference, "refund.created")

    body, headers = next(got for got in receiver.received if f'"{state.reference}"'.encode() in got[0])
    message = provider.parse_webhook(body, headers)
    assert (message.refund_id, message.refund_reference) == (refund.refund_id, state.reference)


def test_a_webhook_is_repeated_until_it_is_taken(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    receiver.answers[:] = [500, 400]

    stand_in.pay(reference)

    assert receiver.wait_for(reference, COMPLETED, COMPLETED, COMPLETED) == [COMPLETED] * 3
    assert len({each["id"] for each in receiver.events(reference)}) == 1


def test_the_twice_switch_sends_the_same_event_twice(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    stand_in.control(webhook_twice=1)

    stand_in.pay(reference)
    receiver.wait_for(reference, COMPLETED, COMPLETED)

    assert len({each["id"] for each in receiver.events(reference)}) == 1


def test_the_late_switch_holds_a_webhook_back(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    stand_in.control(webhook_late={"times": 1, "seconds": 0.6})

    stand_in.pay(reference)
    time.sleep(0.3)
    early = receiver.events(reference)
    receiver.wait_for(reference, COMPLETED)

    assert early == []
    assert provider.fetch(reference).status == "succeeded"


def test_the_never_switch_loses_it_and_it_can_be_sent_by_hand(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    stand_in.control(webhook_never=1)

    stand_in.pay(reference)
    time.sleep(0.3)
    lost = receiver.events(reference)
    events = stripe.StripeClient("sk_test_foyer_demo", base_addresses={"api": stand_in.url}).v1.events
    stand_in.post("/_control/resend", event=events.list({"type": COMPLETED, "limit": 1}).data[0].id)
    receiver.wait_for(reference, COMPLETED)

    assert lost == []


def test_the_order_switch_lets_a_later_event_overtake(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    stand_in.control(webhook_out_of_order=1)

    stand_in.pay(reference, iban="DE89370400440532013000")
    stand_in.settle(reference)
    order = receiver.wait_for(reference, COMPLETED, "checkout.session.async_payment_succeeded")

    assert order == ["checkout.session.async_payment_succeeded", COMPLETED]
