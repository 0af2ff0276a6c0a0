"""Many want the same places at the same moment: those in line, those who hand them out, and visitors of the page."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from events.models import Stock
from orders import services
from orders.models import Cart, CartStatus, Order, WaitingListEntry
from orders.queries.stock_check import stock_differences
from tests import make
from tests.faults.crowd import at_once, granted, refusals

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


def full_house(places, waiting):
    """A sold-out event, its orders, and people in line for one place each."""
    event = make.event(make.tenant(), published=False, places=places)
    seats = make.ticket_type(event, name="Seats", places=places)
    make.publish(event)
    orders = [make.order(event, {seats: 1}, email=f"had{number}@example.org") for number in range(places)]
    line = [make.waiting(event, [seats], email=f"waits{number}@example.org") for number in range(waiting)]
    return event, seats, orders, line


def statuses(line):
    found = dict(WaitingListEntry.objects.values_list("pk", "status"))
    return [found[entry.pk] for entry in line]


def hand_out(event, now=None):
    return services.hand_out_places(event_id=event.pk, now=now or timezone.now())


def cancel(order):
    return services.cancel_order(order=order, by=None, now=timezone.now())


def test_two_allocators_at_once_offer_a_place_once_and_to_the_first():
    event, _seats, orders, line = full_house(4, 6)
    for order in orders[:3]:
        cancel(order)

    at_once([partial(hand_out, event) for _ in range(8)])

    assert statuses(line) == ["offered"] * 3 + ["waiting"] * 3
    assert Cart.objects.filter(status=CartStatus.ACTIVE).count() == 3
    assert not stock_differences()


def test_a_place_that_comes_free_goes_to_the_first_in_line_and_to_no_visitor():
    event, seats, orders, line = full_house(3, 5)

    visitors = [partial(make.cart, event, {seats: 1}) for _ in range(10)]
    answers = at_once([*visitors[:5], partial(cancel, orders[0]), partial(hand_out, event), *visitors[5:]])

    assert set(refusals(answers)) <= {"sold_out", "waiting_list_first"}
    assert len(granted(answers)) == 2
    hand_out(event)
    assert statuses(line) == ["offered"] + ["waiting"] * 4
    assert not stock_differences()


def test_many_places_come_free_one_by_one_and_visitors_get_what_the_line_leaves():
    event, seats, orders, line = full_house(12, 5)

    cancels = [partial(cancel, order) for order in orders[:8]]
    visitors = [partial(make.cart, event, {seats: 1}) for _ in range(16)]
    at_once([call for pair in zip(visitors[:8], cancels, strict=True) for call in pair] + visitors[8:])
    hand_out(event)

    assert statuses(line) == ["offered"] * 5
    assert Cart.objects.filter(status=CartStatus.ACTIVE, waiting_entry=None).count() <= 3
    assert not Stock.objects.filter(is_for_waiting=True).exists()
    assert not stock_differences()


def test_an_offer_is_ordered_or_lapses_and_never_both():
    event, seats, orders, line = full_house(10, 10)
    now = timezone.now()
    for order in orders:
        cancel(order)
    hand_out(event, now)
    carts = list(Cart.objects.filter(status=CartStatus.ACTIVE).order_by("pk"))
    just_before, ends = carts[0].expires_at - timedelta(seconds=1), carts[0].expires_at

    checkouts = [
        partial(services.check_out, cart=cart, details=make.details(cart, email=cart.contact_email), now=just_before)
        for cart in carts
    ]
    releases = [partial(services.release_lapsed, stock_ids=[seats.stock_id], now=ends) for _ in range(4)]
    answers = at_once([*checkouts[:5], *releases, *checkouts[5:]])

    assert set(refusals(answers)) <= {"hold_lapsed"}
    bought = Order.objects.filter(cart__waiting_entry__isnull=False).count()
    assert sorted(statuses(line)) == ["accepted"] * bought + ["waiting"] * (10 - bought)
    assert not stock_differences()


def test_an_offer_is_ordered_taken_back_given_up_or_lapses_and_only_one_of_them():
    event, seats, orders, line = full_house(6, 6)
    now = timezone.now()
    for order in orders:
        cancel(order)
    hand_out(event, now)
    carts = {cart.waiting_entry_id: cart for cart in Cart.objects.filter(status=CartStatus.ACTIVE)}
    manager = make.member(event.tenant, "manager").user
    before = carts[line[0].pk].expires_at - timedelta(seconds=1)
    calls = [partial(services.release_lapsed, stock_ids=[seats.stock_id], now=before + timedelta(seconds=1))]
    for entry in line:
        cart = carts[entry.pk]
        details = make.details(cart, email=cart.contact_email)
        calls += [
            partial(services.check_out, cart=cart, details=details, now=before),
            partial(services.revoke_offer, entry=entry, by=manager, now=before),
            partial(services.leave_waiting_list, entry=entry, now=before),
        ]

    answers = at_once(calls)

    assert set(refusals(answers)) <= {"hold_lapsed", "offer_over"}
    states = statuses(line)
    assert set(states) <= {"accepted", "waiting", "declined", "left"}
    assert Order.objects.filter(cart__waiting_entry__isnull=False).count() == states.count("accepted")
    assert not Cart.objects.filter(status=CartStatus.ACTIVE).exists()
    assert not stock_differences()


def test_who_leaves_while_places_are_handed_out_leaves_none_behind():
    event, _seats, orders, line = full_house(6, 12)
    leave = [partial(services.leave_waiting_list, entry=entry, now=timezone.now()) for entry in line[::2]]
    cancels = [partial(cancel, order) for order in orders]

    at_once([call for three in zip(leave, cancels, [partial(hand_out, event)] * 6, strict=True) for call in three])
    hand_out(event)

    assert set(statuses(line[::2])) <= {"left", "declined"}
    assert statuses(line[1::2]) == ["offered"] * 6
    assert Cart.objects.filter(status=CartStatus.ACTIVE).count() == 6
    assert not stock_differences()


def test_a_capacity_that_is_raised_in_a_rush_serves_the_line_first():
    event, seats, _orders, line = full_house(5, 5)
    Stock.objects.filter(pk=event.stock_id).update(quantity_total=None)
    stock = Stock.objects.get(pk=seats.stock_id)
    raise_it = partial(services.set_capacity, stock=stock, total=12, by=None, now=timezone.now())
    visitors = [partial(make.cart, event, {seats: 1}) for _ in range(12)]

    at_once([*visitors[:6], raise_it, *visitors[6:]])
    hand_out(event)

    assert statuses(line) == ["offered"] * 5
    assert Cart.objects.filter(status=CartStatus.ACTIVE, waiting_entry=None).count() <= 2
    assert not stock_differences()


def test_the_same_person_joining_many_times_at_once_stands_in_line_once():
    event, seats, _orders, _line = full_house(2, 0)
    join = partial(make.waiting, event, [seats], email="ada@example.org")

    answers = at_once([join for _ in range(8)])

    assert len({entry.pk for entry in granted(answers)}) == WaitingListEntry.objects.count() == 1


def test_everything_at_once_neither_deadlocks_nor_loses_a_place():
    event, seats, orders, line = full_house(16, 16)
    for order in orders[:4]:
        cancel(order)
    hand_out(event)
    now = timezone.now()
    offers = list(Cart.objects.filter(waiting_entry__isnull=False).order_by("pk"))
    later = max(cart.expires_at for cart in offers)

    calls = [partial(cancel, order) for order in orders[4:10]]
    calls += [partial(services.leave_waiting_list, entry=entry, now=now) for entry in (line[1], line[6], line[7])]
    calls += [partial(services.revoke_offer, entry=line[2], by=None, now=now)]
    calls += [partial(services.remove_from_waiting_list, entry=line[3], by=None, now=now)]
    calls += [partial(services.check_out, cart=offers[0], details=make.details(offers[0]), now=now)]
    calls += [partial(services.release_lapsed, stock_ids=[seats.stock_id], now=later) for _ in range(3)]
    calls += [partial(make.waiting, event, [seats], email=f"new{number}@example.org") for number in range(4)]
    calls += [partial(make.cart, event, {seats: 1}) for _ in range(10)]
    calls += [partial(hand_out, event) for _ in range(6)]
    answers = at_once([calls[number * 11 % len(calls)] for number in range(len(calls))])

    allowed = {"sold_out", "waiting_list_first", "hold_lapsed", "offer_over", "places_free"}
    assert set(refusals(answers)) <= allowed
    assert not stock_differences()
