"""Bugs that other ticketing systems shipped, each under its own name; races and kills are under `tests/faults`."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from events.models import Stock
from orders import errors, services
from orders.models import Cart, Order, OrderStatus, Payment, Refund, Ticket
from orders.payments.base import RefundState, State
from orders.queries.shop import offers
from tests import make


def later(**delta):
    return timezone.now() + timedelta(**delta)


def hold_page(client, event, data):
    return client.post(f"/{event.tenant.slug}/{event.slug}/checkout/", data, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


def left(event, ticket_type):
    return next(offer for offer in offers(event, now=timezone.now()) if offer.ticket_type == ticket_type)


# --- Places -----------------------------------------------------------------------------------------------------------


def test_the_same_type_on_many_lines_is_one_line_within_its_limit(client, gala, stalls):
    key = str(stalls.pk)
    data = {f"quantity-{key}": "10", f"quantity-{key.upper()}": "10", f"quantity-{UUID(key).hex}": "10"}

    hold_page(client, gala, data)

    assert sum(item.quantity for cart in Cart.objects.all() for item in cart.items.all()) <= stalls.max_per_order


def test_six_hundred_asked_of_a_few_are_refused_by_the_server(client, gala, stalls):
    answer = hold_page(client, gala, {f"quantity-{stalls.pk}": "600"})

    assert answer.status_code in (409, 422)
    assert not Cart.objects.exists()


def test_lapsed_and_unpaid_orders_count_for_no_limit_and_as_nothing_sold(blue_note):
    event = make.event(blue_note, published=False)
    box = make.ticket_type(event, name="Box", places=4, price_cents=1000, max_per_buyer=2)
    make.publish(event)
    make.order(event, {box: 2}, paid=False, now=later(days=-1))
    services.release_all_lapsed(now=timezone.now())

    again = make.order(event, {box: 2})

    assert again.status == OrderStatus.CONFIRMED
    assert Stock.objects.get(pk=box.stock_id).quantity_sold == 2
    assert left(event, box).left == 2


def test_a_cancelled_order_counts_for_no_limit(blue_note):
    event = make.event(blue_note, published=False)
    box = make.ticket_type(event, name="Box", places=4, price_cents=1000, max_per_buyer=2)
    make.publish(event)
    first = make.order(event, {box: 2})
    services.cancel_tickets(order=first, tickets=first.tickets.all()[:1], by=None, now=timezone.now())

    assert make.order(event, {box: 1}, email="ADA+x@example.org").status == OrderStatus.CONFIRMED
    with pytest.raises(errors.LimitReached):
        make.order(event, {box: 1}, email="ada+y@example.org")


def test_capacity_that_was_raised_sells_at_once_even_where_all_was_sold_out(blue_note):
    event = make.event(blue_note, published=False, places=2)
    seats = make.ticket_type(event, name="Seats", places=2)
    make.publish(event)
    make.order(event, {seats: 2})
    assert left(event, seats).state == "sold_out"

    for stock_id in (seats.stock_id, event.stock_id):
        services.set_capacity(stock=Stock.objects.get(pk=stock_id), total=5, by=None, now=timezone.now())

    assert (left(event, seats).state, left(event, seats).left) == ("on_sale", 3)
    assert make.order(event, {seats: 3}).status == OrderStatus.CONFIRMED


def test_sold_held_and_left_make_the_total_for_orders_of_several_types(blue_note):
    event = make.event(blue_note, published=False, places=30)
    day = make.session(event, title="Day", places=20)
    one = make.ticket_type(event, name="One", places=10, price_cents=500, sessions=[day])
    two = make.ticket_type(event, name="Two", places=15, sessions=[day])
    make.publish(event)
    make.order(event, {one: 2, two: 3})
    make.order(event, {one: 1, two: 1}, paid=False)
    make.cart(event, {two: 4})
    cancelled = make.order(event, {one: 3, two: 2})
    services.cancel_order(order=cancelled, by=None, now=timezone.now())

    figures = {
        stock.label: (stock.quantity_sold, stock.quantity_held, stock.quantity_available)
        for stock in Stock.objects.filter(tenant=blue_note)
    }

    assert figures == {event.name: (5, 6, 19), "Day": (5, 6, 9), "One": (2, 1, 7), "Two": (3, 5, 7)}


def test_an_add_on_whose_ticket_was_cancelled_cannot_be_bought(blue_note):
    event = make.event(blue_note, published=False)
    entry = make.ticket_type(event, name="Entry", places=10)
    dinner = make.ticket_type(event, name="Dinner", places=10, price_cents=3000)
    dinner.requires.add(entry)
    make.publish(event)
    first = make.order(event, {entry: 1})
    services.cancel_order(order=first, by=None, now=timezone.now())

    with pytest.raises(errors.RequiresMissing):
        make.order(event, {dinner: 1})


# --- Money ------------------------------------------------------------------------------------------------------------


def test_paid_after_the_hold_lapsed_and_the_place_was_resold_everything_goes_back(blue_note):
    event = make.event(blue_note, published=False)
    seat = make.ticket_type(event, name="Seat", places=1, price_cents=2500)
    make.publish(event)
    late = make.order(event, {seat: 1}, paid=False, now=later(hours=-2))
    payment = make.payment(late, now=later(hours=-2))
    winner = make.order(event, {seat: 1}, email="bob@example.org")

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    payment.refresh_from_db()
    assert (winner.status, Order.objects.get(pk=late.pk).status) == ("confirmed", "expired")
    assert (payment.applied_cents, payment.refunds.get().amount_cents) == (0, 2500)
    assert not Ticket.objects.filter(order=late).exclude(status="cancelled").exists()


def test_a_second_method_after_the_first_succeeded_cannot_pay_twice(gala, stalls):
    order = make.order(gala, {stalls: 1})
    addresses = services.Addresses(success="http://localhost/", cancel="http://localhost/")

    for method in ("stripe", "bank_transfer", "at_door"):
        with pytest.raises(errors.AlreadyPaid):
            services.start_payment(order=order, provider_key=method, addresses=addresses, now=timezone.now())

    assert Payment.objects.count() == 1


def test_a_page_that_said_failed_is_put_right_by_the_success_that_follows(gala, stalls):
    order = make.order(gala, {stalls: 1}, paid=False)
    payment = make.payment(order)
    failed = State(payment.provider_reference, "failed", payment.amount_cents, payment.currency)
    services.record_payment(payment_id=payment.pk, state=failed, now=timezone.now())

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    order.refresh_from_db()
    assert (order.status, order.payment_status) == ("confirmed", "paid")


def test_who_was_told_failed_and_paid_again_pays_once(gala, stalls):
    order = make.order(gala, {stalls: 1}, paid=False)
    first = make.payment(order)
    failed = State(first.provider_reference, "failed", first.amount_cents, first.currency)
    services.record_payment(payment_id=first.pk, state=failed, now=timezone.now())
    second = make.payment(order)

    for payment in (first, second):
        services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    order.refresh_from_db()
    assert order.status == "confirmed"
    assert {payment.applied_cents for payment in order.payments.all()} == {0, 2500}
    assert Refund.objects.get().payment_id == second.pk


def test_a_slow_bank_heard_of_after_another_payment_was_begun_disturbs_nothing(gala, stalls):
    order = make.order(gala, {stalls: 1}, paid=False)
    first = make.payment(order)
    cancelled = State(first.provider_reference, "cancelled", first.amount_cents, first.currency)
    services.record_payment(payment_id=first.pk, state=cancelled, now=timezone.now())
    second = make.payment(order)

    processing = State(first.provider_reference, "processing", first.amount_cents, first.currency)
    services.record_payment(payment_id=first.pk, state=processing, now=timezone.now())

    assert list(Payment.objects.open()) == [second]


def test_a_failed_refund_loses_no_ticket_and_a_cancellation_moves_no_money(gala, stalls):
    order = make.order(gala, {stalls: 2})
    refund = services.request_refund(order=order, amount_cents=2500, now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 2500, "no_funds"), now=timezone.now())
    assert set(order.tickets.values_list("status", flat=True)) == {"valid"}

    services.cancel_tickets(order=order, tickets=order.tickets.all()[:1], by=None, now=timezone.now())

    order.refresh_from_db()
    assert (order.refunded_cents, order.refund_state, Refund.objects.count()) == (0, "none", 1)
