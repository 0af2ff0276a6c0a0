"""Security throttles: counted in the database, for all processes together."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from ticketing.core import throttles
from ticketing.core.errors import TooManyRequests
from ticketing.core.models import ThrottleCount
from ticketing.core.throttles import client_address, throttle

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 12, 12, 0, tzinfo=UTC)


def passes(key, at):
    try:
        throttle(key, limit=3, window_seconds=60, now=at)
    except TooManyRequests as refusal:
        return refusal.facts["retry_after"]
    return None


def test_so_many_pass_in_a_window_and_then_none_until_it_ends():
    assert [passes("login:ada", NOON + timedelta(seconds=n)) for n in (0, 10, 20, 20.5, 59)] == [
        None,
        None,
        None,
        40,
        1,
    ]
    assert passes("login:ada", NOON + timedelta(seconds=60)) is None


def test_keys_do_not_share_a_window():
    for _ in range(3):
        throttle("login:ada", limit=3, window_seconds=60, now=NOON)

    assert passes("login:grace", NOON) is None
    assert passes("code:ada", NOON) is None


def test_an_attempt_takes_one_statement(count_statements):
    with count_statements() as statements:
        throttle("login:ada", limit=3, window_seconds=60, now=NOON)

    assert len(statements) == 1


def test_the_table_names_nobody_however_long_the_key():
    throttle("login:" + "ada@example.org" * 100, limit=3, window_seconds=60, now=NOON)

    assert "ada" not in ThrottleCount.objects.get().key


def test_a_flood_does_not_overflow_the_counter():
    for _ in range(10):
        passes("login:ada", NOON)

    assert ThrottleCount.objects.get().count == 4


def test_what_is_over_is_swept_and_a_key_can_be_forgotten():
    throttle("login:ada", limit=3, window_seconds=60, now=NOON)
    throttle("login:grace", limit=3, window_seconds=600, now=NOON)

    assert throttles.sweep(now=NOON + timedelta(seconds=60)) == 1
    throttles.forget("login:grace")
    assert not ThrottleCount.objects.exists()


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusts", "address"),
    [
        ("192.0.2.7", "", False, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", False, "192.0.2.7"),
        ("192.0.2.7", "6.6.6.6, 203.0.113.9", True, "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "", False, "192.0.2.7"),
        ("rubbish", "", False, ""),
    ],
)
def test_an_address_is_the_visitors_own(settings, remote, forwarded, trusts, address):
    settings.TRUST_PROXY_HEADERS = trusts
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == address
