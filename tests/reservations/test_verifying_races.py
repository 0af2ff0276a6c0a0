"""Two operators, one visitor, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from checkin import services as door_services
from checkin.models import Redemption, Scan
from orders import services as order_services
from orders.models import Ticket
from reservations.models import TicketReservation
from reservations.queries.slot_check import slot_differences
from tests.reservations.conftest import NOW
from tests.reservations.door import reserve, scan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def at_once(*works):
    """Run these in threads that start together."""
    barrier = Barrier(len(works))

    def one(work):
        try:
            barrier.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_two_operators_at_once_verify_one_visitor_once(ticket, slot, mill, bob, mary):
    reservation = reserve(ticket, slot)
    works = [partial(scan, ticket, at=mill, by=who, now=slot.starts_at) for who in (bob, mary) * 4]

    answers = at_once(*works)

    assert sorted(answer.result for answer in answers) == ["admitted", *["already_used"] * 7]
    assert Redemption.objects.count() == 1
    assert Scan.objects.count() == 8
    winner = Scan.objects.get(result="admitted").operator
    assert Ticket.objects.get(pk=ticket.pk).verified_by == winner
    assert TicketReservation.objects.get(pk=reservation.pk).status == "verified"
    assert not slot_differences()


def test_forcing_and_scanning_at_once_admits_once(ticket, slot, mill, mary):
    reserve(ticket, slot)
    forced = partial(scan, ticket, at=mill, by=mary, now=slot.starts_at, force_reason="In a hurry")
    plain = partial(scan, ticket, at=mill, by=mary, now=slot.starts_at)

    answers = at_once(*[forced, plain] * 3)

    assert sorted(answer.result for answer in answers) == ["admitted", *["already_used"] * 5]
    assert not slot_differences()


def test_cancelling_while_scanning_leaves_a_visit_or_a_free_place_and_never_both(ticket, slot, mill, bob):
    reserve(ticket, slot)
    cancel = partial(order_services.cancel_order, order=ticket.order, by=None, now=NOW)

    answer, _cancelled = at_once(partial(scan, ticket, at=mill, by=bob, now=slot.starts_at), cancel)

    assert answer.result in ("admitted", "cancelled")
    status = TicketReservation.objects.get().status
    assert status == ("verified" if answer.result == "admitted" else "cancelled")
    assert not slot_differences()


def test_undoing_while_scanning_ends_in_one_of_the_two(ticket, slot, mill, mary):
    reserve(ticket, slot)
    scan(ticket, at=mill, by=mary, now=slot.starts_at)
    undo = partial(door_services.undo_admission, redemption=Redemption.objects.get(), by=mary.user, now=slot.starts_at)

    again, _undone = at_once(partial(scan, ticket, at=mill, by=mary, now=slot.starts_at), undo)

    status = TicketReservation.objects.get().status
    live = Redemption.objects.filter(ended_at=None).count()
    assert (again.result, status, live) in [("admitted", "verified", 1), ("already_used", "reserved", 0)]
    assert not slot_differences()
