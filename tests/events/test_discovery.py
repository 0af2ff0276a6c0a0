"""`/`: finding events."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from events.models import Event, EventStatus, Visibility
from tenants.models import TenantStatus
from tests import make

pytestmark = pytest.mark.django_db
# A Wednesday, eleven in the morning in Berlin.
NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shows(blue_note):
    """Three shows of one house: tonight in Berlin, on Saturday in Hamburg, and one in Tokyo next month."""
    hamburg = make.venue(blue_note, name="Speicher", city="Hamburg", latitude=53.55, longitude=9.99)
    tokyo = make.venue(blue_note, name="Cotton Club", city="Tokyo", latitude=35.68, longitude=139.76)
    tonight = _show(blue_note, "Café Müller quartet", NOW + timedelta(hours=9), price_cents=2500)
    saturday = _show(blue_note, "Harbour choir", NOW + timedelta(days=3, hours=8), venue=hamburg)
    later = _show(
        blue_note, "Night in Shibuya", NOW + timedelta(days=40), venue=tokyo, time_zone="Asia/Tokyo", price_cents=9000
    )
    saturday.categories.add(make.category("Choirs"))
    return tonight, saturday, later


def test_upcoming_public_events_of_active_organizers_are_listed(client, shows):
    page = client.get("/")

    assert page.status_code == 200
    assert _names(page) == ["Café Müller quartet", "Harbour choir", "Night in Shibuya"]


def test_what_is_not_public_upcoming_published_or_of_an_active_organizer_is_not_listed(client, blue_note):
    suspended = make.tenant("Closed House")
    closed = _show(suspended, "Closed", NOW + timedelta(days=1))
    unlisted = _show(blue_note, "Unlisted", NOW + timedelta(days=1), visibility=Visibility.UNLISTED)
    private = _show(blue_note, "Private", NOW + timedelta(days=1), visibility=Visibility.PRIVATE)
    _show(blue_note, "Over", NOW - timedelta(days=2))
    make.event(blue_note, name="Draft", published=False)
    cancelled = _show(blue_note, "Cancelled", NOW + timedelta(days=1))
    suspended.status = TenantStatus.SUSPENDED
    suspended.save(update_fields=["status"])
    cancelled.status = EventStatus.CANCELLED
    cancelled.save(update_fields=["status"])

    page = client.get("/")

    assert {closed.name, unlisted.name, private.name}.isdisjoint(_names(page))
    assert _names(page) == []
    assert "Nothing is announced yet" in page.content.decode()


def test_featured_events_come_first(client, shows):
    Event.objects.filter(name="Night in Shibuya").update(is_featured=True)

    assert _names(client.get("/")) == ["Night in Shibuya", "Café Müller quartet", "Harbour choir"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cafe muller", ["Café Müller quartet"]),
        ("quart", ["Café Müller quartet"]),
        ("harbour OR shibuya", ["Harbour choir", "Night in Shibuya"]),
        ("blue note -choir", ["Café Müller quartet", "Night in Shibuya"]),
        ('"night in"', ["Night in Shibuya"]),
        ('-"night in"', ["Café Müller quartet", "Harbour choir"]),
        ("hamburg", ["Harbour choir"]),
        ("\\ ' & | ! :* ( <->", []),
        ("zzz", []),
    ],
)
def test_words_are_found_by_their_beginning_and_without_accents(client, shows, words, found):
    assert _names(client.get("/", {"q": words})) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"category": "choirs"}, ["Harbour choir"]),
        ({"city": "tokyo"}, ["Night in Shibuya"]),
        ({"when": "tonight"}, ["Café Müller quartet"]),
        ({"when": "weekend"}, ["Harbour choir"]),
        ({"since": "2026-12-05", "until": "2026-12-05"}, ["Harbour choir"]),
        ({"since": "2026-12-06"}, ["Night in Shibuya"]),
        ({"until": "2026-12-02"}, ["Café Müller quartet"]),
        ({"price": "free"}, ["Harbour choir"]),
        ({"price": "paid"}, ["Café Müller quartet", "Night in Shibuya"]),
        ({"lat": "52.5", "lon": "13.4", "radius": "25"}, ["Café Müller quartet"]),
        ({"lat": "52.5", "lon": "13.4"}, ["Café Müller quartet"]),
        ({"lat": "53", "lon": "12", "radius": "250"}, ["Café Müller quartet", "Harbour choir"]),
        ({"q": "choir", "price": "paid"}, []),
    ],
)
def test_filters_narrow(client, shows, filters, found):
    assert _names(client.get("/", filters)) == found


def test_days_are_those_of_the_events_own_zone(client, blue_note):
    _show(blue_note, "Early in Tokyo", datetime(2026, 12, 4, 16, 0, tzinfo=UTC), time_zone="Asia/Tokyo")

    assert _names(client.get("/", {"since": "2026-12-05", "until": "2026-12-05"})) == ["Early in Tokyo"]
    assert _names(client.get("/", {"until": "2026-12-04"})) == []


def test_near_works_across_the_date_line_and_at_the_pole(client, blue_note):
    fiji = make.venue(blue_note, city="Taveuni", latitude=-16.8, longitude=-179.9)
    _show(blue_note, "Beach", NOW + timedelta(days=1), venue=fiji)

    assert _names(client.get("/", {"lat": "-16.8", "lon": "179.9", "radius": "50"})) == ["Beach"]
    assert _names(client.get("/", {"lat": "90", "lon": "0", "radius": "250"})) == []


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"category": "nonsense"}, "Select a valid choice"),
        ({"since": "yesterday"}, "Enter a valid date"),
        ({"since": "2026-12-05", "until": "2026-12-01"}, "not before the first one"),
        ({"lat": "99", "lon": "1"}, "less than or equal to 90"),
        ({"lat": "9"}, "both latitude and longitude"),
        ({"lat": "nan", "lon": "inf"}, "Enter a number"),
        ({"radius": "-1"}, "Select a valid choice"),
        ({"q": "a\x00b"}, "Null characters"),
        ({"q": "x" * 500}, "at most 200"),
        ({"when": "never", "price": "cheap"}, "Select a valid choice"),
        ({"page": "x"}, "Coming up"),
        ({"page": "-99999999999999999999"}, "Coming up"),
    ],
)
def test_filters_that_make_no_sense_say_so_and_do_not_narrow(client, shows, filters, words):
    page = client.get("/", filters)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert len(_names(page)) == 3


def test_an_empty_result_offers_to_take_each_filter_away(client, shows):
    page = client.get("/", {"q": "jazz", "city": "Berlin"}).content.decode()

    assert "Nothing fits all of that" in page
    assert 'href="?city=Berlin"' in page
    assert 'href="?q=jazz"' in page


def test_pages_keep_the_filters(client, blue_note):
    for number in range(30):
        _show(blue_note, f"Show {number:02}", NOW + timedelta(days=1, minutes=number))

    first = client.get("/", {"q": "show"})
    second = client.get("/", {"q": "show", "page": "2"})

    assert 'rel="next" href="?q=show&amp;page=2"' in first.content.decode()
    assert _names(second) == [f"Show {number:02}" for number in range(24, 30)]


def test_the_price_from_includes_fees_and_the_cheapest_open_ticket(client):
    tenant = make.tenant(settings={"service_fee_percentage": 10, "service_fee_fixed_cents": 50})
    event = make.event(tenant, published=False)
    make.ticket_type(event, name="Dear", price_cents=5000)
    make.ticket_type(event, name="Cheap", price_cents=2000)
    make.ticket_type(event, name="Secret", price_cents=100, is_hidden=True)
    make.ticket_type(event, name="Poster", price_cents=300, kind="merchandise")
    make.publish(event)

    card = client.get("/").context["cards"][0]

    assert card.price_from_cents == 2250


def test_categories_and_prices_are_named_in_the_visitors_language(client, shows):
    shows[0].categories.add(make.category("Music"))

    page = client.get("/", headers={"accept-language": "de"}).content.decode()

    for words in ("Musik", "Choirs", "Kostenpflichtig"):
        assert words in page


def test_what_is_featured_says_so_unless_it_is_sold_out(client, shows):
    Event.objects.filter(pk=shows[1].pk).update(is_featured=True)

    assert client.get("/").content.decode().count("Featured") == 1
    assert "Featured" not in client.get(f"/{shows[1].tenant.slug}/").content.decode()


def test_a_sold_out_event_says_so(client, blue_note):
    event = make.event(blue_note, published=False)
    stalls = make.ticket_type(event, places=1)
    make.publish(event)
    make.order(event, {stalls: 1})

    assert client.get("/").context["cards"][0].badge == "Sold out"


def test_the_page_takes_few_statements_however_many_events(client, blue_note, count_statements):
    for number in range(5):
        _show(blue_note, f"Show {number}", NOW + timedelta(days=1))

    with count_statements() as statements:
        client.get("/")

    assert len(statements) == 3, statements


def _show(of, name, starts_at, *, price_cents=0, **fields):
    event = make.event(of, published=False, name=name, starts_at=starts_at, **fields)
    make.ticket_type(event, price_cents=price_cents)
    return make.publish(event, now=NOW)


def _names(page):
    assert page.status_code == 200
    return [card.name for card in page.context["cards"]]
