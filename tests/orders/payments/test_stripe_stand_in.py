"""The stand-in by itself: errors in Stripe's shape, lists, pages, accounts, and what survives a kill."""

from __future__ import annotations

import http.client
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
import stripe

from orders.payments.base import ProviderRefused, ProviderUnavailable, RefundRequest
from orders.payments.stripe import Stripe
from orders.payments.stripe_client import client
from tests.stripe_server import StripeServer


@pytest.fixture
def own_stand_in(tmp_path, receiver, settings):
    """A stand-in that a test may kill."""
    server = StripeServer(tmp_path, webhook_url=receiver.url).start()
    settings.STRIPE_API_BASE = server.url
    yield server
    server.stop()


def browse(server: StripeServer, path: str, **form: str) -> tuple[int, str, str]:
    """(status, text, where it leads) of a page, or of its form when there are fields."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    connection.request("POST" if form else "GET", path, urlencode(form), headers)
    answer = connection.getresponse()
    found = answer.status, unescape(answer.read().decode()), answer.headers.get("Location", "")
    connection.close()
    return found


def test_what_was_answered_survives_a_kill(own_stand_in, request_for):
    provider, request = Stripe(), request_for()
    started = provider.start(request)
    own_stand_in.pay(started.reference)
    before = provider.fetch(started.reference)
    own_stand_in.control(decline=3)

    own_stand_in.kill()
    with pytest.raises(ProviderUnavailable):
        provider.fetch(started.reference)
    own_stand_in.start()

    assert provider.fetch(started.reference) == before
    assert provider.start(request) == started
    assert own_stand_in.get("/_control/")["decline"]["times"] == 3
    refund = RefundRequest(request.payment_id, started.reference, None, 2500, "EUR")
    assert provider.refund(refund).status == "succeeded"


def test_webhooks_and_bank_answers_still_owed_come_after_a_kill(own_stand_in, receiver, request_for):
    reference = Stripe().start(request_for()).reference
    own_stand_in.control(webhook_late={"times": 1, "seconds": 1}, pay_late={"times": 1, "seconds": 1})
    own_stand_in.pay(reference)

    own_stand_in.kill()
    own_stand_in.start()

    receiver.wait_for(reference, "checkout.session.completed", "checkout.session.async_payment_succeeded")


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"mode": "subscription"}, "mode"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"line_items": []}, "line_items"),
        ({"expires_at": 1}, "expires_at"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_wrong_parameters_are_named(stand_in, changed, param):
    line = {"quantity": 1, "price_data": {"currency": "eur", "unit_amount": 500, "product_data": {"name": "Stalls"}}}
    params = {"mode": "payment", "success_url": "https://example.org/", "line_items": [line], **changed}

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client().v1.checkout.sessions.create(params)

    assert refusal.value.param == param


def test_an_unpaid_session_ends_by_itself_no_earlier_than_after_half_an_hour(stand_in, provider, request_for):
    soon = datetime.now(UTC) + timedelta(minutes=10)

    reference = provider.start(request_for(expires_at=soon)).reference

    ends = datetime.fromtimestamp(client().v1.checkout.sessions.retrieve(reference).expires_at, UTC)
    assert timedelta(0) <= soon + timedelta(minutes=30) - ends < timedelta(seconds=1)


def test_lists_come_in_pages_the_newest_first(stand_in, provider, request_for):
    references = [provider.start(request_for()).reference for _ in range(5)]

    listed = client().v1.checkout.sessions.list({"limit": 2})
    walked = [each.id for each, _ in zip(listed.auto_paging_iter(), range(5), strict=False)]

    assert (len(listed.data), listed.has_more) == (2, True)
    assert walked == references[::-1]


def test_an_account_is_completed_through_its_link(stand_in, receiver):
    account = client().v1.accounts.create({"type": "express", "email": "halle@example.org", "country": "DE"})
    link = client().v1.account_links.create(
        {
            "account": account.id,
            "type": "account_onboarding",
            "refresh_url": "http://127.0.0.1:9/again/",
            "return_url": "http://127.0.0.1:9/done/",
        }
    )

    path = link.url.removeprefix(stand_in.url)
    page = browse(stand_in, path)
    done = browse(stand_in, path, go="1")

    assert (account.charges_enabled, page[0], done[0], done[2]) == (False, 200, 303, "http://127.0.0.1:9/done/")
    assert client().v1.accounts.retrieve(account.id).charges_enabled
    receiver.wait_for(account.id, "account.updated")


def test_transfers_and_payouts_are_made(stand_in, receiver):
    transfer = client().v1.transfers.create({"amount": 900, "currency": "eur", "destination": "acct_demo_halle"})
    theirs = {"stripe_account": "acct_demo_halle"}
    payout = client().v1.payouts.create({"amount": 900, "currency": "eur"}, theirs)

    assert client().v1.transfers.retrieve(transfer.id).amount == 900
    assert payout.status == "pending"
    receiver.wait_for(payout.id, "payout.created", "payout.updated", "payout.paid")
    assert client().v1.payouts.retrieve(payout.id, {}, theirs).status == "paid"
    with pytest.raises(stripe.InvalidRequestError):
        client().v1.payouts.retrieve(payout.id)


def test_the_page_shows_what_is_paid_and_pays_it(stand_in, provider, request_for):
    reference = provider.start(request_for(4500, description="Gala <b>")).reference

    status, text, _ = browse(stand_in, f"/pay/{reference}")
    paid = browse(stand_in, f"/pay/{reference}", method="card", card="4242 4242 4242 4242")
    again = browse(stand_in, f"/pay/{reference}")

    assert status == 200
    assert "EUR 45.00" in text
    assert "4242 4242 4242 4242" in text
    assert paid[0] == again[0] == 303
    assert paid[2] == again[2] == f"http://127.0.0.1:9/orders/abc/?session={reference}"
    assert provider.fetch(reference).status == "succeeded"


def test_the_page_escapes_what_it_shows(stand_in, provider, request_for):
    reference = provider.start(request_for(description="<script>alert(1)</script>")).reference
    connection = http.client.HTTPConnection("127.0.0.1", stand_in.port)

    connection.request("GET", f"/pay/{reference}?card=%22%3E%3Cscript%3E")
    answer = connection.getresponse()

    assert b"<script" not in answer.read()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_decline_keeps_the_page_and_says_why(stand_in, provider, request_for):
    reference = provider.start(request_for()).reference

    status, text, _ = browse(stand_in, f"/pay/{reference}", method="card", card="4000000000009995")

    assert status == 402
    assert "Your card has insufficient funds." in text
    assert provider.fetch(reference).status == "open"


def test_the_bank_asks_on_a_page_of_its_own(stand_in, provider, request_for):
    reference = provider.start(request_for()).reference

    asked = browse(stand_in, f"/pay/{reference}", method="card", card="4000002500003155")
    page = browse(stand_in, asked[2])
    passed = browse(stand_in, asked[2], answer="pass")

    assert asked[2] == f"/pay/{reference}/3ds"
    assert (page[0], passed[0]) == (200, 303)
    assert provider.fetch(reference).status == "succeeded"


def test_the_page_of_an_ended_session_leads_back(stand_in, provider, request_for):
    reference = provider.start(request_for()).reference
    provider.cancel(reference)

    for answer in (
        browse(stand_in, f"/pay/{reference}"),
        browse(stand_in, f"/pay/{reference}", card="4242424242424242"),
    ):
        assert answer[0] == 410
        assert "http://127.0.0.1:9/halle/gala/checkout/" in answer[1]


def test_the_switches_can_be_set_on_a_page(stand_in):
    browse(stand_in, "/_control/form", name="decline", times="2", seconds="3")

    assert stand_in.get("/_control/")["decline"]["times"] == 2
    assert "on, 2 to go" in browse(stand_in, "/_control/")[1]


def test_a_payment_can_be_disputed_on_the_page(stand_in, provider, request_for):
    reference = provider.start(request_for(4711)).reference
    stand_in.pay(reference)

    page = browse(stand_in, "/_control/")[1]
    status, _, location = browse(stand_in, f"/_control/payments/{reference}", do="dispute")

    assert "EUR 47.11" in page
    assert (status, location) == (303, "/_control/#payments")
    assert provider.fetch(reference).disputed


def test_an_unknown_switch_is_refused(stand_in):
    with pytest.raises(RuntimeError, match="No such switch: explode"):
        stand_in.control(explode=1)


@pytest.mark.parametrize("path", ["/", "/pay/cs_test_none", "/pay/", "/connect/acct_none/x", "/favicon.ico"])
def test_pages_that_are_not_there_are_404(stand_in, path):
    assert browse(stand_in, path)[0] == 404


def test_a_payment_of_the_sample_data_is_remembered_and_refunded_once(own_stand_in, request_for):
    intent = "pi_sample_jpy_4500_00ff"
    half = RefundRequest(request_for().payment_id, "cs_sample_1", intent, 2500, "JPY")

    assert Stripe().refund(half).status == "succeeded"
    with pytest.raises(ProviderRefused):
        Stripe().refund(RefundRequest(request_for().payment_id, "cs_sample_1", intent, 2500, "JPY", attempt=2))
    with pytest.raises(ProviderRefused):
        Stripe().refund(RefundRequest(request_for().payment_id, "cs_1", "pi_unknown", 2500, "JPY", attempt=3))
