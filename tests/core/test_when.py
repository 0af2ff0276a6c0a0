"""Moments are shown on the event's clock, in the visitor's language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from ticketing.core import when

EVENING = datetime(2026, 12, 12, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "style", "words"),
    [
        ("en", "full", "Saturday, 12 December 2026"),
        ("en", "medium", "12 Dec 2026"),
        ("en", "short", "Sat 12 Dec"),
        ("de", "full", "Samstag, 12. Dezember 2026"),
        ("de", "short", "Sa., 12. Dez."),
    ],
)
def test_a_day_is_written_in_the_visitors_language(language, style, words):
    assert when.local_date(EVENING, "Europe/Berlin", style, language) == words


def test_the_clock_is_that_of_the_event():
    assert when.local_time(EVENING, "Europe/Berlin", "en") == "19:30"
    assert when.local_time(EVENING, "Asia/Tokyo", "en") == "03:30"
    assert when.local_date(EVENING, "Asia/Tokyo", "short", "en") == "Sun 13 Dec"


@pytest.mark.parametrize(
    ("zone", "language", "label"),
    [
        ("Europe/Berlin", "en", "CET"),
        ("Europe/Berlin", "de", "MEZ"),
        ("Asia/Tokyo", "en", "JST"),
        ("America/New_York", "en", "EST"),
        ("America/Sao_Paulo", "en", "GMT-03:00"),
    ],
)
def test_a_zone_is_named_as_people_know_it(zone, language, label):
    assert when.zone_label(EVENING, zone, language) == label


def test_an_evening_that_ends_after_midnight_is_still_one_evening():
    with translation.override("en"):
        until_two = when.time_range(EVENING, EVENING + timedelta(hours=6, minutes=30), "Europe/Berlin")
        festival = when.time_range(EVENING, EVENING + timedelta(days=2), "Europe/Berlin")
        open_end = when.time_range(EVENING, None, "Europe/Berlin")

    assert until_two == "19:30 – 02:00 CET"
    assert festival == "19:30 until Mon 14 Dec, 19:30 CET"
    assert open_end == "19:30 CET"


def test_the_hour_that_the_clocks_go_back_keeps_its_zone():
    summer, winter = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert when.local_time(summer, "Europe/Berlin", "en") == when.local_time(winter, "Europe/Berlin", "en") == "02:30"
    assert [when.zone_label(at, "Europe/Berlin", "en") for at in (summer, winter)] == ["CEST", "CET"]


def test_a_date_chip_has_its_pieces():
    assert when.day_parts(EVENING, "Europe/Berlin", "en") == {
        "weekday": "Sat",
        "day": "12",
        "month": "Dec",
        "iso": "2026-12-12T19:30+01:00",
    }
