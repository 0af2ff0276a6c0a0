"""Series of slots: asked for, looked at, made in one step; and changes of many slots at once."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reservations import services
from reservations.models import ReservationSlot
from tenants.models import ActivityLog
from tests import make
from tests.office import text
from tests.reservations.conftest import NOW

pytestmark = pytest.mark.django_db
BODY = {
    "first_day": "2026-06-08",
    "last_day": "2026-06-14",
    "weekdays": ["0", "1", "2", "3", "4", "5", "6"],
    "hours": "09:00–12:00\n12:00-15:00",
    "capacity": "50",
    "exceptions": "",
}
HOLIDAYS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Land//Holidays//DE
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20260609
DTEND;VALUE=DATE:20260611
SUMMARY:Bridge days
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20260612T100000Z
SUMMARY:A meeting
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mary(blue_note):
    """A manager's browser."""
    client = Client()
    client.force_login(make.member(blue_note, "manager").user)
    return client


@pytest.fixture
def address(blue_note, mill):
    return f"/manage/{blue_note.slug}/visits/{mill.number}/series/"


def typed(page):
    return dict(page.context["typed"]) | {"weekdays": page.context["weekdays"]}


def test_ninety_days_of_three_slots_are_suggested_and_made_in_one_step(mary, mill, address):
    asked = mary.get(address)
    form = asked.context["form"]
    body = {name: form[name].value() for name in ("first_day", "last_day", "hours", "capacity", "weekdays")}
    body |= {"first_day": f"{body['first_day']}", "last_day": f"{body['last_day']}", "exceptions": ""}

    shown = mary.post(address, body)
    assert not ReservationSlot.objects.exists()
    made = mary.post(address, typed(shown) | {"step": "create"})

    assert "Add 270 slots" in text(shown)
    assert made.headers["Location"].endswith(f"/{mill.number}/?date=2026-06-02")
    slots = ReservationSlot.objects.filter(venue=mill)
    assert (slots.count(), slots.filter(total_capacity=200).count()) == (270, 270)
    assert set(slots.values_list("start_time", "end_time")) == {
        (time(9), time(12)),
        (time(12), time(15)),
        (time(15), time(18)),
    }
    assert (slots.earliest("date").date, slots.latest("date").date) == (date(2026, 6, 2), date(2026, 8, 30))


def test_what_is_there_already_stays_and_nothing_is_made_twice(mary, mill, address):
    there = make.slot(mill, on=date(2026, 6, 9), start="09:00", end="11:00", capacity=7, now=NOW)

    shown = mary.post(address, BODY)
    for _time in range(2):
        again = mary.post(address, BODY | {"step": "create"})

    assert (len(shown.context["planned"].new), len(shown.context["planned"].there)) == (13, 1)
    assert again.context["form"].errors["last_day"] == ["No new slot would come of this."]
    assert ReservationSlot.objects.count() == 14
    there.refresh_from_db()
    assert (there.total_capacity, there.end_time) == (7, time(11))


def test_exceptions_are_days_and_ranges_with_or_without_words(mary, address):
    exceptions = "2026-06-08 Closed for cleaning\n\n2026-06-10–2026-06-12 Fair\n2026-06-14"

    shown = mary.post(address, BODY | {"exceptions": exceptions, "weekdays": ["0", "1", "2", "3", "4", "5"]})

    assert {day for day, _hours in shown.context["planned"].new} == {date(2026, 6, 9), date(2026, 6, 13)}


def test_holidays_of_a_calendar_file_become_lines_that_are_kept(mary, address):
    upload = SimpleUploadedFile("holidays.ics", HOLIDAYS, "text/calendar")
    shown = mary.post(address, BODY | {"holidays": upload})
    edited = mary.post(address, typed(shown) | {"step": "edit"})
    mary.post(address, typed(shown) | {"step": "create"})

    days = {day for day, _hours in shown.context["planned"].new}
    assert days == {date(2026, 6, 8) + timedelta(days=number) for number in (0, 3, 4, 5, 6)}
    assert edited.context["form"]["exceptions"].value() == "2026-06-09–2026-06-10 Bridge days"
    assert set(ReservationSlot.objects.values_list("date", flat=True)) == days


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00", HOLIDAYS.replace(b"VALUE=DATE:", b"VALUE=DATE:x")])
def test_a_file_that_is_no_calendar_is_refused_at_its_field(mary, address, content):
    page = mary.post(address, BODY | {"holidays": SimpleUploadedFile("holidays.ics", content, "text/calendar")})

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"holidays"}


def test_a_time_that_the_clocks_skip_is_left_out_and_said_so(mary, address):
    body = BODY | {"first_day": "2027-03-27", "last_day": "2027-03-29", "hours": "02:30–04:00"}

    shown = mary.post(address, body)
    mary.post(address, body | {"step": "create"})

    assert "The clocks skip 02:30 on 2027-03-28." in text(shown)
    assert set(ReservationSlot.objects.values_list("date", flat=True)) == {date(2027, 3, 27), date(2027, 3, 29)}


def test_more_than_five_thousand_slots_are_refused_kindly(mary, address):
    hours = "\n".join(
        f"{hour:02}:{minute:02}–{hour:02}:{minute + 9:02}" for hour in range(24) for minute in (0, 20, 40)
    )
    page = mary.post(address, BODY | {"last_day": "2026-12-31", "hours": hours, "step": "create"})
    shown = mary.post(address, BODY | {"last_day": "2026-12-31", "hours": hours})

    for answer in (page, shown):
        assert answer.context["form"].errors["last_day"] == [
            "That is more than 5000 slots. Please choose a shorter time."
        ]
        assert answer.context["form"]["hours"].value() == hours
    assert not ReservationSlot.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"last_day": "2026-06-07"}, "last_day", "The last day comes before the first."),
        ({"last_day": "2031-06-01"}, "last_day", "A series covers three years at most."),
        ({"last_day": "9999-12-31"}, "last_day", "Please choose a day within the next 5 years."),
        ({"weekdays": []}, "weekdays", "This field is required."),
        ({"weekdays": ["9"]}, "weekdays", "Select a valid choice. 9 is not one of the available choices."),
        ({"hours": "morning"}, "hours", "“morning” should be hours like 09:00–12:00."),
        ({"hours": "25:00–26:00"}, "hours", "“25:00–26:00” is not a time of day."),
        ({"hours": "9–9"}, "hours", "“9–9” ends as it begins."),
        ({"hours": "9–11\n09:00–12:00"}, "hours", "Two lines begin at 09:00."),
        ({"exceptions": "Christmas"}, "exceptions", "“Christmas” should be a day like 2026-12-24"),
        ({"exceptions": "2026-02-30"}, "exceptions", "“2026-02-30” should be a day like 2026-12-24"),
        ({"exceptions": "2026-12-24–2026-12-20"}, "exceptions", "ends before it begins."),
        ({"capacity": "many"}, "capacity", "Enter a whole number."),
    ],
)
def test_what_makes_no_series_is_refused_at_its_field_and_stays(mary, address, change, field, message):
    page = mary.post(address, BODY | change)

    assert page.status_code == 200
    assert message in page.context["form"].errors[field][0]
    assert page.context["form"]["hours"].value() == (BODY | change)["hours"]
    assert not ReservationSlot.objects.exists()


def test_an_exception_of_ten_thousand_years_troubles_nobody(mary, address):
    shown = mary.post(address, BODY | {"exceptions": "0001-01-01–9999-12-31"})

    assert shown.status_code == 200


def test_going_back_keeps_all_that_was_typed(mary, address):
    body = BODY | {"weekdays": ["2", "4"], "exceptions": "2026-06-10 Fair", "capacity": "33"}
    shown = mary.post(address, body)

    page = mary.post(address, typed(shown) | {"step": "edit"})

    form = page.context["form"]
    assert {name: form[name].value() for name in body} == body
    assert not form.errors


def test_slots_that_may_not_overlap_are_refused_with_the_hours(mary, mill, address):
    services.set_visit_rules(venue=mill, changes={"forbids_overlaps": True}, by=None, now=NOW)

    page = mary.post(address, BODY | {"hours": "09:00–12:00\n11:00–13:00", "step": "create"})

    assert page.context["form"].errors["hours"] == ["This time overlaps with another slot of this venue."]
    assert not ReservationSlot.objects.exists()


# --- Many at once ---------------------------------------------------------------------------------------------------


@pytest.fixture
def week(mary, address):
    """Two slots a day, from Monday to Sunday."""
    mary.post(address, BODY | {"step": "create"})
    return address.replace("series", "changes")


RANGE = {key: BODY[key] for key in ("first_day", "last_day", "weekdays")}


def test_chosen_weekdays_and_hours_close_and_open_again(mary, week):
    body = RANGE | {"action": "close", "weekdays": ["5", "6"], "begins_from": "10:00"}

    closed = mary.post(week, body)
    states = list(ReservationSlot.objects.filter(is_closed=True).values_list("date", "start_time"))
    mary.post(week, body | {"action": "reopen"})

    assert "2 slots were changed." in text(closed)
    assert states == [(date(2026, 6, 13), time(12)), (date(2026, 6, 14), time(12))]
    assert not ReservationSlot.objects.filter(is_closed=True).exists()
    assert ActivityLog.objects.filter(action="slot.changed").count() == 4


def test_places_are_set_but_never_below_what_is_booked(mary, mill, week, museum, visit_type):
    slot = ReservationSlot.objects.earliest("date", "start_time")
    tickets = list(make.order(museum, {visit_type: 2}, now=NOW).tickets.all())
    services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=NOW)

    page = mary.post(week, RANGE | {"action": "capacity", "capacity": "1"})

    assert "13 slots were changed." in text(page)
    assert "2 places are booked: the capacity cannot be lower." in text(page)
    slot.refresh_from_db()
    assert slot.total_capacity == 50
    assert ReservationSlot.objects.filter(total_capacity=1).count() == 13


def test_of_closed_slots_that_overlap_only_one_opens_again(mary, mill, week):
    mary.post(week, RANGE | {"action": "close"})
    make.slot(mill, on=date(2026, 6, 8), start="10:00", end="11:00", now=NOW)
    services.set_visit_rules(venue=mill, changes={"forbids_overlaps": True}, by=None, now=NOW)

    page = mary.post(week, RANGE | {"action": "reopen"})

    assert "13 slots were changed." in text(page)
    assert "This time overlaps with another slot of this venue." in text(page)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action": "explode"}, "action"),
        ({"action": "capacity"}, "capacity"),
        ({"action": "capacity", "capacity": "-3"}, "capacity"),
        ({"last_day": "2026-06-01"}, "last_day"),
        ({"first_day": ""}, "first_day"),
        ({"begins_from": "noon"}, "begins_from"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(mary, week, change, field):
    page = mary.post(week, RANGE | {"action": "close"} | change)

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert not ReservationSlot.objects.filter(is_closed=True).exists()
