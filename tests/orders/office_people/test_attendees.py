"""The console's list of attendees, and the page of one ticket."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin import services as door
from checkin.access import door as door_of
from checkin.models import Gate
from checkin.values import Attempt
from orders import services
from orders.models import Attendee, Ticket
from tenants.models import ActivityLog, EmailLog
from tests import make
from tests.checkin import qr_of
from tests.office import browser_of
from tests.orders.office_people.conftest import text

pytestmark = pytest.mark.django_db


def names(page):
    return [str(ticket.attendee) for ticket in page.context["page"].object_list]


def buy(event, ticket_type, first="Ada", last="Lovelace", email="ada@example.org", number=1, **fields):
    """Tickets of one buyer, with their name on them."""
    order = make.order(event, {ticket_type: number}, email=email, first_name=first, last_name=last, **fields)
    Attendee.objects.filter(ticket__order=order).update(first_name=first, last_name=last, email=email)
    return order


def admit(ticket, membership):
    """Let somebody in at the main entrance."""
    gate = Gate.objects.get(event=ticket.event)
    attempt = Attempt(scan_id=uuid4(), text=qr_of(ticket))
    door.redeem(door=door_of(gate, operator=membership.user), attempt=attempt, now=timezone.now())


# --- Finding them ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "lovel",
        "ada lovelace",
        "LOVELACE ada",
        "ada@example.org",
        "Ada@Example.org",
        "example",
        "{code}",
        "{part}",
        "{number}",
        "{small}",
    ],
)
def test_an_attendee_is_found_by_name_address_code_and_order_number(mary, gala, stalls, office, words):
    order = buy(gala, stalls)
    buy(gala, stalls, "Grace", "Hopper", "grace@navy.mil")
    code = order.tickets.get().code
    typed = words.format(code=code, part=code[:-3].lower(), number=order.order_number, small=order.order_number.lower())

    page = mary.get(f"{office}attendees/", {"q": typed})

    assert names(page) == ["Ada Lovelace"]


@pytest.mark.parametrize("words", ["Muller", "müller", "bjork", "de la"])
def test_accents_do_not_stand_in_the_way(mary, gala, stalls, office, words):
    buy(gala, stalls, "Björk", "Müller de la Cruz", "b@example.org")

    assert names(mary.get(f"{office}attendees/", {"q": words})) == ["Björk Müller de la Cruz"]


def test_the_buyers_name_finds_the_tickets_of_the_guests(mary, gala, stalls, office):
    order = make.order(gala, {stalls: 1}, email="payer@example.org", first_name="Pat", last_name="Payer")
    Attendee.objects.filter(ticket__order=order).update(first_name="Gus", last_name="Guest")

    assert names(mary.get(f"{office}attendees/", {"q": "payer"})) == ["Gus Guest"]


@pytest.mark.parametrize("words", ["'", "a' & b:*", "\\", "!()|&", "%", "x" * 500, "no\x00body", "<->", "öö ⅷ 漢字"])
def test_no_search_breaks_the_page(mary, gala, stalls, office, words):
    buy(gala, stalls)

    page = mary.get(f"{office}attendees/", {"q": words})

    assert page.status_code == 200
    assert names(page) == []


def test_another_tenants_people_are_never_found(mary, office):
    foreign = make.event(make.tenant("Elsewhere"))
    order = make.order(foreign, {foreign.ticket_types.get(): 1})
    code = order.tickets.get().code

    for words in ("Lovelace", "ada@example.org", code, order.order_number):
        assert names(mary.get(f"{office}attendees/", {"q": words})) == []


# --- Narrowing ------------------------------------------------------------------------------------------------------


def test_filters_narrow_and_stay_in_the_form(mary, gala, stalls, office, blue_note):
    make.ticket_type(gala, name="Balcony", price_cents=0)
    balcony = gala.ticket_types.get(name="Balcony")
    inside = buy(gala, stalls, "Ina", "Side").tickets.get()
    buy(gala, stalls, "Orla", "Out")
    buy(gala, balcony, "Bo", "Balcony")
    void = buy(gala, stalls, "Vera", "Void")
    services.cancel_tickets(order=void, tickets=list(void.tickets.all()), by=None, now=timezone.now())
    Ticket.objects.filter(pk=inside.pk).update(status="used", checked_in_at=timezone.now())
    matinee = make.event(blue_note, name="Matinee")
    buy(matinee, matinee.ticket_types.get(), "Mat", "Inee")
    address = f"{office}events/{gala.pk}/attendees/"

    def found(**params):
        return sorted(names(mary.get(address, params)))

    assert found() == ["Bo Balcony", "Ina Side", "Orla Out"]
    assert found(status="all") == ["Bo Balcony", "Ina Side", "Orla Out", "Vera Void"]
    assert found(status="cancelled") == ["Vera Void"]
    assert found(type=str(balcony.pk)) == ["Bo Balcony"]
    assert found(checked_in="yes") == ["Ina Side"]
    assert found(checked_in="no") == ["Bo Balcony", "Orla Out"]
    assert found(order="cancelled") == []
    assert found(type="rubbish", status="rubbish", page="rubbish", question="1") == found()
    assert sorted(names(mary.get(f"{office}attendees/", {"event": str(matinee.pk)}))) == ["Mat Inee"]
    page = text(mary.get(address, {"checked_in": "yes"}))
    assert '<option value="yes" selected>' in page
    assert '<details class="more-filters" open>' in page


@pytest.mark.parametrize(
    ("kind", "given", "asked", "asked_per"),
    [
        ("choice", "Fish", "fish", "attendee"),
        ("multiple", ["Fish", "Meat"], "Fish", "attendee"),
        ("text", "No nuts, please", "nuts", "attendee"),
        ("consent", {"agreed": True, "wording": "Photos"}, "", "attendee"),
        ("text", "ACME Ltd", "acme", "order"),
    ],
)
def test_the_answers_to_a_question_narrow(mary, gala, stalls, office, kind, given, asked, asked_per):
    question = make.question(gala, kind=kind, choices=["Fish", "Meat"], asked_per=asked_per)
    order = buy(gala, stalls)
    buy(gala, stalls, "Grace", "Hopper", "grace@navy.mil")
    answers = {str(question.pk): given}
    if asked_per == "order":
        type(order).objects.filter(pk=order.pk).update(answers=answers)
    else:
        Attendee.objects.filter(ticket__order=order).update(answers=answers)

    page = mary.get(f"{office}events/{gala.pk}/attendees/", {"question": str(question.pk), "answer": asked})

    assert names(page) == ["Ada Lovelace"]


def test_a_limited_member_sees_the_people_of_their_events_only(gala, stalls, blue_note, office, limited):
    matinee = make.event(blue_note, name="Matinee")
    buy(gala, stalls)
    theirs = buy(matinee, matinee.ticket_types.get(), "Mat", "Inee")
    browser = browser_of(limited(matinee))

    page = browser.get(f"{office}attendees/")

    assert names(page) == ["Mat Inee"]
    assert "Winter Gala" not in text(page)
    assert browser.get(f"{office}events/{gala.pk}/attendees/").status_code == 404
    assert names(browser.get(f"{office}attendees/", {"event": str(gala.pk)})) == []
    assert browser.get(f"{office}attendees/{theirs.tickets.get().pk}/").status_code == 200


def test_a_list_takes_as_many_statements_with_few_rows_as_with_many(mary, gala, stalls, office, count_statements):
    buy(gala, stalls)
    with count_statements() as few:
        mary.get(f"{office}events/{gala.pk}/attendees/")
    for number in range(8):
        buy(gala, stalls, "Nora", f"Number {number}", f"n{number}@example.org")

    with count_statements() as many:
        page = mary.get(f"{office}events/{gala.pk}/attendees/")

    assert len(names(page)) == 9
    assert len(few) == len(many) == 10, many


def test_nobody_yet_and_nobody_found_are_told_apart(mary, gala, office):
    assert "Nobody has a ticket yet" in text(mary.get(f"{office}attendees/"))
    assert "Nobody found" in text(mary.get(f"{office}attendees/?q=nobody"))
    assert "Please type at least two letters." in text(mary.get(f"{office}attendees/?q=a"))


# --- One of them ----------------------------------------------------------------------------------------------------


def test_the_page_of_a_ticket_tells_who_comes_and_what_happened(mary, manager, gala, stalls, office, count_statements):
    question = make.question(gala, "What would you like to eat?")
    ticket = buy(gala, stalls).tickets.get()
    Attendee.objects.filter(ticket=ticket).update(
        answers={str(question.pk): "Fish"}, demographics={"Age": "30–39"}, consents=[{"wording": "Photos are fine."}]
    )
    with count_statements() as before:
        mary.get(f"{office}attendees/{ticket.pk}/")
    admit(ticket, manager)

    with count_statements() as statements:
        page = text(mary.get(f"{office}attendees/{ticket.pk}/"))

    for told in ("Ada Lovelace", ticket.code, "Fish", "30–39", "Photos are fine.", "Admitted · Main entrance"):
        assert told in page
    assert f"{office}orders/{ticket.order.order_number}/" in page
    assert len(before) == len(statements) == 10, statements


def test_a_member_mends_name_and_answers_at_any_time(mary, gala, stalls, office):
    question = make.question(gala, kind="choice", choices=["Fish", "Meat"], is_required=True)
    ticket = buy(gala, stalls).tickets.get()
    type(gala).objects.filter(pk=gala.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    person = {"first_name": "Augusta", "last_name": "King", "email": "AUGUSTA@example.org", "phone": "+49 30 123456"}

    answer = mary.post(f"{office}attendees/{ticket.pk}/details/", person | {f"q-{question.pk}": "Meat"})

    attendee = Attendee.objects.get(ticket=ticket)
    assert answer.status_code == 302
    assert (str(attendee), attendee.email, attendee.phone) == ("Augusta King", "augusta@example.org", "+4930123456")
    assert attendee.answers == {str(question.pk): "Meat"}
    assert EmailLog.objects.filter(template="attendee_ticket", recipient="augusta@example.org").exists()
    assert ActivityLog.objects.filter(action="attendee.changed", target_id=ticket.pk).exists()
    mary.post(f"{office}attendees/{ticket.pk}/details/", person | {f"q-{question.pk}": ""})
    assert Attendee.objects.get(ticket=ticket).answers == {}


def test_what_cannot_be_is_refused_at_its_field_and_kept(mary, gala, stalls, office):
    ticket = buy(gala, stalls).tickets.get()
    body = {"first_name": "", "last_name": "King", "email": "nonsense", "phone": "12"}

    page = mary.post(f"{office}attendees/{ticket.pk}/details/", body)

    assert set(page.context["person"].errors) == {"first_name", "email", "phone"}
    assert 'value="nonsense"' in text(page)
    assert str(Attendee.objects.get(ticket=ticket)) == "Ada Lovelace"


def test_a_cancelled_ticket_stays_as_it_is(mary, gala, stalls, office):
    order = buy(gala, stalls)
    services.cancel_order(order=order, by=None, now=timezone.now())
    ticket = order.tickets.get()

    page = mary.post(f"{office}attendees/{ticket.pk}/details/", {"first_name": "Eve", "last_name": "King"})

    assert "This ticket can no longer be changed." in text(page)
    assert str(Attendee.objects.get(ticket=ticket)) == "Ada Lovelace"


def test_a_ticket_is_sent_again_to_its_guest_and_the_buyers_own_with_the_order(mary, gala, stalls, office):
    own = buy(gala, stalls).tickets.get()
    guests = buy(gala, stalls, email="payer@example.org").tickets.get()
    Attendee.objects.filter(ticket=guests).update(email="guest@example.org")
    EmailLog.objects.all().delete()

    for ticket in (own, guests):
        mary.post(f"{office}attendees/{ticket.pk}/again/")

    sent = set(EmailLog.objects.values_list("template", "recipient"))
    assert sent == {("order_confirmation", "ada@example.org"), ("attendee_ticket", "guest@example.org")}
    assert ActivityLog.objects.filter(action="ticket.resent").count() == 2


def test_support_may_mend_and_send_but_not_cancel_and_analysts_only_look(browser, gala, stalls, office):
    ticket = buy(gala, stalls).tickets.get()

    support, analyst = (text(browser(role).get(f"{office}attendees/{ticket.pk}/")) for role in ("support", "analyst"))

    assert "Send the ticket again" in support
    assert "Cancel the ticket" not in support
    assert "Send the ticket again" not in analyst
    assert f"{ticket.pk}/details/" not in analyst


def test_what_is_no_ticket_is_not_there(mary, office):
    assert mary.get(f"{office}attendees/{uuid4()}/").status_code == 404


def test_an_event_without_tickets_says_so_rather_than_that_nobody_was_found(mary, blue_note):
    event = make.event(blue_note, published=False)

    page = mary.get(f"/manage/{blue_note.slug}/events/{event.pk}/attendees/")
    found = mary.get(f"/manage/{blue_note.slug}/events/{event.pk}/attendees/?status=used")

    assert "Nobody has a ticket yet" in page.content.decode()
    assert '<details class="more-filters">' in page.content.decode()
    assert "Nobody found" in found.content.decode()
