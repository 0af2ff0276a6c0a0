"""An event once more, on another day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from checkin import services as door_services
from checkin.models import Gate
from events import services
from events.models import Event, EventAccess, EventPicture, MediaFile
from tests import make
from tests.events.office.conftest import errors, filled, text

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 7, 10, 18, tzinfo=UTC)


@pytest.fixture
def gala(blue_note):
    """An event with all that events can have: at eight in the evening, in Berlin's summer."""
    event = make.event(
        blue_note,
        name="Gala",
        slug="gala",
        published=False,
        places=300,
        starts_at=STARTS,
        sales_starts_at=STARTS - timedelta(days=60),
        tags=["live"],
        branding={"primary_color": "#0f766e"},
    )
    event.categories.add(make.category())
    opening = make.session(event, title="Opening", places=50, ends_at=STARTS + timedelta(hours=1))
    gone = make.session(event, title="Gone")
    services.archive_session(session=gone, by=make.user(), now=STARTS)
    stalls = make.ticket_type(event, name="Stalls", places=100, price_cents=2500, sessions=[opening])
    drink = make.ticket_type(event, name="Drink", kind="merchandise", sales_ends_at=STARTS + timedelta(hours=2))
    drink.requires.add(stalls)
    question = make.question(event)
    question.ticket_types.add(stalls)
    kept = MediaFile.objects.create(
        tenant=blue_note, file="media/a.webp", file_name="a.webp", mime_type="image/webp", file_size=1, sha256="0"
    )
    EventPicture.objects.create(tenant=blue_note, event=event, media=kept, source=kept)
    Event.objects.filter(pk=event.pk).update(hero_image=kept)
    make.publish(event)
    door_services.add_gate(
        event=event, by=make.user(), name="Side door", ticket_types=[stalls], sessions=[opening], opens_at=STARTS
    )
    make.order(event, {stalls: 3})
    return event


@pytest.fixture
def address(office, gala):
    return f"{office}{gala.pk}/duplicate/"


def test_a_copy_is_a_draft_that_has_everything_but_what_was_sold(mary, gala, address, office):
    sent = mary.post(address, filled(mary.get(address), name="Gala again", starts_at="2026-08-10T20:00"))

    copy = Event.objects.exclude(pk=gala.pk).get()
    assert sent.headers["Location"] == f"{office}{copy.pk}/"
    assert (copy.name, copy.slug, copy.status, copy.version, copy.published_at) == (
        "Gala again",
        "gala-again",
        "draft",
        1,
        None,
    )
    assert copy.access_token != gala.access_token
    assert (copy.tags, copy.branding, copy.venue) == (["live"], {"primary_color": "#0f766e"}, gala.venue)
    assert (copy.stock.quantity_total, copy.stock.quantity_sold) == (300, 0)
    assert list(copy.categories.all()) == list(gala.categories.all())
    assert copy.pictures.get().media == copy.hero_image
    (session,) = copy.sessions.all()
    stalls, drink = copy.ticket_types.order_by("-name")
    assert (stalls.stock.quantity_total, stalls.stock.quantity_sold, stalls.price_cents) == (100, 0, 2500)
    assert list(stalls.admits.all()) == [session]
    assert list(drink.requires.all()) == [stalls]
    assert list(copy.questions.get().ticket_types.all()) == [stalls]
    gate = Gate.objects.get(event=copy, name="Side door")
    assert (list(gate.ticket_types.all()), list(gate.sessions.all())) == ([stalls], [session])


def test_all_moments_move_and_eight_in_the_evening_stays_eight(mary, gala, address):
    mary.post(address, filled(mary.get(address), starts_at="2026-12-10T20:00"))

    copy = Event.objects.exclude(pk=gala.pk).get()
    # Berlin's winter is an hour later in UTC.
    assert (copy.starts_at, copy.ends_at) == (
        datetime(2026, 12, 10, 19, tzinfo=UTC),
        datetime(2026, 12, 10, 23, tzinfo=UTC),
    )
    assert copy.sales_starts_at == datetime(2026, 10, 11, 18, tzinfo=UTC)
    assert copy.sessions.get().ends_at == datetime(2026, 12, 10, 20, tzinfo=UTC)
    assert copy.ticket_types.get(name="Drink").sales_ends_at == datetime(2026, 12, 10, 21, tzinfo=UTC)
    assert Gate.objects.get(event=copy, name="Side door").opens_at == datetime(2026, 12, 10, 19, tzinfo=UTC)


def test_a_week_later_is_suggested(mary, address):
    form = mary.get(address).context["form"]

    assert form["starts_at"].value().isoformat() == "2026-07-17T20:00:00"
    assert form["name"].value() == "Gala"


def test_a_moment_that_does_not_exist_is_refused(mary, address):
    page = mary.post(address, filled(mary.get(address), starts_at="2027-03-28T02:30"))

    assert errors(page) == {"starts_at": ["The clocks skip 02:30 on that day."]}
    assert Event.objects.count() == 1


def test_who_is_limited_to_certain_events_reaches_what_they_make_of_them(blue_note, gala):
    member = make.member(blue_note, "manager", is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=member, event=gala)
    browser = Client()
    browser.force_login(member.user)
    address = f"/manage/{blue_note.slug}/events/{gala.pk}/duplicate/"

    answer = browser.post(address, filled(browser.get(address), name="Gala again"))

    copy = Event.objects.get(name="Gala again")
    assert answer.headers["Location"].endswith(f"/events/{copy.pk}/")
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_discount_codes_come_along_if_one_wants_unused_and_with_dates_moved(mary, gala, address):
    stalls = gala.ticket_types.get(name="Stalls")
    summer = make.discount(gala.tenant, "SUMMER", event=gala, max_redemptions=5, expires_at=STARTS)
    summer.ticket_types.add(stalls)
    make.order(gala, {stalls: 1}, discount_code="SUMMER", paid=False)
    gone = make.ticket_type(gala, name="Gone")
    make.discount(gala.tenant, "GONE", event=gala).ticket_types.add(gone)
    services.archive_ticket_type(ticket_type=gone, by=make.user(), now=STARTS)
    values = {"discount_type": "percentage", "discount_value": 1000}
    services.make_codes(tenant=gala.tenant, event=gala, prefix="B", quantity=2, values=values, by=None, now=STARTS)
    page = mary.get(address)

    mary.post(address, filled(page, name="With", starts_at="2026-08-10T20:00", with_codes="on"))
    mary.post(address, filled(page, name="Without", starts_at="2026-08-10T20:00"))

    assert "Take the discount codes along" in text(page)
    copy = Event.objects.get(name="With")
    (code,) = copy.discount_codes.all()
    assert (code.code, code.max_redemptions, code.times_redeemed, code.discount_value) == ("SUMMER", 5, 0, 1000)
    assert code.expires_at == datetime(2026, 8, 10, 18, tzinfo=UTC)
    assert list(code.ticket_types.all()) == [copy.ticket_types.get(name="Stalls")]
    assert not Event.objects.get(name="Without").discount_codes.exists()


def test_nobody_is_asked_about_codes_that_there_are_not(mary, address):
    assert "Take the discount codes along" not in text(mary.get(address))
