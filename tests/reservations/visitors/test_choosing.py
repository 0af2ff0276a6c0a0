"""Choosing a time: the calendar, the contact, and who is told what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reservations import services
from reservations.models import TicketReservation, VisitRules
from tenants.models import EmailLog
from tests import make
from tests.reservations.visitors.steps import TYPED, month_of, path, reserve, text_of

pytestmark = pytest.mark.django_db


def test_the_calendar_says_in_words_what_is_left(client, ticket, mill, slot, later, museum, visit_type):
    roomy = make.slot(mill, on=slot.date, start="14:00", end="16:00", capacity=100)
    for other in make.order(museum, {visit_type: 5}).tickets.all():
        reserve(other, later)

    page = client.get(path("visit", ticket) + "?ignored=1", follow=True)
    page = client.get(path("times", ticket), {"day": slot.date.isoformat()})

    text = text_of(page)
    assert "10:00 – 12:00" in text
    assert "5 places left" in text
    assert "Many places left" in text
    assert "Full" in text
    links = page.content.decode()
    assert path("time", ticket, slot=slot.pk) in links
    assert path("time", ticket, slot=roomy.pk) in links
    assert path("time", ticket, slot=later.pk) not in links


def test_the_calendar_names_closed_unpublished_and_past_times_to_nobody(client, ticket, mill, slot, museum):
    services.change_slot(slot=slot, changes={"is_closed": True}, by=None, now=timezone.now())
    first = client.get(path("times", ticket), {"month": month_of(slot.date)})
    assert str(slot.pk) not in first.content.decode()

    services.change_slot(slot=slot, changes={"is_closed": False}, by=None, now=timezone.now())
    VisitRules.objects.filter(venue=mill).update(is_published=False)
    second = client.get(path("times", ticket), {"month": month_of(slot.date)})
    assert str(slot.pk) not in second.content.decode()
    refused = client.post(path("time", ticket, slot=slot.pk), TYPED)
    assert refused.status_code == 409
    assert not TicketReservation.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "month=x",
        "month=2026-13",
        "month=0000-00",
        "day=x",
        "day=2026-02-30",
        "month=9999-12",
        "month=0001-01",
        "day=%00",
    ],
)
def test_a_month_that_is_none_shows_one_that_is(client, ticket, slot, query):
    answer = client.get(f"{path('times', ticket)}?{query}")

    assert answer.status_code == 200
    assert "<table" in answer.content.decode()


def test_a_month_without_times_leads_on_to_the_next_free_one(client, ticket, mill, museum):
    far = make.slot(mill, on=(timezone.now() + timedelta(days=120)).date())

    assert path("time", ticket, slot=far.pk) in client.get(path("visit", ticket)).content.decode()
    page = client.get(path("times", ticket), {"month": month_of(timezone.now().date())})

    assert "No times are open in this month." in text_of(page)
    assert "The next free time is on" in text_of(page)
    assert f"day={far.date.isoformat()}" in page.content.decode()


def test_months_are_turned_one_by_one(client, ticket, mill, museum):
    today = timezone.now().date()
    month = today.replace(day=1)
    for _number in range(6):
        following = (month + timedelta(days=32)).replace(day=1)
        page = client.get(path("times", ticket), {"month": month_of(following)}).content.decode()

        assert f"?month={month_of(month)}#calendar" in page
        assert f"?month={month_of((following + timedelta(days=32)).replace(day=1))}#calendar" in page
        month = following


def test_times_after_the_tickets_last_day_cannot_be_chosen(client, mill, museum):
    short = make.visit_type(museum, name="Short", valid_days=5)
    ticket = make.order(museum, {short: 1}).tickets.get()
    late = make.slot(mill, on=(timezone.now() + timedelta(days=9)).date())

    page = client.get(path("times", ticket), {"day": late.date.isoformat()})
    refused = client.post(path("time", ticket, slot=late.pk), TYPED)

    assert path("time", ticket, slot=late.pk) not in page.content.decode()
    assert refused.status_code == 422
    assert "This ticket is valid until" in text_of(refused)


def test_a_time_is_reserved_with_an_address_and_a_number_of_the_venues_country(client, ticket, slot):
    page = client.post(path("time", ticket, slot=slot.pk), TYPED, follow=True)

    made = TicketReservation.objects.get()
    assert (made.slot, made.customer_email, made.customer_phone) == (slot, "ada@example.org", "+49301234567")
    assert "The confirmation is on its way to ada@example.org." in text_of(page)
    assert "Reserved" in text_of(page)
    assert "Show this code at the entrance." in text_of(page)
    assert "You may change or cancel this visit until" in text_of(page)
    assert "openstreetmap.org" in page.content.decode()
    assert EmailLog.objects.filter(template="visit_reserved").count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("customer_email", "nonsense", "Please give an e-mail address"),
        ("customer_email", "", "This field is required."),
        ("customer_phone", "12", "This is not a phone number."),
        ("customer_phone", "call me", "This is not a phone number."),
        ("customer_phone", "", "This field is required."),
        ("customer_phone", "9" * 400, "at most 40 characters"),
        ("customer_phone", "\x00", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_reached_is_refused_at_its_field_and_nothing_is_lost(client, ticket, slot, field, typed, words):
    answer = client.post(path("time", ticket, slot=slot.pk), TYPED | {field: typed})

    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    other = next(name for name in TYPED if name != field)
    assert answer.context["form"][other].value() == TYPED[other]
    assert not TicketReservation.objects.exists()


def test_a_slot_that_filled_meanwhile_says_what_is_left_and_keeps_all(client, museum, visit_type, ticket, slot, later):
    client.get(path("time", ticket, slot=slot.pk))
    for other in make.order(museum, {visit_type: 5}).tickets.all():
        reserve(other, slot)

    answer = client.post(path("time", ticket, slot=slot.pk), TYPED)

    assert answer.status_code == 409
    assert "No place is left on" in text_of(answer)
    assert answer.context["form"]["customer_phone"].value() == TYPED["customer_phone"]
    assert [row["key"] for row in answer.context["others"]] == [str(later.pk)]
    again = client.post(path("time", ticket, slot=slot.pk), TYPED | {"slot": str(later.pk)})
    assert again.status_code == 302
    assert TicketReservation.objects.get(ticket=ticket).slot == later


@pytest.mark.parametrize("typed", ["nonsense", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_a_slot_that_is_none_is_nowhere(client, ticket, slot, typed):
    assert client.post(path("time", ticket, slot=slot.pk), TYPED | {"slot": typed}).status_code == 404


def test_a_slot_of_another_venue_is_nowhere(client, ticket, slot):
    elsewhere = make.slot(make.venue(make.tenant("Elsewhere")))

    assert client.get(path("time", ticket, slot=elsewhere.pk)).status_code == 404
    assert client.post(path("time", ticket, slot=elsewhere.pk), TYPED).status_code == 404


def test_pressing_twice_reserves_once_and_moves_nothing(client, ticket, slot, later):
    client.post(path("time", ticket, slot=slot.pk), TYPED)

    assert client.post(path("time", ticket, slot=slot.pk), TYPED).url == path("visit", ticket)
    other_tab = client.post(path("time", ticket, slot=later.pk), TYPED)

    assert other_tab.status_code == 409
    assert TicketReservation.objects.get().slot == slot
    assert EmailLog.objects.filter(template="visit_reserved").count() == 1


def test_a_ticket_cannot_write_to_people_without_end(client, ticket, slot):
    for _number in range(10):
        client.post(path("time", ticket, slot=slot.pk), TYPED)
        client.post(path("cancellation", ticket))
    answers = [client.post(path("time", ticket, slot=slot.pk), TYPED).status_code]
    for _number in range(12):
        client.post(path("cancellation", ticket))
        answers.append(client.post(path("time", ticket, slot=slot.pk), TYPED).status_code)

    assert answers[-1] == 429
    assert EmailLog.objects.filter(template="visit_reserved").count() == 20


def suggested(client, ticket, slot, query=""):
    form = client.get(path("time", ticket, slot=slot.pk) + query).context["form"]
    return form["customer_email"].value() or ""


def test_a_code_alone_tells_nobodys_address(client, ticket, slot):
    assert suggested(client, ticket, slot) == ""
    assert suggested(client, ticket, slot, "?order=nonsense") == ""
    assert "ada@example.org" not in client.get(path("visit", ticket)).content.decode()
    reserve(ticket, slot)
    for name in ("visit", "times", "cancellation"):
        page = client.get(path(name, ticket)).content.decode()
        assert "ada@example.org" not in page
        assert "3012345678" not in page


def test_the_orders_link_and_its_signed_in_buyer_know_the_address(client, ticket, slot):
    assert suggested(client, ticket, slot, f"?order={ticket.order.lookup_token}") == "ada@example.org"
    buyer = make.user()
    ticket.order.user = buyer
    ticket.order.save(update_fields=["user"])
    client.force_login(buyer)
    assert suggested(client, ticket, slot) == "ada@example.org"
    client.force_login(make.user())
    assert suggested(client, ticket, slot) == ""


def test_a_signed_in_holder_is_suggested_their_own_address(client, ticket, slot):
    holder = make.user("holder@example.org", phone="+49301112233")
    ticket.user = holder
    ticket.save(update_fields=["user"])
    client.force_login(holder)

    assert suggested(client, ticket, slot) == "holder@example.org"


def test_the_link_of_the_order_stays_with_the_visitor_from_page_to_page(client, ticket, slot):
    proof = f"order={ticket.order.lookup_token}"

    page = client.get(f"{path('visit', ticket)}?{proof}")

    assert f"{path('time', ticket, slot=slot.pk)}?{proof}" in page.content.decode()
