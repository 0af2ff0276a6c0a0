from dataclasses import replace
from datetime import UTC, timedelta

import icalendar

from orders.documents.event_calendar import order_calendar


def test_the_orders_calendar_file_is_the_events(order):
    (event,) = icalendar.Calendar.from_ical(order_calendar(order)).events

    assert event["DTSTART"].dt.astimezone(UTC) == order.event.starts_at
    assert event["DTEND"].dt.astimezone(UTC) == order.event.ends_at
    assert (str(event["UID"]), event["SEQUENCE"]) == ("018f@foyer.example", 3)
    assert str(event["LOCATION"]) == "Großes Tropenhaus, Königin-Luise-Straße 6–8, 14195 Berlin"
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [-timedelta(days=1), -timedelta(hours=2)]


def test_what_opens_something_is_not_in_a_file_that_people_share(order):
    data = order_calendar(replace(order, join_url="https://meet.example/room")).replace(b"\r\n ", b"")

    assert b"lookup-token" not in data
    assert b"meet.example" not in data
    assert b"K7QF2M" not in data


def test_an_online_event_says_so(order):
    online = replace(order, event=replace(order.event, venue_lines=(), latitude=None, longitude=None))

    (event,) = icalendar.Calendar.from_ical(order_calendar(online)).events

    assert str(event["LOCATION"]) == "Online"
