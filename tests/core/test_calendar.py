from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import ics
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketing.core.calendar import CalendarFacts, event_calendar

GALA = CalendarFacts(
    uid="018f@foyer.example",
    sequence=4,
    stamp=datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
    summary='Gala; "night", part 1\\2 – Ärger & 寿司',
    starts_at=datetime(2027, 4, 3, 18, 0, tzinfo=UTC),
    ends_at=datetime(2027, 4, 3, 22, 30, tzinfo=UTC),
    time_zone="Europe/Berlin",
    location="Großes Haus, Straße 6; Berlin",
    latitude=52.45,
    longitude=13.3,
    url="https://foyer.example/haus/gala/",
    description="First line\nSecond line, with comma",
    organizer_name='Haus "der" Künste',
    organizer_email="hallo@haus.example",
    reminders=(timedelta(days=1), timedelta(hours=2)),
)
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
]


def entry(data):
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.events
    return calendar, event


def test_the_entry_says_all_it_was_told():
    calendar, event = entry(event_calendar(GALA, language="de"))

    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == "018f@foyer.example"
    assert event["SEQUENCE"] == 4
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == GALA.stamp
    assert str(event["SUMMARY"]) == GALA.summary
    assert event["SUMMARY"].params["LANGUAGE"] == "de"
    assert str(event["LOCATION"]) == GALA.location
    assert str(event["DESCRIPTION"]) == GALA.description
    assert (event["GEO"].latitude, event["GEO"].longitude) == (52.45, 13.3)
    assert str(event["URL"]) == GALA.url
    assert str(event["ORGANIZER"]) == "mailto:hallo@haus.example"
    assert event["ORGANIZER"].params["CN"] == "Haus 'der' Künste"
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [-timedelta(days=1), -timedelta(hours=2)]


def test_what_is_not_known_is_not_written():
    bare = replace(GALA, location="", description="", url="", latitude=None, organizer_email="", reminders=())

    data = event_calendar(bare)

    for name in (b"LOCATION", b"DESCRIPTION", b"URL", b"GEO", b"ORGANIZER", b"VALARM"):
        assert name not in data


def test_a_cancellation_takes_the_entry_back_and_reminds_nobody():
    calendar, event = entry(event_calendar(replace(GALA, cancelled=True, sequence=5)))

    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == GALA.uid
    assert not event.walk("VALARM")


def test_the_same_facts_give_the_same_file():
    assert event_calendar(GALA) == event_calendar(GALA)


def test_lines_are_crlf_and_at_most_75_bytes():
    data = event_calendar(replace(GALA, summary="寿司" * 60, description="x" * 500))

    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_a_local_time_names_its_zone_and_brings_its_rules():
    calendar, event = entry(event_calendar(GALA))

    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert b"DTSTART;TZID=Europe/Berlin:20270403T200000" in event_calendar(GALA)
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Europe/Berlin"]


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=20)
@given(second=st.integers(1_700_000_000, 2_080_000_000), minutes=st.integers(1, 60 * 24 * 4))
def test_two_parsers_read_the_same_instants(zone, second, minutes):
    starts_at = datetime.fromtimestamp(second, UTC)
    ends_at = starts_at + timedelta(minutes=minutes)

    data = event_calendar(replace(GALA, starts_at=starts_at, ends_at=ends_at, time_zone=zone))

    assert_read_as(data, starts_at, ends_at)


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 10, 31, 1, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 11, 7, 6, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 4, 3, 15, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 10, 2, 15, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("minutes", [-90, -60, -45, -30, -15, -1, 0, 1, 15, 30, 45, 60, 90])
def test_instants_hold_around_a_change_of_the_clock(zone, change, minutes):
    starts_at = change + timedelta(minutes=minutes)
    ends_at = starts_at + timedelta(hours=3)

    data = event_calendar(replace(GALA, starts_at=starts_at, ends_at=ends_at, time_zone=zone))

    assert_read_as(data, starts_at, ends_at)


@pytest.mark.parametrize("field", ["summary", "location", "description", "organizer_name", "url", "uid"])
def test_no_field_can_start_a_line_of_its_own(field):
    hostile = replace(GALA, **{field: "x\r\nATTACH:https://evil.example\x00\nEND:VEVENT\u2028\x0b\x1by"})

    lines = event_calendar(hostile).replace(b"\r\n ", b"").split(b"\r\n")

    assert not [line for line in lines if line.startswith(b"ATTACH")]
    assert lines.count(b"END:VEVENT") == 1
    assert not [line for line in lines if set(line) & set(b"\x00\x0b\x1b\r\n")]
    entry(event_calendar(hostile))


def assert_read_as(data, starts_at, ends_at):
    """By icalendar, and by ics, which reads zones by its own means."""
    _, event = entry(data)
    assert (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) == (starts_at, ends_at)
    (read,) = ics.Calendar(data.decode()).events
    assert (read.begin.to("utc").datetime, read.end.to("utc").datetime) == (starts_at, ends_at)
