"""An event's programme in the console."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from events.models import EventSession
from tests import make
from tests.events.office.conftest import errors, filled, text

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 7, 10, 18, tzinfo=UTC)


@pytest.fixture
def gala(blue_note):
    """From eight until midnight in Berlin."""
    event = make.event(blue_note, name="Winter Gala", published=False, starts_at=STARTS)
    make.ticket_type(event, name="Stalls", places=100)
    return event


@pytest.fixture
def programme(office, gala):
    """Where the programme is."""
    return f"{office}{gala.pk}/programme/"


def test_a_session_is_added_on_the_events_clock_with_its_places(mary, programme):
    empty = mary.get(programme)
    form = mary.get(f"{programme}new/")
    changes = {"title": "Opening", "ends_at": "2026-07-10T21:00", "room": "Great Hall", "places": "40"}

    added = mary.post(f"{programme}new/", filled(form, **changes), follow=True)

    assert "No programme yet" in text(empty)
    assert "“Opening” is on the programme." in text(added)
    assert "Great Hall · 40 places" in text(added)
    session = EventSession.objects.get()
    assert (session.starts_at, session.ends_at) == (STARTS, datetime(2026, 7, 10, 19, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": ""}, "title", "This field is required."),
        ({"ends_at": "2026-07-10T20:00"}, "ends_at", "The end has to come after the start."),
        (
            {"starts_at": "2026-07-10T19:30"},
            "starts_at",
            "The programme lies within the event: from Fri 10 Jul, 20:00 to Sat 11 Jul, 00:00.",
        ),
        ({"starts_at": "2026-07-10T20:30", "room": "great hall"}, "room", "“Opening” is in great hall at that time."),
        ({"places": "0"}, "places", "Ensure this value is greater than or equal to 1."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(mary, gala, programme, changes, field, words):
    make.session(gala, title="Opening", room="Great Hall", ends_at=datetime(2026, 7, 10, 19, tzinfo=UTC))
    form = mary.get(f"{programme}new/")

    refused = mary.post(f"{programme}new/", filled(form, title="Late", description="Kept") | changes)

    assert errors(refused) == {field: [words]}
    assert "Kept" in refused.content.decode()
    assert EventSession.objects.count() == 1


def test_the_database_too_gives_a_room_to_one_session_at_a_time(gala):
    make.session(gala, title="Opening", room="Great Hall")
    other = make.session(gala, title="Panel", room="Attic")

    with pytest.raises(IntegrityError, match="sessions_in_one_room_do_not_overlap"), transaction.atomic():
        EventSession.objects.filter(pk=other.pk).update(room="GREAT HALL")


def test_a_session_is_changed(mary, gala, programme):
    session = make.session(gala, title="Opening")
    address = f"{programme}{session.pk}/"

    mary.post(address, filled(mary.get(address), title="Overture", room="Attic", ends_at="2026-07-10T22:30"))

    session.refresh_from_db()
    assert (session.title, session.room, session.ends_at.hour) == ("Overture", "Attic", 20)


def test_a_session_leaves_the_programme_and_comes_back(mary, gala, programme):
    session = make.session(gala, title="Opening")
    ticket_type = make.ticket_type(gala, name="Opening only", sessions=[session])

    gone = mary.post(f"{programme}{session.pk}/archiving/", follow=True)
    back = mary.post(f"{programme}{session.pk}/restoration/", follow=True)

    assert "Off the programme" in text(gone)
    assert not ticket_type.admits.exists()
    assert "Off the programme" not in text(back)


def test_a_session_to_which_tickets_are_out_stays(mary, gala, programme):
    session = make.session(gala, title="Opening", places=50)
    ticket_type = make.ticket_type(gala, name="Opening only", sessions=[session])
    make.publish(gala)
    make.order(gala, {ticket_type: 2})

    page = mary.post(f"{programme}{session.pk}/archiving/", follow=True)

    assert "Tickets to this session are out: 2 sold and 0 held." in text(page)
    session.refresh_from_db()
    assert session.archived_at is None
    assert list(ticket_type.admits.all()) == [session]


def test_a_session_does_not_come_back_into_a_room_that_is_taken(mary, gala, programme):
    session = make.session(gala, title="Opening", room="Attic")
    mary.post(f"{programme}{session.pk}/archiving/")
    make.session(gala, title="Panel", room="Attic")

    page = mary.post(f"{programme}{session.pk}/restoration/", follow=True)

    assert "“Panel” is in Attic at that time." in text(page)


def test_a_session_of_another_event_is_not_there(mary, blue_note, gala, programme):
    other = make.session(make.event(blue_note))

    assert mary.get(f"{programme}{other.pk}/").status_code == 404


def test_the_page_costs_the_same_with_many_sessions(mary, gala, programme, count_statements):
    make.session(gala)
    with count_statements() as few:
        mary.get(programme)
    for number in range(20):
        make.session(gala, title=f"Part {number}")

    with count_statements() as many:
        mary.get(programme)

    assert len(few) == len(many) == 6, many
