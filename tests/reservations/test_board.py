"""A venue's day on the board: which slots it shows, and whom it counts where; over midnight and without a day's end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from checkin import access
from checkin import services as door_services
from checkin.models import Redemption
from checkin.values import Attempt
from reservations import services
from reservations.queries import board as boards
from reservations.values import Actor
from tests import make
from tests.reservations.conftest import NOW
from tests.reservations.door import reserve, scan

TUESDAY = (NOW + timedelta(days=1)).date()
WEDNESDAY = (NOW + timedelta(days=2)).date()


def at(day, hour, minute=0):
    """A moment on Berlin's clock in June."""
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC) - timedelta(hours=2)


@pytest.fixture
def night(mill, museum):
    """From ten on Tuesday to one on Wednesday."""
    return make.slot(mill, on=TUESDAY, start="22:00", end="01:00", now=NOW)


@pytest.fixture
def morning(mill, museum):
    """Nine to eleven on Wednesday."""
    return make.slot(mill, on=WEDNESDAY, start="09:00", end="11:00", now=NOW)


@pytest.fixture
def tickets(museum, visit_type):
    return list(make.order(museum, {visit_type: 4}, now=NOW).tickets.order_by("pk"))


def shown(board):
    return [(row.slot, row.expected, row.arrived, row.walk_ins) for row in board.rows]


def test_a_slot_over_midnight_counts_for_the_day_it_begins_and_both_show_it_while_it_runs(
    mill, night, morning, tickets, bob
):
    reserve(tickets[0], night)
    reserve(tickets[1], night)
    scan(tickets[0], at=mill, by=bob, now=at(3, 0, 30))

    tuesday = boards.of_day(mill, TUESDAY, now=at(3, 0, 30))
    wednesday = boards.of_day(mill, WEDNESDAY, now=at(3, 0, 30))
    afterwards = boards.of_day(mill, WEDNESDAY, now=at(3, 1))
    before = boards.of_day(mill, WEDNESDAY, now=at(2, 23))

    assert shown(tuesday) == [(night, 2, 1, 0)]
    assert (tuesday.expected, tuesday.arrived, tuesday.missing, tuesday.is_today) == (2, 1, 1, False)
    assert shown(wednesday) == [(night, 2, 1, 0), (morning, 0, 0, 0)]
    assert [row.is_running for row in wednesday.rows] == [True, False]
    assert [row.is_from_day_before for row in wednesday.rows] == [True, False]
    assert (wednesday.expected, wednesday.arrived, wednesday.is_today) == (0, 0, True)
    assert shown(afterwards) == [(morning, 0, 0, 0)]
    assert shown(before) == [(morning, 0, 0, 0)]


def test_walk_ins_count_for_the_slot_that_had_begun_last(mill, slot, later, night, morning, tickets, mary):
    for ticket, moment in zip(tickets, (at(2, 9), at(2, 13), at(3, 0, 30), at(3, 5)), strict=True):
        scan(ticket, at=mill, by=mary, now=moment, force_reason="Walked in")

    tuesday = boards.of_day(mill, TUESDAY, now=at(3, 0, 45))
    wednesday = boards.of_day(mill, WEDNESDAY, now=at(3, 0, 45))

    assert shown(tuesday) == [(slot, 0, 0, 1), (later, 0, 0, 1), (night, 0, 0, 1)]
    assert tuesday.walk_ins == 3
    assert shown(wednesday) == [(night, 0, 0, 1), (morning, 0, 0, 1)]
    assert wednesday.walk_ins == 1


def test_who_reserved_for_the_day_and_is_admitted_anyway_has_arrived_and_did_not_walk_in(
    mill, slot, later, morning, tickets, mary
):
    reserve(tickets[0], slot)
    reserve(tickets[1], morning)
    for ticket in tickets[:2]:
        assert scan(ticket, at=mill, by=mary, now=at(2, 13), force_reason="Late").result == "admitted"

    assert shown(boards.of_day(mill, TUESDAY, now=at(2, 13))) == [(slot, 1, 1, 0), (later, 0, 0, 1)]
    assert shown(boards.of_day(mill, WEDNESDAY, now=at(2, 13))) == [(morning, 1, 1, 0)]


def test_an_admission_that_was_undone_counts_nowhere(mill, slot, tickets, mary):
    reserve(tickets[0], slot)
    scan(tickets[0], at=mill, by=mary, now=at(2, 10))
    scan(tickets[1], at=mill, by=mary, now=at(2, 10), force_reason="Walked in")
    for redemption in Redemption.objects.all():
        door_services.undo_admission(redemption=redemption, by=mary.user, now=at(2, 10))

    assert shown(boards.of_day(mill, TUESDAY, now=at(2, 10))) == [(slot, 1, 0, 0)]


def test_cancelled_reservations_are_not_expected(mill, slot, tickets):
    reservations = services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=NOW)
    services.cancel_reservations(reservations=reservations[:3], actor=Actor(), now=NOW)

    assert shown(boards.of_day(mill, TUESDAY, now=NOW)) == [(slot, 1, 0, 0)]


def test_walk_ins_at_an_events_own_gate_count_for_the_venue_of_their_visits(
    mill, museum, slot, tickets, mary, blue_note
):
    annex = make.venue(blue_note, name="Annex")
    make.slot(annex, on=TUESDAY, now=NOW)
    door = access.door(museum.gates.get(), operator=mary.user)
    door = replace(door, permissions=frozenset({"checkin.scan", "checkin.force"}))
    attempt = Attempt(scan_id=uuid4(), text=tickets[0].code, force_reason="Walked in")
    door_services.redeem(door=door, attempt=attempt, now=at(2, 10))
    scan(tickets[1], at=annex, by=mary, now=at(2, 10), force_reason="Walked in elsewhere")

    assert boards.of_day(mill, TUESDAY, now=at(2, 10)).walk_ins == 1
    assert boards.of_day(annex, TUESDAY, now=at(2, 10)).walk_ins == 1


@pytest.mark.parametrize(
    ("day", "hours", "moments"),
    [
        ("2026-03-29", ("01:00", "04:00"), {"2026-03-29T00:00": True, "2026-03-29T02:00": False}),
        ("2026-10-25", ("02:00", "02:30"), {"2026-10-25T00:45": True, "2026-10-25T01:29": True}),
    ],
)
def test_the_running_slot_is_right_while_the_clocks_change(mill, day, hours, moments):
    slot = make.slot(mill, on=datetime.fromisoformat(day).date(), start=hours[0], end=hours[1], now=NOW)

    for moment, is_running in moments.items():
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        (row,) = boards.of_day(mill, slot.date, now=now).rows
        assert row.is_running == is_running, moment


def test_a_board_takes_two_statements_however_many_slots(mill, slot, later, night, tickets, mary, count_statements):
    scan(tickets[0], at=mill, by=mary, now=at(2, 13), force_reason="Walked in")

    with count_statements() as statements:
        boards.of_day(mill, TUESDAY, now=at(2, 13))

    assert len(statements) == 2, statements
