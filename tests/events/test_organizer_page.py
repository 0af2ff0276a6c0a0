"""`/<tenant>/`: an organizer in their own branding."""

import pytest

from events.models import Visibility
from tenants.models import TenantStatus
from tests import make

pytestmark = pytest.mark.django_db


def test_the_page_shows_who_they_are_and_what_they_have_on(client):
    tenant = make.tenant("Blue Note", description="Jazz since **1981**.", website="https://blue.example.org")
    make.event(tenant, name="Winter Gala")
    make.event(tenant, name="Hidden Gala", visibility=Visibility.UNLISTED)
    make.event(make.tenant("Others"), name="Not theirs")

    page = client.get(f"/{tenant.slug}/")
    text = page.content.decode()

    assert page.status_code == 200
    assert "<strong>1981</strong>" in text
    assert "https://blue.example.org" in text
    assert [card.name for card in page.context["cards"]] == ["Winter Gala"]
    assert f"/theme/{tenant.slug}/" in text


def test_the_page_takes_three_statements_however_many_events(client, blue_note, count_statements):
    for _number in range(4):
        make.event(blue_note)

    with count_statements() as statements:
        client.get(f"/{blue_note.slug}/")

    assert len(statements) == 3, statements


def test_an_organizer_with_nothing_on_points_elsewhere(client, blue_note):
    assert "Nothing is announced at the moment" in client.get(f"/{blue_note.slug}/").content.decode()


def test_pending_and_unknown_organizers_are_not_found(client):
    pending = make.tenant(status=TenantStatus.PENDING)

    assert client.get(f"/{pending.slug}/").status_code == 404
    assert client.get("/nobody/").status_code == 404


def test_a_suspended_organizers_page_says_that_they_are_away(client):
    suspended = make.tenant("Blue Note", status=TenantStatus.SUSPENDED)

    page = client.get(f"/{suspended.slug}/")

    assert page.status_code == 404
    assert "Blue Note is not on Foyer at the moment" in page.content.decode()
