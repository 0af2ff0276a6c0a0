"""From nothing to a published event on one short page."""

from datetime import UTC, datetime

import pytest

from events.models import Event, EventStatus, TicketType, Venue
from tenants.models import ActivityLog
from tests import make
from tests.events.office.conftest import errors, filled, text

pytestmark = pytest.mark.django_db


def test_an_event_with_a_new_venue_is_ready_to_be_published(mary, blue_note, office):
    page = mary.get(f"{office}new/")

    sent = mary.post(f"{office}new/", filled(page, name="Winter Gala", venue_name="Old Mill", city="Berlin"))

    event = Event.objects.get()
    assert sent.headers["Location"] == f"{office}{event.pk}/"
    assert (event.name, event.slug, event.status, event.currency) == ("Winter Gala", "winter-gala", "draft", "EUR")
    assert (event.starts_at, event.ends_at) == (
        datetime(2026, 6, 29, 17, 30, tzinfo=UTC),
        datetime(2026, 6, 29, 20, 30, tzinfo=UTC),
    )
    assert (event.venue.name, event.venue.city, event.time_zone) == ("Old Mill", "Berlin", "Europe/Berlin")
    ticket = event.ticket_types.get()
    assert (ticket.name, ticket.price_cents, ticket.stock.quantity_total) == ("Admission", 0, None)
    published = mary.post(f"{office}{event.pk}/publication/", follow=True)
    assert "Published. The sale is open." in text(published)
    assert Event.objects.get().status == EventStatus.PUBLISHED
    assert set(ActivityLog.objects.values_list("action", flat=True)) >= {"event.created", "event.published"}


def test_another_clock_is_chosen_for_a_new_place_and_does_not_count_for_one_that_has_its_own(mary, blue_note, office):
    page = mary.get(f"{office}new/")
    there = {"name": "Away", "venue_name": "Far Mill", "city": "Tokyo", "time_zone": "Asia/Tokyo"}
    mill = make.venue(blue_note)
    at_home = {"name": "Here", "where": "venue", "venue": str(mill.number), "time_zone": "Asia/Tokyo"}

    mary.post(f"{office}new/", filled(page, **there))
    mary.post(f"{office}new/", filled(mary.get(f"{office}new/"), **at_home))
    refused = mary.post(f"{office}new/", filled(page, **there | {"time_zone": "Moon/Sea"}))

    away, here = Event.objects.get(name="Away"), Event.objects.get(name="Here")
    assert (away.time_zone, away.venue.time_zone) == ("Asia/Tokyo", "Asia/Tokyo")
    assert away.starts_at == datetime(2026, 6, 29, 10, 30, tzinfo=UTC)
    assert here.time_zone == mill.time_zone
    assert list(errors(refused)) == ["time_zone"]


def test_a_new_organizer_types_three_things(mary, office):
    form = mary.get(f"{office}new/").context["form"]

    empty = [bound.name for bound in form if bound.field.required and not bound.value()]

    # The address is for who meets online instead; all else has an answer already.
    assert empty == ["name", "venue", "venue_name", "city", "online_address"]
    assert form["where"].value() == "new"


def test_an_event_at_a_venue_of_ones_own_is_on_that_venues_clock(mary, blue_note, office):
    venue = make.venue(blue_note, name="Dock 9", city="New York", time_zone="America/New_York")
    page = mary.get(f"{office}new/")

    mary.post(f"{office}new/", filled(page, name="Pier", venue=str(venue.number), price="12.50", places="40"))

    event = Event.objects.get()
    assert (event.venue, event.time_zone) == (venue, "America/New_York")
    assert event.starts_at == datetime(2026, 6, 29, 23, 30, tzinfo=UTC)
    ticket = event.ticket_types.get()
    assert (ticket.price_cents, ticket.stock.quantity_total) == (1250, 40)
    assert Venue.objects.count() == 1


def test_an_online_event_needs_its_address_and_no_venue(mary, office):
    page = mary.get(f"{office}new/")
    refused = mary.post(f"{office}new/", filled(page, name="Webinar", where="online"))
    made = mary.post(
        f"{office}new/", filled(page, name="Webinar", where="online", online_address="https://meet.example.org/1")
    )

    assert errors(refused) == {"online_address": ["This field is required."]}
    assert made.status_code == 302
    event = Event.objects.get()
    assert (event.location_type, event.venue, event.virtual_event_url) == (
        "virtual",
        None,
        "https://meet.example.org/1",
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "x" * 201}, "name", "Ensure this value has at most 200 characters (it has 201)."),
        ({"ends_at": "2026-06-29T19:30"}, "ends_at", "The end has to come after the start."),
        ({"ends_at": "2026-06-28T23:00"}, "ends_at", "The end has to come after the start."),
        ({"starts_at": "2026-13-45T99:99"}, "starts_at", "Please choose a day and a time."),
        ({"starts_at": "0001-01-01T00:00"}, "starts_at", "Please choose a day and a time."),
        ({"starts_at": "2027-03-28T02:30"}, "starts_at", "The clocks skip 02:30 on that day."),
        ({"venue_name": ""}, "venue_name", "This field is required."),
        ({"city": ""}, "city", "This field is required."),
        ({"price": "-1"}, "price", "An amount cannot be below zero."),
        ({"price": "9.999"}, "price", "EUR has 2 decimals."),
        ({"price": "1e400"}, "price", "Please give an amount, such as 25.00."),
        ({"places": "0"}, "places", "Ensure this value is greater than or equal to 1."),
        ({"where": "moon"}, "where", "Select a valid choice. moon is not one of the available choices."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_typed_is_lost(mary, office, changes, field, words):
    page = mary.get(f"{office}new/")
    sent = filled(page, name="Winter Gala", venue_name="Old Mill", city="Köln", ends_at="2027-03-28T05:00") | changes
    if field == "ends_at":
        sent["starts_at"] = "2026-06-29T19:30"

    refused = mary.post(f"{office}new/", sent)

    assert refused.status_code == 200
    assert errors(refused)[field] == [words]
    assert "Winter Gala" in refused.content.decode() or "name" in changes
    assert not Event.objects.exists()
    assert not Venue.objects.exists()
    assert not TicketType.objects.exists()


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("Winter Gala", ["winter-gala", "winter-gala-2", "winter-gala-3"]),
        ("Manage", ["manage-2", "manage-3", "manage-4"]),
        ("夏祭り", ["event", "event-2", "event-3"]),
        ("Größe & Glück!", ["groe-gluck", "groe-gluck-2", "groe-gluck-3"]),
    ],
)
def test_every_event_gets_an_address_of_its_own(mary, blue_note, office, name, slugs):
    page = mary.get(f"{office}new/")
    for _time in range(3):
        mary.post(f"{office}new/", filled(page, name=name, venue_name="Old Mill", city="Berlin"))

    assert sorted(Event.objects.values_list("slug", flat=True)) == sorted(slugs)


def test_the_page_takes_six_statements(mary, office, count_statements):
    with count_statements() as statements:
        mary.get(f"{office}new/")

    assert len(statements) == 6, statements
