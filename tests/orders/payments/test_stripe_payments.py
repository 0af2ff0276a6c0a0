"""Paying by Stripe, spoken over HTTP with the stand-in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from orders.payments import registry
from orders.payments.base import Line, ProviderRefused, ProviderUnavailable
from orders.payments.stripe import checkout_locale
from orders.payments.stripe_client import client
from ticketing.demo.stripe.payments import BAD_IBAN, GOOD_IBAN


def test_a_card_payment_goes_from_open_to_succeeded(provider, stand_in, request_for):
    request = request_for(5000, lines=(Line("Stalls", 2, 4500), Line("Programme", 1, 500)))

    started = provider.start(request)
    before = provider.fetch(started.reference)
    stand_in.pay(started.reference)
    after = provider.fetch(started.reference)

    assert started.redirect_url == f"{stand_in.url}/pay/{started.reference}"
    assert (before.status, before.payment_intent, before.fee_cents) == ("open", None, None)
    assert (after.status, after.amount_cents, after.currency, after.method) == ("succeeded", 5000, "EUR", "card")
    assert (after.fee_cents, after.refunded_cents, after.disputed) == (100, 0, False)
    assert after.payment_intent.startswith("pi_")
    assert after.payload["card"] == {"brand": "visa", "last4": "4242"}
    assert "ada@example.org" not in str(after.payload)


def test_what_is_shown_and_sent_along_is_what_the_order_says(provider, request_for):
    request = request_for(5000, lines=(Line("Stalls", 2, 4500), Line("Programme", 3, 500)))

    started = provider.start(request)
    session = client().v1.checkout.sessions.retrieve(started.reference, {"expand": ["line_items"]})

    shown = [(line.description, line.quantity, line.amount_total) for line in session.line_items.data]
    assert shown == [("Stalls", 2, 4500), ("3 × Programme", 1, 500)]
    assert session.client_reference_id == str(request.payment_id)
    assert session.metadata.to_dict() == {"payment_id": str(request.payment_id), "order_number": "K7QF4M"}
    assert (session.locale, session.customer_email) == ("de", "ada@example.org")


def test_the_same_payment_started_twice_is_one_session(provider, request_for):
    request = request_for()

    with ThreadPoolExecutor(8) as pool:
        started = list(pool.map(lambda _: provider.start(request), range(8)))

    assert len({each.reference for each in started}) == 1


def test_a_payment_id_cannot_be_used_for_another_amount(provider, request_for):
    request = request_for(2500)
    provider.start(request)

    with pytest.raises(ProviderRefused) as refusal:
        provider.start(replace(request, amount_cents=2600, lines=(Line("Stalls", 1, 2600),)))

    assert refusal.value.facts["reason"] == "IdempotencyError"


def test_lines_that_do_not_sum_are_a_bug(provider, request_for):
    with pytest.raises(ValueError, match="must sum"):
        provider.start(request_for(2500, lines=(Line("Stalls", 1, 2400),)))


@pytest.mark.parametrize(
    ("card", "code"), [("4000 0000 0000 0002", "card_declined"), ("4000000000009995", "insufficient_funds")]
)
def test_a_declined_card_leaves_the_payment_open_for_another(provider, stand_in, request_for, card, code):
    reference = provider.start(request_for()).reference

    told = stand_in.pay(reference, card=card)
    declined = provider.fetch(reference)
    stand_in.pay(reference)

    assert told["outcome"] == "declined"
    assert (declined.status, declined.error) == ("open", code)
    assert provider.fetch(reference).status == "succeeded"


def test_the_decline_switch_acts_as_often_as_it_was_told(provider, stand_in, request_for):
    reference = provider.start(request_for()).reference
    stand_in.control(decline=2)

    outcomes = [stand_in.pay(reference)["outcome"] for _ in range(3)]

    assert outcomes == ["declined", "declined", "paid"]


@pytest.mark.parametrize("by", ["card", "switch"])
def test_three_d_secure_must_be_passed(provider, stand_in, request_for, by):
    reference = provider.start(request_for()).reference
    card = {"card": "4000002500003155"} if by == "card" else {}
    stand_in.control(three_d_secure=0 if by == "card" else 2)

    asked = stand_in.pay(reference, **card)["outcome"]
    waiting = provider.fetch(reference).status
    stand_in.post("/_control/secure", session=reference, passed=False)
    refused = provider.fetch(reference)
    stand_in.pay(reference, **card)
    stand_in.post("/_control/secure", session=reference, passed=True)

    assert (asked, waiting) == ("authenticate", "open")
    assert (refused.status, refused.error) == ("open", "payment_intent_authentication_failure")
    assert provider.fetch(reference).status == "succeeded"


def test_paying_twice_charges_once(provider, stand_in, request_for):
    reference = provider.start(request_for()).reference

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: stand_in.pay(reference), range(8)))

    intent = provider.fetch(reference).payment_intent
    assert len(client().v1.charges.list({"payment_intent": intent}).data) == 1


def test_a_cancelled_payment_cannot_be_paid(provider, stand_in, request_for):
    reference = provider.start(request_for()).reference

    cancelled = provider.cancel(reference)
    again = provider.cancel(reference)
    late = stand_in.pay(reference)

    assert (cancelled.status, again.status, late["outcome"]) == ("cancelled", "cancelled", "expired")
    assert provider.fetch(reference).status == "cancelled"


def test_cancelling_a_payment_that_has_just_succeeded_says_so(provider, stand_in, request_for):
    reference = provider.start(request_for()).reference
    stand_in.pay(reference)

    state = provider.cancel(reference)

    assert (state.status, state.amount_cents) == ("succeeded", 2500)


def test_cancel_and_pay_at_once_have_one_winner(provider, stand_in, request_for):
    for _ in range(10):
        reference = provider.start(request_for()).reference
        with ThreadPoolExecutor(2) as pool:
            cancelled, paid = pool.submit(provider.cancel, reference), pool.submit(stand_in.pay, reference)

        expected = {"paid": "succeeded", "expired": "cancelled"}[paid.result()["outcome"]]
        assert cancelled.result().status == provider.fetch(reference).status == expected


@pytest.mark.parametrize(("iban", "end"), [(GOOD_IBAN, "succeeded"), (BAD_IBAN, "failed")])
def test_a_bank_debit_is_processing_until_the_bank_answers(provider, stand_in, request_for, iban, end):
    reference = provider.start(request_for()).reference

    stand_in.pay(reference, iban=iban)
    meanwhile = provider.fetch(reference)
    not_cancelled = provider.cancel(reference)
    stand_in.settle(reference)

    assert (meanwhile.status, not_cancelled.status) == ("processing", "processing")
    assert provider.fetch(reference).status == end


def test_the_late_switch_lets_a_card_payment_succeed_after_its_seconds(provider, stand_in, receiver, request_for):
    reference = provider.start(request_for()).reference
    stand_in.control(pay_late={"times": 1, "seconds": 0.3})

    outcome = stand_in.pay(reference)["outcome"]
    receiver.wait_for(reference, "checkout.session.async_payment_succeeded")

    assert outcome == "processing"
    assert provider.fetch(reference).status == "succeeded"


def test_an_internal_error_is_repeated_until_it_passes(provider, stand_in, request_for):
    stand_in.control(error_500=2)

    assert provider.fetch(provider.start(request_for()).reference).status == "open"


def test_a_lasting_internal_error_is_unavailable(provider, stand_in, request_for):
    stand_in.control(error_500=-1)

    with pytest.raises(ProviderUnavailable):
        provider.start(request_for())


def test_a_dropped_connection_after_the_work_makes_no_second_session(provider, stand_in, request_for):
    request = request_for()
    stand_in.control(drop_connection={"times": 3, "path": "/v1/checkout/sessions"})

    with pytest.raises(ProviderUnavailable):
        provider.start(request)
    started = provider.start(request)

    assert provider.start(request) == started
    ours = client().v1.checkout.sessions.list({"limit": 100}).data
    assert [each.client_reference_id for each in ours].count(str(request.payment_id)) == 1


def test_a_slow_answer_is_waited_for(provider, stand_in, request_for):
    stand_in.control(slow={"times": 1, "seconds": 0.5})

    begun = datetime.now(UTC)
    started = provider.start(request_for())

    assert datetime.now(UTC) - begun >= timedelta(seconds=0.5)
    assert started.reference.startswith("cs_test_")


def test_a_wrong_key_is_the_operators_to_mend(provider, settings, request_for):
    settings.STRIPE_SECRET_KEY = "sk_test_somebody_else"

    with pytest.raises(ProviderUnavailable) as refusal:
        provider.start(request_for())

    assert refusal.value.facts["reason"] == "AuthenticationError"


def test_an_unknown_reference_is_refused(provider):
    with pytest.raises(ProviderRefused) as refusal:
        provider.fetch("cs_test_nothing")

    assert refusal.value.facts["reason"] == "resource_missing"


@pytest.mark.parametrize(
    ("cents", "currency", "at_stripe"),
    [(500, "JPY", 500), (5120, "KWD", 5120), (3000, "BHD", 3000), (700, "ISK", 70_000), (5000, "UGX", 500_000)],
)
def test_currencies_without_two_decimals_are_charged_exactly(
    provider, stand_in, request_for, cents, currency, at_stripe
):
    reference = provider.start(request_for(cents, currency)).reference
    stand_in.pay(reference)

    state = provider.fetch(reference)

    assert (state.status, state.amount_cents, state.currency) == ("succeeded", cents, currency)
    assert client().v1.checkout.sessions.retrieve(reference).amount_total == at_stripe


def test_a_third_decimal_that_no_card_can_carry_is_not_rounded(provider, request_for):
    with pytest.raises(ProviderRefused) as refusal:
        provider.start(request_for(5124, "KWD"))

    assert refusal.value.facts["reason"] == "amount_not_exact"
    assert not provider.accepts(5124, "KWD")
    assert provider.accepts(5120, "KWD")


def test_lines_that_no_card_can_carry_become_one(provider, stand_in, request_for):
    request = request_for(5120, "KWD", lines=(Line("Stalls", 1, 5115), Line("Fee", 1, 5)))

    reference = provider.start(request).reference

    lines = client().v1.checkout.sessions.line_items.list(reference).data
    assert [(line.description, line.amount_total) for line in lines] == [("Summer gala", 5120)]


@pytest.mark.parametrize(("cents", "currency"), [(49, "EUR"), (49, "JPY"), (100_000_000, "USD")])
def test_amounts_that_stripe_would_refuse_are_not_offered(provider, cents, currency):
    ways = registry.available(methods=["stripe", "at_door"], amount_cents=cents, currency=currency)

    assert [way.key for way in ways] == ["at_door"]


def test_an_organizers_account_gets_the_money_and_the_platform_its_fee(provider, stand_in, request_for):
    request = request_for(10_000, destination_account="acct_demo_halle", application_fee_cents=350)

    reference = provider.start(request).reference
    stand_in.pay(reference)

    charge = client().v1.charges.retrieve(_charge(provider, reference), {"expand": ["transfer"]})
    assert (charge.transfer.destination, charge.transfer.amount) == ("acct_demo_halle", 10_000)
    assert charge.application_fee_amount == 350


def test_an_unknown_account_is_refused(provider, request_for):
    with pytest.raises(ProviderRefused) as refusal:
        provider.start(request_for(destination_account="acct_nobody"))

    assert refusal.value.facts["reason"] == "resource_missing"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "de"), ("de-AT", "de"), ("en-gb", "en-GB"), ("pt_BR", "pt-BR"), ("zh-hant", "zh-TW"), ("ar", "auto")],
)
def test_the_page_speaks_the_buyers_language_where_stripe_can(language, expected):
    assert checkout_locale(language) == expected


def test_a_dispute_shows_in_the_state(provider, stand_in, request_for):
    reference = provider.start(request_for()).reference
    stand_in.pay(reference)

    stand_in.post("/_control/dispute", session=reference)

    assert provider.fetch(reference).disputed


def _charge(provider, reference: str) -> str:
    return provider.fetch(reference).payload["charge"]
