"""What happens once a minute: lapsed places go free, pages of lapsed orders are closed, providers are asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders import services, tasks
from orders.models import CartStatus, OrderStatus, Payment, PaymentStatus, RefundStatus
from orders.payments.base import ProviderRefused
from tests import make
from tests.stripe_server import SECRET_KEY, StripeServer

ADDRESSES = services.Addresses(success="http://localhost/", cancel="http://localhost/")


@pytest.fixture(scope="module")
def running_stand_in(tmp_path_factory):
    server = StripeServer(tmp_path_factory.mktemp("stripe")).start()
    yield server
    server.stop()


@pytest.fixture
def stand_in(running_stand_in, settings):
    settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = running_stand_in.url, SECRET_KEY
    running_stand_in.control(reset=True)
    return running_stand_in


def started(event, **delta):
    """An order whose buyer is on Stripe's page, begun some time ago."""
    now = timezone.now() - timedelta(**delta)
    order = make.order(event, {event.ticket_types.get(): 1}, paid=False, now=now)
    services.start_payment(order=order, provider_key="stripe", addresses=ADDRESSES, now=now)
    return order, Payment.objects.get(order=order)


def test_the_page_of_a_lapsed_order_is_closed_and_its_places_go_free(gala, stand_in):
    order, payment = started(gala, minutes=31)

    tasks.sweep(0)

    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.status, payment.status) == (OrderStatus.EXPIRED, PaymentStatus.CANCELLED)


def test_who_paid_just_before_the_page_was_closed_has_an_order(gala, stand_in):
    order, payment = started(gala, minutes=31)
    stand_in.pay(payment.provider_reference)

    tasks.sweep(0)

    order.refresh_from_db()
    assert (order.status, order.payment_status) == (OrderStatus.CONFIRMED, "paid")


def test_the_page_of_an_order_whose_places_somebody_took_is_closed_too(gala, stand_in):
    order, payment = started(gala, minutes=31)
    services.release_lapsed(stock_ids=[gala.stock_id], now=timezone.now() + timedelta(minutes=3))

    tasks.sweep(0)

    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.status, payment.status) == (OrderStatus.EXPIRED, PaymentStatus.CANCELLED)


def test_a_payment_that_nobody_reported_is_asked_about_after_a_minute(gala, stand_in):
    order, payment = started(gala, minutes=2)
    stand_in.pay(payment.provider_reference)

    tasks.ask_providers(0)

    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED


def test_a_payment_that_the_provider_does_not_know_keeps_no_other_waiting(gala, stand_in):
    _first, unknown = started(gala, minutes=31)
    Payment.objects.filter(pk=unknown.pk).update(provider_reference="cs_test_of_another_account")
    order, payment = started(gala, minutes=31)
    stand_in.pay(payment.provider_reference)

    tasks.ask_providers(0)
    tasks.sweep(0)

    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED


def test_many_bank_transfers_keep_no_card_payment_waiting(gala, stand_in, monkeypatch):
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 2)
    for _number in range(3):
        waiting = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)
        make.payment(waiting, provider="bank_transfer", now=timezone.now() - timedelta(days=3))
    order, payment = started(gala, minutes=2)
    stand_in.pay(payment.provider_reference)

    tasks.ask_providers(0)

    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED


def test_a_refund_whose_job_was_lost_is_sent(gala, stand_in):
    order, payment = started(gala, minutes=2)
    stand_in.pay(payment.provider_reference)
    services.settle_payment(payment=payment, now=timezone.now())
    refund = services.request_refund(order=order, amount_cents=500, now=timezone.now() - timedelta(minutes=2))

    tasks.ask_providers(0)

    refund.refresh_from_db()
    assert refund.status == RefundStatus.SUCCEEDED


def test_while_the_provider_is_silent_lapsed_places_go_free_all_the_same(gala, stand_in, settings):
    for _number in range(4):
        started(gala, minutes=31)
    cart = make.cart(gala, {gala.ticket_types.get(): 1}, now=timezone.now() - timedelta(hours=1))
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    tasks.sweep(0)

    cart.refresh_from_db()
    assert cart.status == CartStatus.EXPIRED
    assert Payment.objects.filter(status=PaymentStatus.PENDING).count() == 4


def test_a_page_that_the_provider_refuses_to_make_can_be_asked_for_anew(gala, stand_in):
    long_ago = timezone.now() - timedelta(minutes=40)
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False, now=long_ago)
    with pytest.raises(ProviderRefused):
        services.start_payment(order=order, provider_key="stripe", addresses=ADDRESSES, now=long_ago)

    address = services.start_payment(order=order, provider_key="stripe", addresses=ADDRESSES, now=timezone.now())

    assert address.startswith(stand_in.url)
    assert sorted(order.payments.values_list("status", flat=True)) == ["failed", "pending"]


def test_by_night_tickets_that_outlived_themselves_are_written_down(gala):
    entry = make.ticket_type(gala, name="Week", places=10, valid_days=2)
    order = make.order(gala, {entry: 3}, now=timezone.now() - timedelta(days=4))
    fresh = make.order(gala, {entry: 1})

    tasks.nightly(0)

    assert set(order.tickets.values_list("status", flat=True)) == {"expired"}
    assert fresh.tickets.get().status == "valid"
