"""Many visitors want the same few places of a slot at once, by all ways there are, with no worker running."""

from datetime import timedelta
from functools import partial
from itertools import cycle, islice

import pytest
from django.utils import timezone

from events.models import SlotChoice
from orders import services as order_services
from orders.queries.stock_check import stock_differences
from reservations import services
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.slot_check import slot_differences
from reservations.values import Actor
from tests import make
from tests.faults.crowd import at_once, granted, refusals

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


class Museum:
    """A venue with visits chosen later and visits chosen at checkout, and slots of so many places."""

    def __init__(self, *capacities):
        self.event = make.event(make.tenant(), published=False, name="Museum")
        self.visit = make.visit_type(self.event, name="Later", places=None, max_per_order=200)
        self.timed = make.visit_type(self.event, name="Timed", places=None, slot_choice=SlotChoice.CHECKOUT)
        make.publish(self.event)
        self.slots = [
            make.slot(self.event.venue, start=f"{8 + number:02}:00", end=f"{9 + number:02}:00", capacity=capacity)
            for number, capacity in enumerate(capacities)
        ]

    def tickets(self, count):
        return list(make.order(self.event, {self.visit: count}).tickets.order_by("pk"))


def booked(*slots):
    return [ReservationSlot.objects.values_list("booked_count", flat=True).get(pk=slot.pk) for slot in slots]


def reserve(tickets, slot):
    return services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=timezone.now())


def buy(museum, slot, quantity):
    return make.order(museum.event, {museum.timed: quantity}, slots={museum.timed: slot})


def move(reservation, slot):
    return services.move_reservations(reservations=[reservation], slot=slot, actor=Actor(), now=timezone.now())


def cancel(reservation):
    return services.cancel_reservations(reservations=[reservation], actor=Actor(), now=timezone.now())


def test_fifty_visitors_want_the_last_three_places():
    museum = Museum(3)
    tickets = museum.tickets(50)

    answers = at_once([partial(reserve, [ticket], museum.slots[0]) for ticket in tickets])

    assert len(granted(answers)) == TicketReservation.objects.live().count() == 3
    assert set(refusals(answers)) == {"slot_full"}
    assert booked(museum.slots[0]) == [3]


def test_one_ticket_reserved_twenty_times_at_once_has_one_place():
    museum = Museum(100, 100)
    (ticket,) = museum.tickets(1)

    answers = at_once([partial(reserve, [ticket], slot) for slot in islice(cycle(museum.slots), 20)])

    assert len(granted(answers)) == TicketReservation.objects.live().count() == 1
    assert refusals(answers) == ["already_reserved"] * 19
    assert sum(booked(*museum.slots)) == 1


def test_groups_and_purchases_share_a_slot_to_the_last_place():
    museum = Museum(40)
    tickets = museum.tickets(60)
    groups = [tickets[start : start + 3] for start in range(0, 60, 3)]
    calls = [partial(reserve, group, museum.slots[0]) for group in groups]
    calls += [partial(buy, museum, museum.slots[0], 2) for _number in range(20)]

    answers = at_once(calls)

    places = TicketReservation.objects.live().count()
    assert booked(museum.slots[0]) == [places]
    # What is left is too little for a group, or for a pair.
    assert 38 <= places <= 40
    assert set(refusals(answers)) <= {"slot_full"}
    assert not slot_differences()
    assert not stock_differences()


def test_moves_in_a_circle_between_full_slots_end_and_change_nothing():
    museum = Museum(4, 4, 4)
    tickets = museum.tickets(12)
    rows = [
        reservation
        for number, slot in enumerate(museum.slots)
        for reservation in reserve(tickets[number * 4 : number * 4 + 4], slot)
    ]
    following = {slot.pk: museum.slots[(number + 1) % 3] for number, slot in enumerate(museum.slots)}

    answers = at_once([partial(move, row, following[row.slot_id]) for row in rows])

    assert refusals(answers) == ["slot_full"] * 12
    assert booked(*museum.slots) == [4, 4, 4]
    assert not slot_differences()


def test_moves_in_a_circle_with_one_free_place_lose_and_double_none():
    museum = Museum(4, 4, 5)
    tickets = museum.tickets(12)
    rows = [
        reservation
        for number, slot in enumerate(museum.slots)
        for reservation in reserve(tickets[number * 4 : number * 4 + 4], slot)
    ]
    calls = [partial(move, row, slot) for row in rows for slot in museum.slots]

    at_once(calls)

    assert TicketReservation.objects.live().count() == sum(booked(*museum.slots)) == 12
    assert not slot_differences()


def test_a_hundred_mixed_steps_end_without_a_deadlock():
    museum = Museum(10, 10, 10)
    tickets = museum.tickets(30)
    rows = [row for number in range(3) for row in reserve(tickets[number * 5 : number * 5 + 5], museum.slots[number])]
    long_ago = timezone.now() - timedelta(days=1)
    for slot in museum.slots:
        make.cart(museum.event, {museum.timed: 5}, slots={museum.timed: slot}, now=long_ago)
    paid = [buy_first(museum, number) for number in range(3)]
    slots = list(islice(cycle(museum.slots), 30))
    calls = [
        *(partial(move, row, slot) for row, slot in zip(rows, slots, strict=False)),
        *(partial(cancel, row) for row in rows[::2]),
        *(partial(reserve, [ticket], slot) for ticket, slot in zip(tickets[15:], slots, strict=False)),
        *(partial(buy, museum, slot, 2) for slot in slots),
        *(partial(cancel_order, order) for order in paid),
        *(partial(resize, slot, capacity) for slot in museum.slots for capacity in (6, 12)),
    ]

    at_once(calls)

    assert not slot_differences()
    assert not stock_differences()
    assert all(slot.booked_count <= slot.total_capacity for slot in ReservationSlot.objects.all())


def buy_first(museum, number):
    """An order that takes the places of what lapsed."""
    return make.order(museum.event, {museum.timed: 1}, slots={museum.timed: museum.slots[number]})


def cancel_order(order):
    return order_services.cancel_order(order=order, by=None, now=timezone.now())


def resize(slot, capacity):
    return services.change_slot(slot=slot, changes={"total_capacity": capacity}, by=None, now=timezone.now())
