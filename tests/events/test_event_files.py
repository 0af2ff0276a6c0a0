"""What lies below an event's address: theme, calendar, poster; and what search engines are told."""

import io
from datetime import UTC, datetime
from xml.etree import ElementTree

import icalendar
import ics
import pytest
from PIL import Image

from events.models import EventStatus, Visibility
from tenants.models import TenantStatus
from tests import make

pytestmark = pytest.mark.django_db
STARTS = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


def test_the_theme_is_kept_for_ever_under_its_hash(client, blue_note):
    blue_note.settings.primary_color = "#1a7f5a"
    blue_note.settings.save()
    link = _theme_link(client.get(f"/{blue_note.slug}/").content.decode())

    answer = client.get(link)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--accent:" in answer.content.decode()


def test_an_old_theme_leads_to_the_present_one(client, blue_note):
    present = _theme_link(client.get(f"/{blue_note.slug}/").content.decode())

    assert client.get(f"/theme/{blue_note.slug}/0123456789abcdef.css").url == present
    assert client.get("/theme/nobody/0123456789abcdef.css").status_code == 404


def test_an_event_may_have_a_look_of_its_own(client, gala):
    plain = _theme_link(client.get(f"/{gala.tenant.slug}/").content.decode())
    gala.branding = {"primary_color": "#224488"}
    gala.save(update_fields=["branding"])

    link = _theme_link(client.get(_url(gala)).content.decode())

    assert link.startswith(f"/theme/{gala.tenant.slug}/{gala.slug}/")
    assert client.get(link).content != client.get(plain).content


def test_two_parsers_read_the_same_instant_from_the_calendar_file(client, blue_note):
    # An hour after this start, clocks in Berlin go forward.
    event = make.event(blue_note, starts_at=STARTS, ends_at=STARTS.replace(hour=3))

    answer = client.get(f"{_url(event)}calendar.ics")
    first = next(iter(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")))
    second = next(iter(ics.Calendar(answer.content.decode()).events))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.decoded("dtstart").astimezone(UTC) == STARTS
    assert second.begin.datetime.astimezone(UTC) == STARTS
    assert first.decoded("dtend").astimezone(UTC) == second.end.datetime.astimezone(UTC) == STARTS.replace(hour=3)


def test_a_cancelled_events_calendar_file_cancels_it(client, gala):
    gala.status = EventStatus.CANCELLED
    gala.save(update_fields=["status"])

    assert b"METHOD:CANCEL" in client.get(f"{_url(gala)}calendar.ics").content


def test_an_event_without_a_picture_has_a_poster(client, gala):
    drawn = client.get(f"{_url(gala)}poster.svg")
    preview = client.get(f"{_url(gala)}poster.png")

    assert drawn["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(drawn.content).tag.endswith("svg")
    assert Image.open(io.BytesIO(preview.content)).size == (1200, 630)


def test_the_sitemap_names_listed_events_and_their_organizers_only(client, gala):
    make.event(gala.tenant, slug="whisper", visibility=Visibility.UNLISTED)
    away = make.event(make.tenant(), slug="away")
    away.tenant.status = TenantStatus.SUSPENDED
    away.tenant.save(update_fields=["status"])

    text = client.get("/sitemap.xml").content.decode()

    assert f"<loc>http://localhost:8000{_url(gala)}</loc>" in text
    assert f"<loc>http://localhost:8000/{gala.tenant.slug}/</loc>" in text
    assert "whisper" not in text
    assert "away" not in text
    assert ElementTree.fromstring(text).tag.endswith("urlset")


def test_robots_are_kept_from_pages_of_one_visitor(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /orders/" in text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text


def _theme_link(text):
    return text.split('<link rel="stylesheet" href="/theme/')[1].split('"')[0].join(["/theme/", ""])


def _url(event):
    return f"/{event.tenant.slug}/{event.slug}/"
