"""How slots are locked: once, in order, late; nothing but their own count, and the stocks, comes after them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import SlotChoice
from orders import services as order_services
from reservations import services
from reservations.values import Actor
from tests import make
from tests.reservations.conftest import NOW

SLOTS, STOCKS = "reservations_reservationslot", "events_stock"


@pytest.fixture
def timed(museum):
    return make.visit_type(museum, name="Timed", price_cents=1200, slot_choice=SlotChoice.CHECKOUT)


@pytest.fixture
def reserved(museum, visit_type, slot):
    """Three tickets of one order with places in the first slot."""
    tickets = list(make.order(museum, {visit_type: 3}, now=NOW).tickets.order_by("pk"))
    return services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=NOW)


def _reserve(museum, timed, slot, later, reserved):
    ticket = make.order(museum, {museum.ticket_types.get(name="Visit"): 1}, now=NOW).tickets.get()
    return lambda: services.reserve(tickets=[ticket], slot=later, contact=make.contact(), now=NOW)


def _move(museum, timed, slot, later, reserved):
    return lambda: services.move_reservations(reservations=reserved, slot=later, actor=Actor(), now=NOW)


def _cancel(museum, timed, slot, later, reserved):
    return lambda: services.cancel_reservations(reservations=reserved, actor=Actor(), now=NOW)


def _hold(museum, timed, slot, later, reserved):
    return lambda: make.cart(museum, {timed: 1}, slots={timed: later}, now=NOW)


def _choose_anew(museum, timed, slot, later, reserved):
    previous = make.cart(museum, {timed: 1}, slots={timed: later}, now=NOW)
    return lambda: order_services.hold_places(
        event=museum,
        wanted={timed.pk: 1},
        slots={timed.pk: slot.pk},
        visitor=order_services.Visitor(),
        previous=previous,
        now=NOW,
    )


def _release(museum, timed, slot, later, reserved):
    make.cart(museum, {timed: 1}, slots={timed: later}, now=NOW - timedelta(hours=1))
    make.order(museum, {timed: 1}, slots={timed: slot}, paid=False, now=NOW - timedelta(hours=1))
    return lambda: order_services.release_lapsed(slot_ids=[slot.pk, later.pk], now=NOW)


def _cancel_tickets(museum, timed, slot, later, reserved):
    order = reserved[0].ticket.order
    return lambda: order_services.cancel_tickets(order=order, tickets=[reserved[0].ticket], by=None, now=NOW)


STEPS = [_reserve, _move, _cancel, _hold, _choose_anew, _release, _cancel_tickets]


@pytest.mark.parametrize("prepare", STEPS, ids=lambda step: step.__name__.strip("_"))
def test_slots_are_locked_once_and_only_the_stocks_come_after(museum, timed, slot, later, reserved, prepare):
    step = prepare(museum, timed, slot, later, reserved)

    with CaptureQueriesContext(connection) as captured:
        step()

    texts = [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    locks = [number for number, text in enumerate(texts) if f'FOR NO KEY UPDATE OF "{SLOTS}"' in text]
    assert len(locks) == 1, texts
    assert f'ORDER BY "{SLOTS}"."id"' in texts[locks[0]]
    assert "SET CONSTRAINTS ALL IMMEDIATE" in texts[locks[0] - 1]
    after = texts[locks[0] + 1 :]
    assert SLOTS in after[0]
    assert all(STOCKS in text for text in after[1:]), after


def test_a_reservation_costs_few_statements(museum, visit_type, slot, count_statements):
    ticket = make.order(museum, {visit_type: 1}, now=NOW).tickets.get()

    with count_statements() as statements:
        services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)

    assert len(statements) <= 10, statements
