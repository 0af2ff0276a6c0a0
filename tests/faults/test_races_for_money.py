"""Impatient buyers, hasty members, and providers that report while somebody asks."""

import json
from datetime import timedelta
from functools import partial

import pytest
import stripe
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import DiscountCode, Stock
from orders import services
from orders.models import (
    Cart,
    CartStatus,
    DiscountRedemption,
    LedgerEntry,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    Transaction,
)
from orders.payments.base import RefundState
from orders.payments.stripe_client import client
from orders.queries.stock_check import stock_differences
from tenants.models import EmailLog, Role
from tests import make
from tests.faults.crowd import at_once, granted, refusals
from tests.stripe_server import WEBHOOK_SECRET

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]

ADDRESSES = services.Addresses(success="http://127.0.0.1:9/orders/x/", cancel="http://127.0.0.1:9/back/")


@pytest.fixture
def gala(open_sale):
    event = make.event(make.tenant(), published=False)
    make.ticket_type(event, name="Stalls", places=100, price_cents=2500)
    return make.publish(event)


@pytest.fixture
def order(gala):
    return make.order(gala, {gala.ticket_types.get(): 2}, paid=False)


def pages_of(order):
    """The sessions at the stand-in that are about an order's payments."""
    ids = {str(payment.pk) for payment in order.payments.all()}
    return [page for page in client().v1.checkout.sessions.list({"limit": 100}).data if page.client_reference_id in ids]


def charges_of(order):
    """The charges at the stand-in that are about an order's payments."""
    intents = [page.payment_intent for page in pages_of(order) if page.payment_intent]
    states = [client().v1.payment_intents.retrieve(str(intent)).status for intent in intents]
    return [state for state in states if state == "succeeded"]


def start(order, provider="stripe"):
    return services.start_payment(order=order, provider_key=provider, addresses=ADDRESSES, now=timezone.now())


def test_twenty_impatient_pay_posts_make_one_payment_one_page_and_one_charge(order, stand_in):
    addresses = at_once([partial(start, order) for _ in range(20)])

    assert len(set(granted(addresses))) == 1
    # Somebody who asks while another's answer is on its way may be told to try again; nobody gets a second page.
    assert set(refusals(addresses)) <= {"provider_unavailable"}
    payment = Payment.objects.get()
    assert (payment.status, len(pages_of(order))) == (PaymentStatus.PENDING, 1)

    stand_in.pay(payment.provider_reference)
    at_once([partial(services.settle_payment, payment=payment, now=timezone.now()) for _ in range(12)])

    order.refresh_from_db()
    assert (order.status, order.payment_status) == (OrderStatus.CONFIRMED, "paid")
    assert charges_of(order) == ["succeeded"]
    assert Transaction.objects.count() == 1
    assert EmailLog.objects.filter(template="order_confirmation").count() == 1


def test_two_methods_at_once_leave_one_open_payment(order, stand_in):
    answers = at_once([partial(start, order, key) for _ in range(6) for key in ("stripe", "bank_transfer")])

    assert set(refusals(answers)) <= {"order_changed", "provider_unavailable"}
    assert Payment.objects.open().count() == 1
    stripe_pages = [page for page in pages_of(order) if page.status == "open"]
    assert len(stripe_pages) == Payment.objects.open().filter(provider="stripe").count()


def test_an_order_cancelled_while_its_page_is_made_cannot_be_paid(order, stand_in):
    stand_in.control(slow={"times": 1, "seconds": 1})

    def cancel():
        services.cancel_order(order=order, by=None, now=timezone.now())
        for payment in Payment.objects.open():
            services.end_payment(payment=payment, now=timezone.now())

    def cancel_meanwhile():
        while not Payment.objects.exists():
            pass
        cancel()

    answers = at_once([partial(start, order), cancel_meanwhile])

    assert refusals(answers) == ["order_changed"]
    assert [page.status for page in pages_of(order)] == ["expired"]
    assert not Payment.objects.open().exists()


def test_two_who_mark_an_order_paid_at_once_record_one_payment(order):
    member = make.member(order.tenant, Role.MANAGER)

    answers = at_once([partial(services.mark_paid, order=order, by=member, now=timezone.now()) for _ in range(8)])

    assert refusals(answers) == ["already_paid"] * 7
    assert Payment.objects.filter(status=PaymentStatus.SUCCEEDED).count() == Transaction.objects.count() == 1
    assert not stock_differences()


def test_partial_refunds_at_once_never_give_back_more_than_was_paid(order):
    order = make.pay(order)

    answers = at_once(
        [
            partial(services.request_refund, order=order, amount_cents=2000, reason="asked", now=timezone.now())
            for _ in range(8)
        ]
    )

    assert len(granted(answers)) == 2
    assert refusals(answers) == ["refund_too_large"] * 6
    assert sum(refund.amount_cents for refund in Refund.objects.all()) <= order.total_cents == 5000


def test_a_refund_recorded_and_retried_from_all_sides_is_booked_once(order):
    order = make.pay(order)
    refund = services.request_refund(order=order, amount_cents=1500, reason="asked", now=timezone.now())
    done = RefundState("re_1", "succeeded", 1500)

    at_once([partial(services.record_refund, refund_id=refund.pk, state=done, now=timezone.now()) for _ in range(8)])

    order.refresh_from_db()
    assert order.refunded_cents == 1500
    assert Transaction.objects.filter(type="refund").count() == 1
    assert EmailLog.objects.filter(template="refund").count() == 1


def test_a_failed_refund_retried_by_several_is_promised_once(order):
    order = make.pay(order)
    refund = services.request_refund(order=order, amount_cents=5000, reason="asked", now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 5000, "no_funds"), now=timezone.now())

    retries = [partial(services.retry_refund, refund=refund, by=None, now=timezone.now()) for _ in range(4)]
    others = [
        partial(services.request_refund, order=order, amount_cents=5000, reason="asked", now=timezone.now())
        for _ in range(4)
    ]
    answers = at_once([call for pair in zip(retries, others, strict=True) for call in pair])

    assert len(granted(answers)) == 1
    assert Refund.objects.filter(status=RefundStatus.PENDING).count() == 1


def test_a_code_for_three_is_used_three_times_by_twenty_at_once(gala):
    code = make.discount(gala.tenant, "THREE", event=gala, max_redemptions=3)
    carts = [make.cart(gala, {gala.ticket_types.get(): 1}) for _ in range(20)]
    typed = [make.details(cart, email=f"b{n}@example.org", discount_code="THREE") for n, cart in enumerate(carts)]

    answers = at_once(
        [
            partial(services.check_out, cart=cart, details=details, now=timezone.now())
            for cart, details in zip(carts, typed, strict=True)
        ]
    )

    assert len(granted(answers)) == 3
    assert refusals(answers) == ["discount_used_up"] * 17
    assert DiscountCode.objects.get(pk=code.pk).times_redeemed == DiscountRedemption.objects.count() == 3
    assert Order.objects.count() == 3
    assert not stock_differences()


def test_a_code_for_each_buyer_once_is_not_dodged_by_tags(gala):
    make.discount(gala.tenant, "ONCE", event=gala, max_per_buyer=1)
    carts = [make.cart(gala, {gala.ticket_types.get(): 1}) for _ in range(10)]
    typed = [make.details(cart, email=f"Ada+{n}@example.org", discount_code="ONCE") for n, cart in enumerate(carts)]

    answers = at_once(
        [
            partial(services.check_out, cart=cart, details=details, now=timezone.now())
            for cart, details in zip(carts, typed, strict=True)
        ]
    )

    assert len(granted(answers)) == 1
    assert refusals(answers) == ["discount_used_up"] * 9


def test_a_limit_per_buyer_is_not_dodged_by_tags_and_case_at_once(gala):
    scarce = make.ticket_type(gala, name="Box", places=50, price_cents=1000, max_per_buyer=4)
    carts = [make.cart(gala, {scarce: 2}) for _ in range(10)]
    addresses = ["ada@example.org", "ADA@example.org", "ada+x@example.org", "Ada+y@Example.org", "ada+z@example.org"]
    typed = [make.details(cart, email=addresses[number % 5]) for number, cart in enumerate(carts)]

    answers = at_once(
        [
            partial(services.check_out, cart=cart, details=details, now=timezone.now())
            for cart, details in zip(carts, typed, strict=True)
        ]
    )

    assert len(granted(answers)) == 2
    assert refusals(answers) == ["limit_reached"] * 8


def test_return_and_webhook_at_once_send_one_confirmation(order):
    payment = make.payment(order)
    state = make.paid_state(payment)

    at_once(
        [partial(services.record_payment, payment_id=payment.pk, state=state, now=timezone.now()) for _ in range(10)]
    )

    assert EmailLog.objects.filter(template="order_confirmation").count() == 1
    assert ProcrastinateJob.objects.filter(task_name="tenants.tasks.send_mail").count() == 1
    assert Transaction.objects.count() == 1
    assert sum(entry.amount_cents for entry in LedgerEntry.objects.all()) == 0
    assert not stock_differences()


def test_late_money_for_the_same_last_places_confirms_one_order_and_returns_the_rest(open_sale):
    long_ago = timezone.now() - timedelta(days=1)
    event = make.event(make.tenant(), published=False)
    seats = make.ticket_type(event, name="Seats", places=2, price_cents=2500)
    make.publish(event)
    payments = []
    for number in range(6):
        late = make.order(event, {seats: 2}, paid=False, now=long_ago, email=f"late{number}@example.org")
        payments.append(make.payment(late, now=long_ago))
        services.release_all_lapsed(now=timezone.now())

    at_once(
        [
            partial(services.record_payment, payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())
            for payment in payments
        ]
    )

    assert Order.objects.filter(status=OrderStatus.CONFIRMED).count() == 1
    assert Refund.objects.filter(amount_cents=5000).count() == 5
    assert Stock.objects.get(pk=seats.stock_id).quantity_sold == 2
    assert EmailLog.objects.filter(template="payment_too_late").count() == 5
    assert not stock_differences()


def test_a_payment_and_the_lapse_of_its_order_at_once_lose_neither_money_nor_place(gala):
    long_ago = timezone.now() - timedelta(days=1)
    stalls = gala.ticket_types.get()
    orders = [make.order(gala, {stalls: 3}, paid=False, now=long_ago, email=f"o{n}@example.org") for n in range(12)]
    payments = [make.payment(order, now=long_ago) for order in orders]

    pays = [
        partial(services.record_payment, payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())
        for payment in payments
    ]
    lapses = [partial(services.release_all_lapsed, now=timezone.now()) for _ in range(4)]
    at_once([*lapses[:2], *pays[:6], *lapses[2:], *pays[6:]])

    assert Order.objects.filter(status=OrderStatus.CONFIRMED).count() == 12
    assert Stock.objects.get(pk=stalls.stock_id).quantity_sold == 36
    assert not stock_differences()


def test_a_payment_and_a_cancellation_at_once_give_the_money_back_or_can(gala):
    stalls = gala.ticket_types.get()
    orders = [make.order(gala, {stalls: 1}, paid=False, email=f"o{n}@example.org") for n in range(10)]
    payments = [make.payment(order) for order in orders]

    calls = []
    for order, payment in zip(orders, payments, strict=True):
        state = make.paid_state(payment)
        calls.append(partial(services.record_payment, payment_id=payment.pk, state=state, now=timezone.now()))
        calls.append(partial(services.cancel_order, order=order, by=None, now=timezone.now()))
    at_once(calls)

    for payment in Payment.objects.select_related("order"):
        assert payment.order.status == OrderStatus.CANCELLED
        # Either the order was paid and then cancelled, and a member may refund it, or all went back by itself.
        assert payment.applied_cents + sum(refund.amount_cents for refund in payment.refunds.all()) == 2500
    assert not stock_differences()


def test_a_webhook_that_comes_many_times_at_once_is_stored_once(order, stand_in):
    start(order)
    payment = Payment.objects.get()
    stand_in.pay(payment.provider_reference)
    event = {
        "id": "evt_1",
        "type": "checkout.session.completed",
        "data": {
            "object": {
                "id": payment.provider_reference,
                "object": "checkout.session",
                "metadata": {"payment_id": str(payment.pk)},
            }
        },
    }
    body = json.dumps(event)
    headers = {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, WEBHOOK_SECRET)}

    stored = at_once(
        [
            partial(
                services.receive_webhook, provider_key="stripe", body=body.encode(), headers=headers, now=timezone.now()
            )
            for _ in range(10)
        ]
    )
    assert len({event.pk for event in stored}) == 1
    at_once([partial(services.process_webhook, webhook_id=stored[0].pk, now=timezone.now()) for _ in range(6)])

    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED
    assert Transaction.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="orders.process_webhook").count() == 1


def test_an_order_is_reopened_or_paid_and_never_both(gala):
    stalls = gala.ticket_types.get()
    orders = [make.order(gala, {stalls: 2}, paid=False, email=f"o{n}@example.org") for n in range(8)]

    calls = []
    for order in orders:
        calls += [partial(services.reopen_order, order=order, now=timezone.now()) for _ in range(2)]
        calls.append(partial(make.pay, order))
    at_once(calls)

    carts = Cart.objects.filter(status=CartStatus.ACTIVE).count()
    confirmed = Order.objects.filter(status=OrderStatus.CONFIRMED).count()
    # Money that came for an order reopened a moment before takes places of its own, as all late money does.
    assert confirmed == 8
    stock = Stock.objects.get(pk=stalls.stock_id)
    assert (stock.quantity_held, stock.quantity_sold) == (2 * carts, 16)
    assert not stock_differences()
