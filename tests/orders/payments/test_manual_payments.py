"""Ways to pay without a remote party, and which ways are offered."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from orders.payments import registry
from orders.payments.base import RefundRequest, WebhookRefused


@pytest.mark.parametrize(("key", "at_once"), [("bank_transfer", False), ("at_door", True)])
def test_a_manual_payment_leads_to_the_order_page_and_stays_open(request_for, key, at_once):
    provider, request = registry.provider(key), request_for()

    started = provider.start(request)

    assert started == provider.start(request)
    assert started.redirect_url == request.success_url
    assert provider.fetch(started.reference).status == "open"
    assert provider.cancel(started.reference).status == "cancelled"
    assert (provider.confirms_at_once, provider.is_online) == (at_once, False)


def test_a_bank_transfer_has_a_week():
    assert registry.provider("bank_transfer").payment_window == timedelta(days=7)


def test_a_manual_refund_waits_for_somebody_to_make_it():
    request = RefundRequest(uuid4(), "at_door-1", None, 500, "EUR")

    state = registry.provider("at_door").refund(request)

    assert (state.status, state.amount_cents) == ("pending", 500)


def test_nobody_sends_webhooks_for_manual_payments():
    with pytest.raises(WebhookRefused):
        registry.provider("bank_transfer").parse_webhook(b"{}", {})


def test_only_what_the_organizer_offers_is_available(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"

    def keys(*methods, cents=2500):
        return [each.key for each in registry.available(methods=methods, amount_cents=cents, currency="EUR")]

    assert keys("at_door", "stripe") == ["stripe", "at_door"]
    assert keys("bank_transfer") == ["bank_transfer"]
    assert keys("free") == []
    assert keys("stripe", cents=0) == keys(cents=0) == ["free"]


def test_stripe_is_not_offered_without_a_key(settings):
    settings.STRIPE_SECRET_KEY = ""

    assert registry.available(methods=["stripe"], amount_cents=2500, currency="EUR") == ()


def test_two_providers_cannot_share_a_key():
    with pytest.raises(ValueError, match="already"):
        registry.register(registry.provider("stripe"))
