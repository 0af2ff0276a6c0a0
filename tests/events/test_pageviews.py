"""Looks at event pages are counted, without cookies and without a statement in the request."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection

from events import pageviews
from events.models import PageView
from events.partitions import make_months
from tenants.models import ActivityLog
from tests import make

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def nothing_waiting():
    pageviews._waiting.clear()


@pytest.mark.django_db
def test_a_look_is_written_with_the_next_batch_in_one_statement(client, gala, count_statements):
    url = f"/{gala.tenant.slug}/{gala.slug}/"
    client.get(url, headers=BROWSER | {"referer": "https://news.example.org/story?id=1"})
    client.get(url, headers=BROWSER)

    with count_statements() as statements:
        written = pageviews.flush()

    assert (written, len(statements)) == (2, 1)
    first, second = PageView.objects.order_by("created_at")
    assert (first.event, first.tenant, first.path) == (gala, gala.tenant, url)
    assert (first.referrer_host, second.referrer_host) == ("news.example.org", "")
    assert first.visitor == second.visitor
    assert len(first.visitor) == 32


@pytest.mark.django_db
def test_a_visitor_cannot_be_followed_to_another_day(client, gala):
    for day in (1, 2):
        with time_machine.travel(datetime(2026, 12, day, tzinfo=UTC), tick=False):
            client.get(f"/{gala.tenant.slug}/{gala.slug}/", headers=BROWSER)
    pageviews.flush()

    assert PageView.objects.values("visitor").distinct().count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8.5", "python-requests/2", "facebookexternalhit/1.1"])
def test_programs_are_not_counted(client, gala, agent):
    client.get(f"/{gala.tenant.slug}/{gala.slug}/", headers={"user-agent": agent})

    assert pageviews.flush() == 0


@pytest.mark.django_db
def test_pages_that_were_not_shown_are_not_counted(client, gala):
    client.get(f"/{gala.tenant.slug}/nothing/", headers=BROWSER)
    client.head(f"/{gala.tenant.slug}/{gala.slug}/", headers=BROWSER)
    client.get(f"/{gala.tenant.slug}/{gala.slug}/", {"code": "WRONG"}, headers=BROWSER)

    assert pageviews.flush() == 0


@pytest.mark.django_db
def test_a_strange_referrer_does_no_harm(client, gala):
    client.get(f"/{gala.tenant.slug}/{gala.slug}/", headers=BROWSER | {"referer": "http://[::1"})

    assert pageviews.flush() == 1


@pytest.mark.django_db
def test_months_are_made_ahead_and_take_over_what_came_before_them():
    now = datetime(2031, 11, 20, tzinfo=UTC)
    event = make.event()
    PageView.objects.create(tenant=event.tenant, event=event, visitor="v", path="/", created_at=now)
    ActivityLog.objects.create(tenant=event.tenant, action="event.published", created_at=now)

    connection.check_constraints()

    made = make_months(now=now)

    assert made[:4] == [f"events_pageview_{month}" for month in ("2031_11", "2031_12", "2032_01", "2032_02")]
    assert made[4:] == [f"tenants_activitylog_{month}" for month in ("2031_11", "2031_12", "2032_01", "2032_02")]
    assert make_months(now=now) == []
    assert _rows_in("events_pageview_2031_11") == 1
    assert _rows_in("tenants_activitylog_2031_11") == 1
    assert PageView.objects.filter(event=event).count() == 1


def _rows_in(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]
