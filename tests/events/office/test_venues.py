"""The tenant's venues in the console."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, EventAccess, Venue
from reservations import services as visit_services
from tests import make
from tests.events.office.conftest import NOW, errors, filled, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def venues(blue_note):
    """Where Blue Note's venues are."""
    return f"/manage/{blue_note.slug}/venues/"


def test_a_venue_is_added_and_changed(mary, venues):
    empty = mary.get(venues)
    mary.post(f"{venues}new/", filled(mary.get(f"{venues}new/"), name="Mill", city="Berlin", country="DE"))
    venue = Venue.objects.get()
    address = f"{venues}{venue.number}/"

    mary.post(address, filled(mary.get(address), name="Old Mill", capacity="300", latitude="52.52", longitude="13.4"))

    assert "No venue yet" in text(empty)
    venue.refresh_from_db()
    assert (venue.name, venue.city, venue.country, venue.capacity) == ("Old Mill", "Berlin", "DE", 300)
    assert (venue.latitude, venue.longitude, venue.time_zone) == (52.52, 13.4, "Europe/Berlin")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"country": "XX"}, "country"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"latitude": "91", "longitude": "1"}, "latitude"),
        ({"latitude": "nan", "longitude": "1"}, "latitude"),
        ({"latitude": "52"}, "longitude"),
        ({"capacity": "-1"}, "capacity"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(mary, venues, changes, field):
    page = mary.post(f"{venues}new/", filled(mary.get(f"{venues}new/"), name="Mill", city="Potsdam") | changes)

    assert list(errors(page)) == [field]
    assert 'value="Potsdam"' in page.content.decode()
    assert not Venue.objects.exists()


def test_a_venue_that_events_need_stays(mary, gala, venues):
    page = mary.post(f"{venues}{gala.venue.number}/archiving/", follow=True)

    assert "“Old Mill” is still needed: Winter Gala." in text(page)
    assert Venue.objects.get().archived_at is None


def test_a_venue_where_somebody_reserved_a_visit_stays(mary, blue_note, venues):
    museum = make.event(
        blue_note, name="Museum", published=False, starts_at=NOW - timedelta(days=5), ends_at=NOW + timedelta(days=90)
    )
    visit = make.visit_type(museum)
    make.publish(museum)
    slot = make.slot(museum.venue, now=NOW)
    ticket = make.order(museum, {visit: 1}).tickets.get()
    visit_services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)
    Event.objects.update(status="cancelled")

    page = mary.post(f"{venues}{museum.venue.number}/archiving/", follow=True)

    assert "“Old Mill” is still needed: reservations of visits." in text(page)


def test_a_venue_of_the_past_is_archived_and_restored(mary, gala, office, venues):
    Event.objects.update(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    number = gala.venue.number

    archived = mary.post(f"{venues}{number}/archiving/", follow=True)

    assert "“Old Mill” is archived." in text(archived)
    assert "Old Mill" not in text(mary.get(venues))
    assert "Old Mill" in text(mary.get(f"{venues}?tab=archived"))
    assert mary.get(f"{office}new/").context["form"].venues == {}
    mary.post(f"{venues}{number}/restoration/")
    assert "Old Mill" in text(mary.get(venues))


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
def test_a_number_of_no_venue_leads_nowhere(mary, venues, number):
    assert mary.get(f"{venues}{number}/").status_code == 404


def test_the_list_costs_the_same_with_many_venues(mary, blue_note, venues, count_statements):
    make.venue(blue_note)
    with count_statements() as few:
        mary.get(venues)
    for number in range(30):
        make.venue(blue_note, name=f"Hall {number}")

    with count_statements() as many:
        page = mary.get(venues)

    assert len(few) == len(many) == 6, many
    assert page.context["page"].paginator.num_pages == 2


# --- Those who reach certain events only ------------------------------------------------------------------------------


def test_who_is_limited_to_certain_events_sees_and_chooses_venues_and_changes_none(blue_note, gala, venues):
    membership = make.member(blue_note, "manager", is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=membership, event=gala)
    mill, hall = gala.venue, make.venue(blue_note, name="New Hall")
    limited = Client()
    limited.force_login(membership.user)

    refused = [
        limited.post(address, {"name": "Mine", "time_zone": "Europe/Berlin"}).status_code
        for address in (
            f"{venues}new/",
            f"{venues}{mill.number}/",
            f"{venues}{hall.number}/archiving/",
            f"{venues}{hall.number}/restoration/",
            reverse("office:new_venue", args=[blue_note.slug]),
            reverse("office:visit_rules", args=[blue_note.slug, hall.number]),
        )
    ]
    seen = text(limited.get(venues))
    details = f"/manage/{blue_note.slug}/events/{gala.pk}/details/"
    chosen = limited.post(details, filled(limited.get(details), venue=str(hall.number)))

    assert refused == [403] * 6
    assert "New Hall" in seen
    for page in (seen, text(limited.get(reverse("office:venues", args=[blue_note.slug])))):
        assert "Add a venue" not in page
        assert f"/venues/{hall.number}/" not in page
    assert chosen.status_code == 302
    assert Event.objects.get(pk=gala.pk).venue == hall
    assert list(Venue.objects.filter(archived_at=None).order_by("number")) == sorted(
        [mill, hall], key=lambda venue: venue.number
    )
