"""Giving money back by Stripe, spoken over HTTP with the stand-in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest

from orders.payments.base import ProviderRefused, ProviderUnavailable, RefundRequest
from orders.payments.stripe_client import client


@pytest.fixture
def paid(provider, stand_in, request_for):
    """Makes paid payments and answers a refund request over a part of them."""

    def make(amount_cents=10_000, refund_cents=4000, currency="EUR", **changed) -> RefundRequest:
        reference = provider.start(request_for(amount_cents, currency, **changed)).reference
        stand_in.pay(reference)
        intent = provider.fetch(reference).payment_intent
        return RefundRequest(uuid4(), reference, intent, refund_cents, currency, "The show was moved")

    return make


def test_parts_are_refunded_until_nothing_is_left(provider, paid):
    first = paid()

    states = [provider.refund(first), provider.refund(replace(first, refund_id=uuid4(), amount_cents=6000))]

    assert [(state.status, state.amount_cents) for state in states] == [("succeeded", 4000), ("succeeded", 6000)]
    assert provider.fetch(first.reference).refunded_cents == 10_000
    assert provider.fetch_refund(states[0].reference) == states[0]


def test_more_than_was_paid_is_refused(provider, paid):
    first = paid()
    provider.refund(first)

    with pytest.raises(ProviderRefused) as refusal:
        provider.refund(replace(first, refund_id=uuid4(), amount_cents=6001))

    assert "greater than unrefunded amount" in refusal.value.facts["detail"]
    assert provider.fetch(first.reference).refunded_cents == 4000


def test_two_refunds_at_once_never_give_back_more_than_was_paid(provider, paid):
    first = paid(refund_cents=6000)

    def refund(_):
        try:
            return provider.refund(replace(first, refund_id=uuid4())).status
        except ProviderRefused:
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(refund, range(4)))

    assert outcomes == ["refused", "refused", "refused", "succeeded"]
    assert provider.fetch(first.reference).refunded_cents == 6000


def test_a_refund_sent_twice_pays_back_once(provider, paid):
    request = paid()

    states = [provider.refund(request), provider.refund(request)]

    assert states[0] == states[1]
    assert provider.fetch(request.reference).refunded_cents == 4000


def test_a_refund_whose_answer_was_lost_can_be_repeated(provider, stand_in, paid):
    request = paid()
    stand_in.control(drop_connection={"times": 3, "path": "/v1/refunds"})

    with pytest.raises(ProviderUnavailable):
        provider.refund(request)
    state = provider.refund(request)

    assert state.status == "succeeded"
    assert provider.fetch(request.reference).refunded_cents == 4000


def test_a_refused_refund_goes_through_at_the_next_attempt(provider, stand_in, paid):
    request = paid()
    stand_in.control(refuse_refunds=1)

    with pytest.raises(ProviderRefused) as refusal:
        provider.refund(request)
    with pytest.raises(ProviderRefused):
        provider.refund(request)
    state = provider.refund(replace(request, attempt=2))

    assert refusal.value.facts["reason"] == "balance_insufficient"
    assert state.status == "succeeded"


def test_a_refund_that_fails_later_leaves_the_money_refundable(provider, stand_in, receiver, paid):
    request = paid(refund_cents=10_000)
    stand_in.control(fail_refunds={"times": 1, "seconds": 0.2})

    pending = provider.refund(request)
    receiver.wait_for(pending.reference, "refund.failed")
    failed = provider.fetch_refund(pending.reference)

    assert pending.status == "pending"
    assert (failed.status, failed.error) == ("failed", "lost_or_stolen_card")
    assert provider.refund(replace(request, attempt=2)).status == "succeeded"


def test_the_payment_intent_is_looked_up_where_it_is_not_known(provider, paid):
    request = replace(paid(), payment_intent=None)

    assert provider.refund(request).status == "succeeded"


def test_what_was_never_paid_cannot_be_refunded(provider, request_for):
    reference = provider.start(request_for()).reference

    with pytest.raises(ProviderRefused) as refusal:
        provider.refund(RefundRequest(uuid4(), reference, None, 100, "EUR"))

    assert refusal.value.facts["reason"] == "not_paid"


def test_the_organizers_account_gives_its_part_back(provider, paid):
    request = paid(destination_account="acct_demo_halle", application_fee_cents=350)

    provider.refund(replace(request, destination_account="acct_demo_halle"))

    charge = provider.fetch(request.reference).payload["charge"]
    transfer = client().v1.charges.retrieve(charge, {"expand": ["transfer"]}).transfer
    assert transfer.amount_reversed == 4000


@pytest.mark.parametrize(
    ("paid_cents", "back", "currency"), [(5000, 1000, "JPY"), (5120, 1120, "KWD"), (700, 200, "ISK")]
)
def test_currencies_without_two_decimals_come_back_exactly(provider, paid, paid_cents, back, currency):
    request = paid(paid_cents, back, currency)

    state = provider.refund(request)

    assert state.amount_cents == provider.fetch(request.reference).refunded_cents == back


def test_a_disputed_payment_is_not_refunded_too(provider, stand_in, paid):
    request = paid()
    stand_in.post("/_control/dispute", session=request.reference)

    with pytest.raises(ProviderRefused) as refusal:
        provider.refund(request)

    assert refusal.value.facts["reason"] == "charge_disputed"
