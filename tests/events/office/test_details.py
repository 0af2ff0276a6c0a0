"""All that is said of an event: typed, refused, overtaken by somebody else."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from events import errors_office as refusals
from events import services
from events.errors import SlugTaken
from events.models import Event, FormerSlug
from tenants.models import ActivityLog
from tests import make
from tests.events.office.conftest import NOW, errors, filled, text
from tests.office import browser_as

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 7, 10, 18, tzinfo=UTC)


@pytest.fixture
def gala(blue_note):
    """Published, on a summer evening in Berlin: eight until midnight."""
    event = make.event(
        blue_note, name="Winter Gala", slug="gala", published=False, starts_at=STARTS, description="Ten **bands**."
    )
    make.ticket_type(event, name="Stalls", places=100, price_cents=2500)
    return make.publish(event)


@pytest.fixture
def address(office, gala):
    """Where the gala's details are."""
    return f"{office}{gala.pk}/details/"


def save(client, address, **changes):
    """Open the page, change something, save."""
    return client.post(address, filled(client.get(address), **changes))


def test_times_are_shown_and_typed_on_the_events_clock(mary, address):
    page = mary.get(address)
    save(mary, address, starts_at="2026-12-10T20:00", ends_at="2026-12-11T01:00")

    assert 'value="2026-07-10T20:00"' in page.content.decode()
    event = Event.objects.get()
    assert (event.starts_at, event.ends_at) == (
        datetime(2026, 12, 10, 19, tzinfo=UTC),
        datetime(2026, 12, 11, 0, tzinfo=UTC),
    )


def test_everything_that_is_said_is_kept(mary, blue_note, address):
    make.category("Music")
    venue = make.venue(blue_note, name="Dock 9", city="Hamburg")
    said = {
        "name": "Summer Gala",
        "short_description": "One night.",
        "description": "## Bands",
        "tags": "live,  late , live",
        "location_type": "hybrid",
        "venue": str(venue.number),
        "virtual_event_url": "https://meet.example.org/1",
        "visibility": "private",
        "access_code": "sesame",
        "sales_starts_at": "2026-06-10T09:00",
        "sales_ends_at": "2026-07-10T18:00",
        "currency": "chf",
        "seo_title": "Gala in Hamburg",
        "seo_description": "Dance.",
        "primary_color": "#0f766e",
        "font_family": "Lora",
    }

    sent = save(mary, address, categories=["music"], **said)

    assert sent.status_code == 302, errors(sent)
    event = Event.objects.get()
    for name in ("name", "short_description", "description", "location_type", "visibility", "access_code", "seo_title"):
        assert getattr(event, name) == said[name]
    assert (event.venue, event.tags, event.currency) == (venue, ["live", "late"], "CHF")
    assert event.branding == {"primary_color": "#0f766e", "font_family": "Lora"}
    assert event.sales_ends_at == datetime(2026, 7, 10, 16, tzinfo=UTC)
    assert [category.slug for category in event.categories.all()] == ["music"]
    assert event.version == 2
    log = ActivityLog.objects.get(action="event.changed")
    assert "description" in log.metadata["fields"]


def test_saving_nothing_new_changes_nothing(mary, gala, address):
    page = mary.post(address, filled(mary.get(address)), follow=True)

    assert "Nothing was changed." in text(page)
    assert Event.objects.get().version == gala.version


def test_a_new_venue_is_made_with_the_rest(mary, address):
    save(mary, address, venue="new", venue_name="Boathouse", city="Potsdam")

    event = Event.objects.get()
    assert (event.venue.name, event.venue.city, event.venue.time_zone) == ("Boathouse", "Potsdam", "Europe/Berlin")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"slug": "Sommer Fest"}, "slug", "Use small letters a to z, figures, and hyphens only."),
        ({"slug": "checkout"}, "slug", "The address “checkout” is reserved."),
        ({"ends_at": "2026-07-10T20:00"}, "ends_at", "The end has to come after the start."),
        ({"starts_at": "2027-03-28T02:30"}, "starts_at", "The clocks skip 02:30 on that day."),
        ({"sales_ends_at": "2026-07-11T00:01"}, "sales_ends_at", "The sale cannot end after the event is over."),
        (
            {"sales_starts_at": "2026-07-09T10:00", "sales_ends_at": "2026-07-09T09:00"},
            "sales_ends_at",
            "The sale has to end after it starts.",
        ),
        ({"venue": "new", "venue_name": "Dock"}, "city", "This field is required."),
        ({"venue": "999999"}, "venue", "Select a valid choice. 999999 is not one of the available choices."),
        (
            {"time_zone": "Mars/Base"},
            "time_zone",
            "Select a valid choice. Mars/Base is not one of the available choices.",
        ),
        ({"currency": "XQX"}, "currency", "“XQX” is not a currency code."),
        ({"virtual_event_url": "javascript:alert(1)"}, "virtual_event_url", "Enter a valid URL."),
        (
            {"tags": ",".join(f"tag{number}" for number in range(13))},
            "tags",
            "At most 12 tags of at most 40 letters each.",
        ),
        ({"primary_color": "red; background: url(x)"}, "primary_color", "Write a colour like #972334."),
        ({"version": "x"}, "version", "Enter a whole number."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_typed_is_lost(mary, gala, address, changes, field, words):
    page = save(mary, address, **{"short_description": "Kept as typed"} | changes)

    assert page.status_code == 200
    assert errors(page)[field] == [words]
    assert "Kept as typed" in page.content.decode()
    assert Event.objects.get().version == gala.version


def test_a_programme_or_a_sale_that_would_not_fit_any_more_is_named(mary, gala, address):
    make.session(gala, title="Opening", starts_at=gala.starts_at, ends_at=gala.starts_at + timedelta(hours=1))
    make.ticket_type(gala, name="Early bird", sales_ends_at=gala.ends_at)

    later = save(mary, address, starts_at="2026-07-10T20:30")
    shorter = save(mary, address, ends_at="2026-07-10T23:00")

    assert errors(later) == {"starts_at": ["“Opening” of the programme would lie outside these times. Move it first."]}
    assert errors(shorter) == {"ends_at": ["The sale of “Early bird” would end after the event. Change that first."]}


@pytest.mark.parametrize("is_paid", [True, False])
def test_the_currency_is_fixed_once_something_is_sold_or_in_a_cart(mary, gala, address, is_paid):
    stalls = gala.ticket_types.get()
    make.order(gala, {stalls: 1}) if is_paid else make.cart(gala, {stalls: 1})

    page = save(mary, address, currency="CHF")

    assert errors(page) == {
        "currency": ["The currency cannot be changed any more: tickets were sold, or are in a cart right now."]
    }
    assert Event.objects.get().currency == "EUR"


def test_markdown_is_shown_as_it_will_look_and_scripts_are_not_run(mary, gala, address):
    nasty = "**Hi** <script>alert(1)</script> [x](javascript:alert(1))"
    shown = mary.post(f"{address}preview/", {"description": nasty})
    page = save(mary, address, description=nasty, preview="1")

    for body in (shown.content.decode(), page.content.decode()):
        assert "<strong>Hi</strong>" in body
        assert "<script>alert" not in body
        assert 'href="javascript' not in body
    assert Event.objects.get().description == "Ten **bands**."


# --- Addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["", "calendar.ics", "poster.svg", "poster.png", "?code=FRIENDS"])
def test_an_old_address_leads_on_for_good(mary, client, gala, address, rest):
    save(mary, address, slug="summer-gala")
    save(mary, address, slug="gala-2026")

    for old in ("gala", "summer-gala"):
        answer = client.get(f"/{gala.tenant.slug}/{old}/{rest}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/{gala.tenant.slug}/gala-2026/{rest}"


def test_an_address_that_another_event_has_or_had_is_refused(mary, blue_note, gala, office, address):
    save(mary, address, slug="summer-gala")
    other = make.event(blue_note, name="Other", slug="other")

    had = save(mary, f"{office}{other.pk}/details/", slug="gala")
    has = save(mary, f"{office}{other.pk}/details/", slug="summer-gala")
    made = mary.post(
        f"{office}new/", filled(mary.get(f"{office}new/"), name="Gala", where="new", venue_name="Mill", city="Berlin")
    )

    assert errors(had) == {"slug": ["The address “gala” is already in use."]}
    assert errors(has) == {"slug": ["The address “summer-gala” is already in use."]}
    assert made.status_code == 302
    assert Event.objects.get(name="Gala").slug == "gala-2"
    with pytest.raises(SlugTaken):
        services.create_event(
            tenant=blue_note, by=None, name="Gala", slug="gala", starts_at=NOW, ends_at=NOW + timedelta(hours=1)
        )


def test_an_event_may_have_its_old_address_back(mary, client, gala, address):
    save(mary, address, slug="summer-gala")
    save(mary, address, slug="gala")

    assert client.get(f"/{gala.tenant.slug}/gala/").status_code == 200
    assert client.get(f"/{gala.tenant.slug}/summer-gala/").status_code == 301
    assert [row.slug for row in FormerSlug.objects.all()] == ["summer-gala"]


def test_what_nobody_ever_saw_leaves_no_address_behind(mary, blue_note, office):
    draft = make.event(blue_note, name="Secret", slug="secret", published=False)

    save(mary, f"{office}{draft.pk}/details/", slug="surprise")

    assert not FormerSlug.objects.exists()


def test_an_old_address_of_a_draft_or_an_archived_event_tells_nothing(mary, client, gala, address):
    save(mary, address, slug="summer-gala")
    Event.objects.update(status="draft")
    assert client.get(f"/{gala.tenant.slug}/gala/").status_code == 404
    Event.objects.update(status="completed", archived_at=NOW)
    assert client.get(f"/{gala.tenant.slug}/gala/").status_code == 404


# --- Private events -------------------------------------------------------------------------------------------------


def test_a_private_event_has_a_link_to_copy_and_a_new_one_shuts_the_old(mary, client, gala, address):
    save(mary, address, visibility="private")
    page = mary.get(address)
    old = page.context["secret_url"].removeprefix("http://localhost:8000")

    renewed = mary.post(f"{address}link/", follow=True)

    assert old.split("?access=")[1] in page.content.decode()
    assert renewed.context["secret_url"] not in old
    assert client.get(old).status_code == 403


# --- Two people at once ---------------------------------------------------------------------------------------------


def test_a_save_on_an_old_version_shows_both_values_and_keeps_what_was_typed(mary, blue_note, gala, address):
    page = mary.get(address)
    lea = browser_as(blue_note, "admin")
    save(lea, address, name="Lea's Gala", short_description="By Lea")

    stale = mary.post(address, filled(page, name="Mary's Gala", seo_title="By Mary"))

    assert stale.status_code == 409
    assert {row.name: (row.theirs, row.ours, row.is_ours) for row in stale.context["edited"].differences} == {
        "name": ("Lea's Gala", "Mary's Gala", True),
        "short_description": ("By Lea", "", False),
        "seo_title": ("", "By Mary", True),
    }
    assert 'value="Mary&#x27;s Gala"' in stale.content.decode()
    assert Event.objects.get().name == "Lea's Gala"


def test_one_chooses_field_by_field_and_saves_again(mary, blue_note, gala, address):
    page = mary.get(address)
    save(browser_as(blue_note, "admin"), address, name="Lea's Gala", tags="lea", starts_at="2026-07-10T19:00")
    stale = mary.post(address, filled(page, name="Mary's Gala", tags="mary", description="By Mary"))
    choices = {
        "take-name": "ours",
        "take-tags": "theirs",
        "take-starts_at": "theirs",
        "take-description": "ours",
    }

    sent = mary.post(address, filled(stale) | choices)

    assert sent.status_code == 302
    event = Event.objects.get()
    assert (event.name, event.tags, event.description) == ("Mary's Gala", ["lea"], "By Mary")
    assert event.starts_at == STARTS - timedelta(hours=1)
    assert event.version == 3


def test_a_third_save_meanwhile_is_asked_about_again(mary, blue_note, gala, address):
    page, lea = mary.get(address), browser_as(blue_note, "admin")
    save(lea, address, name="First")
    stale = mary.post(address, filled(page, name="Mine"))
    save(lea, address, name="Second")

    again = mary.post(address, filled(stale) | {"take-name": "ours"})

    assert again.status_code == 409
    assert [row.theirs for row in again.context["edited"].differences] == ["Second"]


@pytest.mark.django_db(transaction=True)
def test_of_five_who_save_at_once_one_wins_and_four_are_told(gala, blue_note):
    by = make.member(blue_note, "admin").user
    start, outcomes = threading.Barrier(5), []

    def change(number):
        start.wait()
        try:
            services.change_event(event=gala, version=1, changes={"name": f"Gala {number}"}, by=by, now=NOW)
            outcomes.append(number)
        except refusals.EventChanged:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[number]) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = [outcome for outcome in outcomes if outcome is not None]
    event = Event.objects.get()
    assert (event.name, event.version) == (f"Gala {winner}", 2)


def test_the_page_costs_the_same_with_many_venues(mary, gala, address, count_statements):
    with count_statements() as few:
        mary.get(address)
    for number in range(20):
        make.venue(gala.tenant, name=f"Hall {number}")

    with count_statements() as many:
        mary.get(address)

    assert len(few) == len(many) == 8, many
