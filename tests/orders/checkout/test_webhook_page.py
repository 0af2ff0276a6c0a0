"""Where providers report."""

import json

import pytest
import stripe

from orders.models import WebhookEvent
from tests.stripe_server import WEBHOOK_SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secret(settings):
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET


def body(event_id="evt_1"):
    session = {"id": "cs_1", "object": "checkout.session"}
    event = {"id": event_id, "object": "event", "type": "checkout.session.completed", "data": {"object": session}}
    return json.dumps(event)


def post(client, text, signature, provider="stripe"):
    headers = {"HTTP_STRIPE_SIGNATURE": signature} if signature is not None else {}
    return client.post(f"/webhooks/{provider}/", text, content_type="application/json", **headers)


def signed(text, secret=WEBHOOK_SECRET):
    return stripe.WebhookSignature.generate_signature_header(text, secret)


def test_a_signed_message_is_stored_and_answered_at_once_however_often_it_comes(client):
    text = body()

    statuses = [post(client, text, signed(text)).status_code for _ in range(3)]

    assert statuses == [200, 200, 200]
    assert WebhookEvent.objects.get().provider_event_id == "evt_1"


def test_unsigned_and_forged_messages_are_refused(client):
    text = body()

    for signature in (None, "", "rubbish", signed(text, "whsec_other"), signed(body("evt_2"))):
        assert post(client, text, signature).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_an_unknown_provider_is_not_found(client):
    assert post(client, body(), signed(body()), provider="nobody").status_code == 404


def test_a_provider_without_webhooks_takes_none(client):
    assert post(client, body(), signed(body()), provider="bank_transfer").status_code == 400


def test_a_message_larger_than_any_provider_sends_is_refused(client):
    text = "x" * (600 * 1024)

    assert post(client, text, signed(text)).status_code == 413


def test_rubbish_with_a_good_signature_is_refused(client):
    assert post(client, "not json", signed("not json")).status_code == 400


def test_it_takes_posts_only(client):
    assert client.get("/webhooks/stripe/").status_code == 405
