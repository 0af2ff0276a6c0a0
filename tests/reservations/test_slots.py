"""Setting slots up: one by one and in series, on the venue's own clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command

from reservations import errors, services
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.series import preview
from reservations.values import Actor, Hours, Series
from tests import make
from tests.reservations.conftest import NOW

THREE = (Hours(start=time(9), end=time(12)), Hours(start=time(12), end=time(15)), Hours(start=time(15), end=time(18)))
EVERY_DAY = frozenset(range(7))


def series(**fields):
    """Ninety days of three slots, as the reservations document seeds them."""
    values = {
        "first_day": NOW.date(),
        "last_day": NOW.date() + timedelta(days=89),
        "weekdays": EVERY_DAY,
        "hours": THREE,
        "capacity": 200,
    }
    return Series(**values | fields)


def change(slot, **changes):
    return services.change_slot(slot=slot, changes=changes, by=None, now=NOW)


def test_ninety_days_of_three_slots_are_made_in_one_step_and_never_twice(mill, count_statements):
    with count_statements() as statements:
        made = services.create_series(venue=mill, series=series(), by=None, now=NOW)

    assert len(made) == ReservationSlot.objects.filter(venue=mill).count() == 270
    assert len(statements) <= 8, statements
    with pytest.raises(errors.SeriesEmpty):
        services.create_series(venue=mill, series=series(), by=None, now=NOW)
    longer = services.create_series(
        venue=mill, series=series(last_day=NOW.date() + timedelta(days=90)), by=None, now=NOW
    )
    assert len(longer) == 3


def test_a_series_keeps_to_its_weekdays_and_leaves_out_exceptions(mill):
    third = NOW.date() + timedelta(days=2)
    only = series(last_day=NOW.date() + timedelta(days=13), weekdays=frozenset({0, 2}), exceptions=frozenset({third}))

    planned = preview(mill, only)

    assert [day.isoformat() for day, hours in planned.new if hours == THREE[0]] == [
        "2026-06-01",
        "2026-06-08",
        "2026-06-10",
    ]


def test_a_series_of_too_many_slots_is_refused(mill):
    with pytest.raises(errors.SeriesTooLong):
        services.create_series(venue=mill, series=series(last_day=NOW.date() + timedelta(days=3650)), by=None, now=NOW)

    assert not ReservationSlot.objects.exists()


def test_a_night_on_which_the_clocks_skip_an_hour_has_no_slot_in_it(mill):
    night = (Hours(start=time(2, 30), end=time(4)), Hours(start=time(4), end=time(5)))

    planned = preview(mill, series(first_day=date(2026, 3, 28), last_day=date(2026, 3, 30), hours=night))

    assert len(planned.new) == 5
    assert planned.refused == ((date(2026, 3, 29), night[0], "The clocks skip 02:30 on 2026-03-29."),)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 3, 28), "2026-03-28T08:00:00+00:00"),
        (date(2026, 3, 29), "2026-03-29T07:00:00+00:00"),
        (date(2026, 10, 24), "2026-10-24T07:00:00+00:00"),
        (date(2026, 10, 25), "2026-10-25T08:00:00+00:00"),
    ],
)
def test_nine_stays_nine_across_both_changes_of_the_clock(mill, day, begins):
    slot = make.slot(mill, on=day, start="09:00", end="11:00", now=NOW)

    assert slot.starts_at.isoformat() == begins
    assert slot.ends_at - slot.starts_at == timedelta(hours=2)


def test_a_slot_in_the_hour_that_comes_twice_lasts_until_its_second_end(mill):
    slot = make.slot(mill, on=date(2026, 10, 25), start="02:00", end="02:30", now=NOW)

    assert (slot.starts_at, slot.ends_at) == (
        datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )


def test_a_slot_that_ends_before_it_starts_ends_on_the_next_day(mill):
    slot = make.slot(mill, on=date(2026, 6, 5), start="22:00", end="01:00", now=NOW)

    assert slot.ends_at.isoformat() == "2026-06-05T23:00:00+00:00"
    with pytest.raises(errors.HoursInvalid):
        make.slot(mill, start="10:00", end="10:00", now=NOW)


def test_a_venue_has_one_slot_at_a_time_and_says_which(mill, slot):
    with pytest.raises(errors.SlotExists) as refusal:
        make.slot(mill, on=slot.date, now=NOW)

    assert refusal.value.facts == {"slot_id": str(slot.pk), "is_closed": False}
    change(slot, is_closed=True)
    with pytest.raises(errors.SlotExists) as refusal:
        make.slot(mill, on=slot.date, now=NOW)
    assert str(refusal.value) == "There is a closed slot at this time. It can be opened again."


def test_a_venue_may_forbid_overlaps_but_not_while_there_are_some(mill, slot):
    overlapping = make.slot(mill, on=slot.date, start="11:00", end="13:00", now=NOW)
    with pytest.raises(errors.SlotsOverlap):
        services.set_visit_rules(venue=mill, changes={"forbids_overlaps": True}, by=None, now=NOW)
    change(overlapping, is_closed=True)

    services.set_visit_rules(venue=mill, changes={"forbids_overlaps": True}, by=None, now=NOW)

    with pytest.raises(errors.SlotsOverlap):
        change(overlapping, is_closed=False)
    with pytest.raises(errors.SlotsOverlap):
        make.slot(mill, on=slot.date, start="11:30", end="13:00", now=NOW)
    make.slot(mill, on=slot.date, start="12:00", end="13:00", now=NOW)
    # The night before reaches into the day.
    make.slot(mill, on=slot.date - timedelta(days=1), start="23:00", end="02:00", now=NOW)
    with pytest.raises(errors.SlotsOverlap):
        make.slot(mill, on=slot.date, start="01:00", end="03:00", now=NOW)


def test_capacity_never_falls_below_what_is_booked(museum, visit_type, slot):
    tickets = list(make.order(museum, {visit_type: 3}, now=NOW).tickets.all())
    services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=NOW)

    with pytest.raises(errors.CapacityBelowBooked) as refusal:
        change(slot, total_capacity=2)

    assert str(refusal.value) == "3 places are booked: the capacity cannot be lower."
    assert change(slot, total_capacity=3).status == "full"


def test_a_closed_slot_keeps_its_visitors_and_takes_no_more(museum, visit_type, slot):
    one, two = make.order(museum, {visit_type: 2}, now=NOW).tickets.all()
    services.reserve(tickets=[one], slot=slot, contact=make.contact(), now=NOW)

    closed = change(slot, is_closed=True)

    assert (closed.status, closed.booked_count) == ("closed", 1)
    with pytest.raises(errors.SlotClosed):
        services.reserve(tickets=[two], slot=closed, contact=make.contact(), now=NOW)
    assert change(slot, is_closed=False).status == "active"


def test_a_slot_goes_for_good_only_if_nothing_was_ever_booked(museum, ticket, slot, later):
    reservation = services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)
    services.cancel_reservations(reservations=reservation, actor=Actor(), now=NOW)

    kept = services.delete_slot(slot=slot, by=None, now=NOW)
    gone = services.delete_slot(slot=later, by=None, now=NOW)

    assert kept.status == "closed"
    assert gone is None
    assert list(ReservationSlot.objects.values_list("pk", flat=True)) == [slot.pk]
    assert TicketReservation.objects.get().slot_id == slot.pk


def test_a_counter_that_differs_is_found_and_set_right(ticket, slot, capsys):
    services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)
    ReservationSlot.objects.filter(pk=slot.pk).update(booked_count=4)

    with pytest.raises(CommandError, match="1 counters differ"):
        call_command("check_stock")
    call_command("check_stock", "--repair")

    assert ReservationSlot.objects.get(pk=slot.pk).booked_count == 1
    assert "booked 4, rows say 1 of 5" in capsys.readouterr().out
