"""An event that moves while people have tickets for it."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import Event
from orders import tasks
from orders.models import Attendee
from tenants.models import EmailLog
from tests import make
from tests.events.office.conftest import NOW, errors, filled, text
from tests.inbox import inbox, text_of

__all__ = ["inbox"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def gala(blue_note):
    """Two orders are confirmed, one of them in German."""
    starts_at = datetime(2026, 7, 10, 18, tzinfo=UTC)
    event = make.event(blue_note, name="Gala", published=False, starts_at=starts_at)
    stalls = make.ticket_type(event, name="Stalls", places=100)
    make.publish(event)
    make.order(event, {stalls: 2}, email="ada@example.org")
    make.order(event, {stalls: 1}, email="bea@example.org", locale="de")
    return event


@pytest.fixture
def address(office, gala):
    return f"{office}{gala.pk}/details/"


def work():
    """Run the jobs that tell of moves, as the worker does."""
    for job in ProcrastinateJob.objects.filter(task_name="orders.tell_of_move"):
        tasks.tell_of_move(**job.args)


def test_one_is_asked_whether_to_tell_the_holders_before_anything_is_saved(mary, gala, address):
    page = mary.get(address)

    asked = mary.post(address, filled(page, starts_at="2026-07-11T20:00", ends_at="2026-07-12T00:00"))

    assert errors(asked) == {"tells_holders": ["Time or place change. Please choose."]}
    assert "People have tickets already." in text(asked)
    assert 'value="2026-07-11T20:00"' in asked.content.decode()
    assert Event.objects.get().starts_at == gala.starts_at


def test_holders_are_told_what_was_and_what_is(mary, gala, address, inbox):
    EmailLog.objects.all().delete()
    page = mary.get(address)
    moved = {"starts_at": "2026-07-11T21:00", "ends_at": "2026-07-12T00:00", "tells_holders": "yes"}

    saved = mary.post(address, filled(page, **moved), follow=True)
    work()
    work()
    mails = inbox.deliver()

    assert "Saved. Everybody with a ticket gets a mail." in text(saved)
    ada, bea = sorted(mails, key=lambda mail: mail["To"])
    assert (ada["To"], ada["Subject"]) == ("ada@example.org", "New time or place: Gala")
    words = text_of(ada)
    assert words.index("11 July 2026") < words.index("10 July 2026")
    assert "/orders/" in words
    assert next(ada.iter_attachments()).get_filename() == "event.ics"
    assert "11. Juli 2026" in text_of(bea)


def test_guests_are_told_without_the_way_to_the_order(mary, gala, address, inbox):
    Attendee.objects.filter(ticket__order__buyer_email="bea@example.org").update(email="guest@example.org")
    EmailLog.objects.all().delete()

    mary.post(address, filled(mary.get(address), ends_at="2026-07-10T23:00", tells_holders="yes"))
    work()

    (mail,) = [mail for mail in inbox.deliver() if mail["To"] == "guest@example.org"]
    assert "/orders/" not in text_of(mail)


def test_whoever_tells_people_themselves_sends_no_mail(mary, gala, address):
    EmailLog.objects.all().delete()

    saved = mary.post(address, filled(mary.get(address), ends_at="2026-07-10T23:00", tells_holders="no"))
    work()

    assert saved.status_code == 302
    assert not EmailLog.objects.exists()


def test_nobody_is_asked_where_nothing_is_sold_or_nothing_moves(mary, blue_note, gala, office, address):
    empty = make.event(blue_note, name="Empty", starts_at=NOW + timedelta(days=40))
    other = f"{office}{empty.pk}/details/"

    assert mary.post(other, filled(mary.get(other), ends_at="2026-07-20T12:00")).status_code == 302
    assert mary.post(address, filled(mary.get(address), name="Great Gala")).status_code == 302
