"""Changing and cancelling a visit, and tickets with which nothing can be done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event, EventStatus
from orders.models import Ticket, TicketStatus
from reservations.models import ReservationSlot, TicketReservation, VisitRules
from tests import make
from tests.reservations.visitors.steps import TYPED, path, reserve, text_of

pytestmark = pytest.mark.django_db


def test_a_visit_moves_to_another_time_without_asking_for_the_contact_again(client, ticket, slot, later):
    reserve(ticket, slot)

    calendar = client.get(path("times", ticket), {"day": slot.date.isoformat()})
    assert "Your present time" in text_of(calendar)
    asked = client.get(path("time", ticket, slot=later.pk))
    assert "customer_email" not in asked.content.decode()
    moved = client.post(path("time", ticket, slot=later.pk), {}, follow=True)

    assert TicketReservation.objects.get().slot == later
    assert "Your visit is moved." in text_of(moved)
    slot.refresh_from_db()
    assert slot.booked_count == 0


def test_a_visit_is_cancelled_after_one_more_question_and_the_ticket_is_good_again(client, ticket, slot):
    reserve(ticket, slot)

    asked = client.get(path("cancellation", ticket))
    assert "Your ticket stays good" in text_of(asked)
    assert TicketReservation.objects.live().exists()
    page = client.post(path("cancellation", ticket), follow=True)

    assert "Your visit is cancelled." in text_of(page)
    assert "Choose when you would like to come." in text_of(page)
    assert not TicketReservation.objects.live().exists()


def test_after_the_cut_off_words_and_the_organizer_are_all_that_is_left(client, ticket, mill, museum, blue_note):
    soon = make.slot(mill, on=(timezone.now() + timedelta(days=1)).date())
    other = make.slot(mill, on=(timezone.now() + timedelta(days=9)).date())
    reserve(ticket, soon)
    VisitRules.objects.filter(venue=mill).update(cutoff_minutes=3 * 24 * 60)

    page = client.get(path("visit", ticket))

    assert "Your visit could be changed until" in text_of(page)
    assert blue_note.email in page.content.decode()
    assert path("cancellation", ticket) not in page.content.decode()
    assert client.get(path("cancellation", ticket)).status_code == 302
    assert client.get(path("times", ticket)).status_code == 302
    refused = client.post(path("cancellation", ticket), follow=True)
    assert "Please contact the organizer." in text_of(refused)
    assert client.post(path("time", ticket, slot=other.pk), {}).status_code == 409
    assert TicketReservation.objects.live().get().slot == soon


def test_what_to_know_is_said_where_the_visit_is(client, ticket, mill, slot):
    reserve(ticket, slot)
    VisitRules.objects.filter(venue=mill).update(note="Bring boots. <b>Really.</b>")

    page = client.get(path("visit", ticket))

    assert "Bring boots. &lt;b&gt;Really.&lt;/b&gt;" in page.content.decode()


def test_used_cancelled_expired_and_unpaid_tickets_say_so_and_what_to_do(client, museum, visit_type, ticket, slot):
    dear = make.visit_type(museum, name="Dear", price_cents=900)
    unpaid = make.order(museum, {dear: 1}, paid=False).tickets.get()
    assert "This ticket is not paid yet" in text_of(client.get(path("visit", unpaid)))

    for status, words in (
        (TicketStatus.USED, "This ticket has been used"),
        (TicketStatus.CANCELLED, "This ticket is cancelled"),
        (TicketStatus.EXPIRED, "This ticket is no longer valid"),
    ):
        Ticket.objects.filter(pk=ticket.pk).update(status=status)
        page = client.get(path("visit", ticket))
        assert words in text_of(page)
        assert "QR code" not in page.content.decode()
        assert client.post(path("time", ticket, slot=slot.pk), TYPED).status_code == 409
    assert not TicketReservation.objects.exists()


def test_a_ticket_of_a_cancelled_event_opens_nothing(client, museum, ticket, slot):
    reserve(ticket, slot)
    Event.objects.filter(pk=museum.pk).update(status=EventStatus.CANCELLED)

    page = client.get(path("visit", ticket))

    assert "This ticket is cancelled" in text_of(page)
    assert "QR code" not in page.content.decode()


def test_a_visit_that_was_missed_is_told_so(client, ticket, slot):
    reserve(ticket, slot)
    ReservationSlot.objects.filter(pk=slot.pk).update(date=(timezone.now() - timedelta(days=2)).date())

    assert "The time of this visit has passed" in text_of(client.get(path("visit", ticket)))
