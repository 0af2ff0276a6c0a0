"""Many people want the same few places at the same moment, with no worker running."""

from datetime import timedelta
from functools import partial
from itertools import cycle, islice

import pytest
from django.utils import timezone

from events.models import Stock
from orders import errors, services
from orders.models import Cart, CartStatus, Order, OrderItem, OrderStatus, Ticket
from orders.queries.stock_check import stock_differences
from tests import make
from tests.faults.crowd import at_once, granted, refusals

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


def show(*, places, price_cents=0, **fields):
    """A published event with one ticket type and room for so many."""
    event = make.event(make.tenant(), published=False, places=places)
    seats = make.ticket_type(event, name="Seats", places=places, price_cents=price_cents, **fields)
    return make.publish(event), seats


def counters(row):
    stock = Stock.objects.get(pk=row.stock_id)
    return stock.quantity_held, stock.quantity_sold


def hold(event, seats, quantity, now=None):
    """Hold so many, or what is left, as people do."""
    while True:
        try:
            return make.cart(event, {seats: quantity}, now=now)
        except errors.SoldOut as refusal:
            quantity = min(quantity, refusal.facts["left"])
            if not quantity:
                raise


def buy(event, seats, quantity, number=0, now=None):
    """From the event page to a paid order."""
    now = now or timezone.now()
    cart = hold(event, seats, quantity, now)
    order = services.check_out(cart=cart, details=make.details(cart, email=f"buyer{number}@example.org"), now=now)
    return make.pay(order, now=now) if order.total_cents else order


@pytest.mark.parametrize("price_cents", [0, 2500])
def test_sixty_four_buyers_want_three_hundred_places_of_a_hundred(price_cents):
    event, seats = show(places=100, price_cents=price_cents)
    wanted = [5] * 44 + [4] * 20

    answers = at_once([partial(buy, event, seats, wish, number) for number, wish in enumerate(wanted)])

    assert sum(wanted) == 300
    assert counters(seats) == counters(event) == (0, 100)
    assert Ticket.objects.filter(status="valid").count() == 100
    assert {order.status for order in granted(answers)} == {OrderStatus.CONFIRMED}
    assert set(refusals(answers)) == {"sold_out"}
    assert not stock_differences()


def test_fifty_checkouts_for_the_last_place_make_one_order():
    event, seats = show(places=1)

    answers = at_once([partial(buy, event, seats, 1, number) for number in range(50)])

    assert len(granted(answers)) == Order.objects.count() == Ticket.objects.count() == 1
    assert refusals(answers) == ["sold_out"] * 49
    assert counters(seats) == (0, 1)


def test_lapsed_holds_are_sold_again_with_all_workers_stopped():
    event, seats = show(places=100, price_cents=2500)
    long_ago = timezone.now() - timedelta(days=1)
    for number in range(10):
        make.cart(event, {seats: 7}, now=long_ago)
        make.order(event, {seats: 3}, paid=False, now=long_ago, email=f"slow{number}@example.org")
    assert counters(seats) == (100, 0)

    answers = at_once([partial(buy, event, seats, 5, number) for number in range(40)])

    assert len(granted(answers)) == 20
    assert set(refusals(answers)) == {"sold_out"}
    assert counters(seats) == counters(event) == (0, 100)
    assert not stock_differences()


def test_one_lapsed_hold_is_claimed_once():
    event, seats = show(places=1)
    make.cart(event, {seats: 1}, now=timezone.now() - timedelta(days=1))

    answers = at_once([partial(make.cart, event, {seats: 1}) for _ in range(16)])

    assert len(granted(answers)) == 1
    assert counters(seats) == (1, 0)
    assert Cart.objects.filter(status=CartStatus.ACTIVE).count() == 1


def test_a_basket_whose_every_stock_is_blocked_by_lapsed_holds_is_held_at_once():
    now = timezone.now()
    event = make.event(make.tenant(), published=False, places=5)
    sessions = [make.session(event, title=f"Part {number}", places=5) for number in range(4)]
    types = [make.ticket_type(event, name=f"Day {n}", places=5, sessions=[part]) for n, part in enumerate(sessions)]
    whole = make.ticket_type(event, name="Whole", places=5, sessions=sessions)
    make.publish(event)
    for ticket_type in types:
        make.cart(event, {ticket_type: 1}, now=now - timedelta(days=1))
    make.cart(event, {whole: 1}, now=now - timedelta(days=1))

    answers = at_once([partial(make.cart, event, {whole: 1}) for _ in range(8)])

    assert len(granted(answers)) == 5
    assert counters(event) == (5, 0)
    assert not stock_differences()


def test_the_same_checkout_sent_many_times_at_once_makes_one_order():
    event, seats = show(places=10, price_cents=2500)
    cart = make.cart(event, {seats: 2})
    details = make.details(cart)

    answers = at_once([partial(services.check_out, cart=cart, details=details, now=timezone.now()) for _ in range(16)])

    assert len({order.pk for order in granted(answers)}) == Order.objects.count() == 1
    assert not refusals(answers)
    assert counters(seats) == (2, 0)


def test_a_hold_is_extended_or_released_and_never_both():
    event, seats = show(places=40)
    now = timezone.now()
    carts = [make.cart(event, {seats: 2}, now=now - timedelta(days=1)) for _ in range(20)]

    extensions = [partial(services.extend_hold, cart=cart, now=now) for cart in carts]
    releases = [partial(services.release_lapsed, stock_ids=[seats.stock_id], now=now) for _ in range(4)]
    answers = at_once([*extensions[:10], *releases, *extensions[10:]])

    alive = Cart.objects.filter(status=CartStatus.ACTIVE)
    assert alive.count() == len(granted(answers)) - len(releases)
    assert all(cart.expires_at > now for cart in alive)
    assert counters(seats) == (2 * alive.count(), 0)
    assert not stock_differences()


def test_a_hold_is_checked_out_or_released_and_never_both():
    event, seats = show(places=40)
    now = timezone.now()
    carts = [make.cart(event, {seats: 2}, now=now - timedelta(days=1)) for _ in range(20)]
    details = [make.details(cart) for cart in carts]

    checkouts = [
        partial(services.check_out, cart=cart, details=typed, now=now)
        for cart, typed in zip(carts, details, strict=True)
    ]
    releases = [partial(services.release_lapsed, stock_ids=[event.stock_id], now=now) for _ in range(4)]
    answers = at_once([*checkouts[:10], *releases, *checkouts[10:]])

    orders = Order.objects.count()
    assert orders == len(granted(answers)) - len(releases)
    assert counters(seats) == (0, 2 * orders)
    assert set(refusals(answers)) <= {"hold_lapsed"}
    assert not stock_differences()


def test_a_capacity_lowered_in_a_rush_is_never_exceeded():
    event, seats = show(places=60)
    stock = Stock.objects.get(pk=seats.stock_id)
    lower = [partial(services.set_capacity, stock=stock, total=n, by=None, now=timezone.now()) for n in (50, 40, 30)]
    buyers = [partial(buy, event, seats, 2, number) for number in range(29)]

    answers = at_once([*buyers[:6], lower[0], *buyers[6:12], lower[1], *buyers[12:18], lower[2], *buyers[18:]])

    stock.refresh_from_db()
    assert stock.quantity_held == 0
    assert stock.quantity_sold <= (stock.quantity_total or 0)
    assert stock.quantity_sold == Ticket.objects.count()
    assert set(refusals(answers)) <= {"sold_out", "capacity_too_low"}
    assert not stock_differences()


def test_a_hundred_mixed_steps_over_shared_places_neither_deadlock_nor_lose_a_place():
    now = timezone.now()
    event = make.event(make.tenant(), published=False, places=150)
    parts = [make.session(event, title=f"Part {number}", places=90) for number in range(3)]
    types = [
        make.ticket_type(event, name="Morning", places=80, price_cents=1000, sessions=parts[:1]),
        make.ticket_type(event, name="Both", places=80, price_cents=1500, sessions=[parts[1], parts[0]]),
        make.ticket_type(event, name="All", places=80, price_cents=2000, sessions=parts[::-1]),
        make.ticket_type(event, name="Free", places=80, sessions=[parts[2]]),
    ]
    make.publish(event)
    make.discount(event.tenant, "RUSH", event=event)
    baskets = [{types[0]: 1, types[2]: 1}, {types[2]: 2, types[1]: 1}, {types[3]: 2, types[0]: 1}, {types[1]: 2}]
    some = [make.order(event, basket, discount_code="RUSH") for basket in islice(cycle(baskets), 12)]
    lapsed = [make.cart(event, basket, now=now - timedelta(days=1)) for basket in islice(cycle(baskets), 8)]
    unpaid = [
        make.order(event, basket, paid=False, now=now - timedelta(days=1), discount_code="RUSH")
        for basket in islice(cycle(baskets), 8)
    ]

    def whole_sale(basket, number):
        cart = make.cart(event, basket)
        typed = make.details(cart, email=f"mixed{number}@example.org", discount_code="RUSH")
        order = services.check_out(cart=cart, details=typed, now=timezone.now())
        return make.pay(order) if order.total_cents else order

    calls = [partial(whole_sale, basket, number) for number, basket in enumerate(islice(cycle(baskets), 48))]
    calls += [partial(services.cancel_order, order=order, by=None, now=now) for order in some[:6]]
    calls += [
        partial(services.cancel_tickets, order=order, tickets=order.tickets.all()[:1], by=None, now=now)
        for order in some[6:]
    ]
    calls += [partial(services.give_up_cart, cart=cart, now=now) for cart in lapsed[:4]]
    calls += [partial(services.extend_hold, cart=cart, now=now) for cart in lapsed[4:]]
    calls += [partial(services.release_lapsed, stock_ids=[part.stock_id], now=now) for part in parts for _ in range(4)]
    calls += [partial(make.pay, order) for order in unpaid if order.total_cents]
    calls += [
        partial(services.set_capacity, stock=Stock.objects.get(pk=parts[0].stock_id), total=n, by=None, now=now)
        for n in (85, 95, 88, 120)
    ]
    calls += [partial(services.release_all_lapsed, now=now) for _ in range(100 - len(calls))]

    answers = at_once([calls[number * 37 % 100] for number in range(100)])

    assert len(calls) == 100
    assert set(refusals(answers)) <= {"sold_out", "capacity_too_low", "hold_lapsed", "order_changed"}
    assert not stock_differences()
    code = event.discount_codes.get()
    assert code.times_redeemed == code.redemptions.filter(given_back_at=None).count()
    sold = OrderItem.objects.filter(order__status=OrderStatus.CONFIRMED)
    assert sum(item.quantity - item.cancelled_quantity for item in sold) == counters(event)[1]
