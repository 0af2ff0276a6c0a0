from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from orders.documents import words


def plain(text):
    return str(text).replace("\u2009", " ").replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("en", "Europe/Berlin", "Saturday, 3 April 2027, 20:00–01:30 CEST"),
        ("de", "Europe/Berlin", "Samstag, 3. April 2027, 20:00–01:30 Uhr MESZ"),
        ("en", "Asia/Tokyo", "Sunday, 4 April 2027, 03:00–08:30 JST"),
        ("en", "America/New_York", "Saturday, 3 April 2027, 14:00–19:30 EDT"),
        ("en", "Asia/Kathmandu", "Saturday, 3 April 2027, 23:45–05:15 GMT+05:45"),
    ],
)
def test_a_night_out_is_shown_on_its_own_clock_in_the_readers_words(order, language, zone, expected):
    with translation.override(language):
        shown = words.when(replace(order.event, time_zone=zone))

    assert plain(shown) == expected


def test_a_longer_event_shows_both_its_days(order):
    festival = replace(order.event, ends_at=order.event.starts_at + timedelta(days=2, hours=-3))

    with translation.override("en"):
        shown = words.when(festival)

    assert plain(shown.days) == "Sat, 3 Apr – Mon, 5 Apr 2027"
    assert plain(shown.hours) == "starts 20:00, ends 17:00 CEST"


def test_a_moment_is_shown_on_the_events_clock(order):
    with translation.override("de"):
        assert plain(words.moment(order.placed_at, "Europe/Berlin")) == "20. November 2026, 01:00 MEZ"
