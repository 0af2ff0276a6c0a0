"""What a visitor sees of a ticket, and how they choose, change and cancel the time of their visit."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import ActivationMode, Event, EventStatus
from orders.models import Ticket, TicketStatus
from orders.services.batches import mint_tickets
from reservations import presented, services
from reservations.errors import CodeUnknown
from reservations.models import ReservationSlot, TicketReservation, VisitRules
from tenants.models import EmailLog
from tests import make

pytestmark = pytest.mark.django_db

TYPED = {"customer_email": "Ada@Example.org ", "customer_phone": "030 1234567"}


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock themselves."""
    return timezone.now()


@pytest.fixture
def mill(blue_note):
    """Where visits take place, in Berlin."""
    return make.venue(blue_note)


@pytest.fixture
def museum(blue_note, mill, now) -> Event:
    """A published event of a year that sells visits."""
    event = make.event(
        blue_note,
        name="Museum",
        published=False,
        venue=mill,
        starts_at=now - timedelta(days=30),
        ends_at=now + timedelta(days=335),
    )
    make.visit_type(event)
    return make.publish(event)


@pytest.fixture
def visit_type(museum):
    """A ticket whose time is chosen later."""
    return museum.ticket_types.get()


@pytest.fixture
def slot(mill, museum) -> ReservationSlot:
    """Ten to twelve in ten days, for five visitors."""
    return make.slot(mill, capacity=5)


@pytest.fixture
def later(mill, museum) -> ReservationSlot:
    """The same day, two hours later."""
    return make.slot(mill, start="12:00", end="14:00", capacity=5)


@pytest.fixture
def ticket(museum, visit_type) -> Ticket:
    """Ada's ticket."""
    return make.order(museum, {visit_type: 1}).tickets.get()


@pytest.fixture
def voucher(museum) -> Ticket:
    """A pre-made ticket of nobody's, valid for thirty days once it is activated."""
    kind = make.visit_type(museum, name="Voucher", valid_days=30)
    batch = mint_tickets(
        ticket_type=kind,
        label="Shop",
        quantity=1,
        activation_mode=ActivationMode.DEFERRED,
        by=None,
        now=timezone.now(),
    )
    return batch.tickets.get()


def path(name, ticket, **more):
    return reverse(f"reservations:{name}", kwargs={"code": ticket.code, **more})


def text_of(response):
    """The words of a page, as they follow each other."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def reserve(ticket, slot, **fields):
    (made,) = services.reserve(tickets=[ticket], slot=slot, contact=make.contact(**fields), now=timezone.now())
    return made


# --- The code -------------------------------------------------------------------------------------------------------


def test_a_code_may_be_typed_carelessly(client, ticket):
    head, tail = ticket.code[:9], ticket.code[9:]
    typed = f" {head.lower()} {tail.lower().replace('0', 'o').replace('1', 'l')} "

    answer = client.post("/visit/", {"code": typed})

    assert (answer.status_code, answer.url) == (302, path("visit", ticket))


def test_a_link_with_a_careless_code_leads_to_the_right_one(client, ticket):
    answer = client.get(f"/visit/{ticket.code.lower()}/")

    assert (answer.status_code, answer.url) == (302, path("visit", ticket))


@pytest.mark.parametrize("typed", ["TKT-2026-0000000000", "x", "\x00", "ü" * 70, "TKT 2026", "' OR 1=1", "🎫"])
def test_a_wrong_code_is_answered_kindly_beside_its_field_and_kept(client, ticket, typed):
    answer = client.post("/visit/", {"code": typed})

    assert answer.status_code in (404, 422)
    assert answer.context["form"].errors["code"]
    if "\x00" not in typed:
        assert answer.context["form"]["code"].value() == typed[:80]


def test_nothing_typed_is_said_so(client, db):
    answer = client.post("/visit/", {"code": " "})

    assert answer.status_code == 422
    assert "Please type the code of your ticket." in text_of(answer)


def test_a_ticket_that_is_not_for_visits_is_answered_like_no_ticket_at_all(client, gala):
    strange = make.order(gala, {gala.ticket_types.get(): 1}).tickets.get()

    foreign = client.get(f"/visit/{strange.code}/")
    unknown = client.get("/visit/TKT-2026-0000000000/")

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert text_of(foreign) == text_of(unknown)
    assert 'name="code"' in unknown.content.decode()


def test_ten_wrong_codes_from_one_address_are_enough(client, ticket):
    for number in range(10):
        assert client.get(f"/visit/TKT-2026-000000000{number}/").status_code == 404

    assert client.post("/visit/", {"code": "TKT-2026-1111111111"}).status_code == 429
    assert client.get(path("visit", ticket)).status_code == 429
    assert client.get(path("visit", ticket), REMOTE_ADDR="10.9.8.7").status_code == 200


def test_right_codes_count_for_little(client, ticket):
    for _number in range(60):
        assert client.get(path("visit", ticket)).status_code == 200


def test_one_code_is_not_tried_from_everywhere(client, ticket, now):
    for number in range(600):
        with pytest.raises(CodeUnknown):
            presented.ticket_of("TKT-2026-0000000000", address=f"10.3.{number // 200}.{number % 200}", now=now)

    assert client.get("/visit/TKT-2026-0000000000/", REMOTE_ADDR="10.9.8.7").status_code == 429


def test_pages_of_a_code_are_kept_by_nobody(client, ticket):
    for address in (path("visit", ticket), path("times", ticket), "/visit/", "/visit/NOTHING-0000/"):
        answer = client.get(address)

        assert answer.headers["Referrer-Policy"] == "same-origin", address
        assert "noindex" in answer.headers["X-Robots-Tag"], address
        assert "no-store" in answer.headers["Cache-Control"], address
        assert "private" in answer.headers["Cache-Control"], address


def test_a_month_of_a_tickets_calendar_takes_five_statements(client, ticket, slot, count_statements):
    with count_statements() as statements:
        answer = client.get(path("times", ticket), {"month": month_of(slot.date)})

    assert answer.status_code == 200
    assert len(statements) == 5, statements


# --- Activation -----------------------------------------------------------------------------------------------------


def test_activation_says_what_it_means_asks_once_more_and_is_for_good(client, voucher, slot):
    page = client.get(path("visit", voucher))
    assert "Not activated yet" in text_of(page)
    assert path("activation", voucher) in page.content.decode()

    asked = client.get(path("activation", voucher))
    assert "From then on it is valid for 30 days" in text_of(asked)
    assert "this cannot be taken back" in text_of(asked)
    assert Ticket.objects.get(pk=voucher.pk).activated_at is None

    done = client.post(path("activation", voucher), follow=True)
    assert Ticket.objects.get(pk=voucher.pk).activation_status == "active"
    assert "Your ticket is active." in text_of(done)
    assert "Choose when you would like to come." in text_of(done)

    again = client.post(path("activation", voucher), follow=True)
    assert "This ticket is active already." in text_of(again)
    assert client.get(path("activation", voucher)).status_code == 302


def test_a_pre_made_ticket_without_a_venue_of_visits_is_activated_here_too(client, gala):
    batch = mint_tickets(
        ticket_type=gala.ticket_types.get(), label="Shop", quantity=1, activation_mode="deferred", by=None,
        now=timezone.now(),
    )  # fmt: skip
    ticket = batch.tickets.get()

    page = client.post(path("activation", ticket), follow=True)

    assert "No time needs to be chosen." in text_of(page)
    assert "QR code of ticket" in page.content.decode()


# --- The calendar ---------------------------------------------------------------------------------------------------


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


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


def test_times_after_the_tickets_last_day_cannot_be_chosen(client, mill, museum):
    short = make.visit_type(museum, name="Short", valid_days=5)
    ticket = make.order(museum, {short: 1}).tickets.get()
    late = make.slot(mill, on=(timezone.now() + timedelta(days=9)).date())

    page = client.get(path("times", ticket), {"day": late.date.isoformat()})
    refused = client.post(path("time", ticket, slot=late.pk), TYPED)

    assert path("time", ticket, slot=late.pk) not in page.content.decode()
    assert refused.status_code == 422
    assert "This ticket is valid until" in text_of(refused)


# --- Reserving ------------------------------------------------------------------------------------------------------


def test_a_time_is_reserved_with_an_address_and_a_number_of_the_venues_country(client, ticket, slot):
    page = client.post(path("time", ticket, slot=slot.pk), TYPED, follow=True)

    made = TicketReservation.objects.get()
    assert (made.slot, made.customer_email, made.customer_phone) == (slot, "ada@example.org", "+49301234567")
    assert "The confirmation is on its way to ada@example.org." in text_of(page)
    assert "Reserved" in text_of(page)
    assert "Show this code at the entrance." in text_of(page)
    assert "You can change or cancel your visit until" in text_of(page)
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


# --- Who is told what -----------------------------------------------------------------------------------------------


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


# --- Changing and cancelling ----------------------------------------------------------------------------------------


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


# --- Tickets with which nothing can be done -------------------------------------------------------------------------


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


# --- Groups ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def party(museum, visit_type):
    """An order of three tickets."""
    return make.order(museum, {visit_type: 3})


def group_path(name, order, **more):
    return reverse(f"reservations:{name}", kwargs={"token": order.lookup_token, **more})


def test_a_group_is_placed_in_one_slot_with_one_mail(client, party, slot):
    codes = [ticket.code for ticket in party.tickets.order_by("pk")]
    page = client.get(group_path("order", party))
    assert page.content.decode().count("checked") == 3

    times = client.get(group_path("order_times", party), {"t": codes[:2]})
    assert "For 2 tickets, all at the same time." in text_of(times)
    chosen = f"{group_path('order_time', party, slot=slot.pk)}?t={codes[0]}&t={codes[1]}"
    assert chosen.replace("&", "&amp;") in times.content.decode()
    assert client.get(chosen).context["form"]["customer_email"].value() == "ada@example.org"
    done = client.post(chosen, TYPED, follow=True)

    assert TicketReservation.objects.filter(slot=slot).count() == 2
    assert EmailLog.objects.filter(template="visit_reserved").count() == 1
    assert "10:00 – 12:00" in text_of(done)
    assert done.content.decode().count("checked") == 1


def test_a_group_that_does_not_fit_is_not_placed_at_all(client, party, mill, museum, slot):
    tight = make.slot(mill, on=slot.date, start="16:00", end="17:00", capacity=2)
    codes = [ticket.code for ticket in party.tickets.order_by("pk")]
    query = "?" + "&".join(f"t={code}" for code in codes)

    times = client.get(group_path("order_times", party) + query + f"&day={tight.date.isoformat()}")
    answer = client.post(group_path("order_time", party, slot=tight.pk) + query, TYPED)

    assert "Only 2 places left" in text_of(times)
    assert answer.status_code == 409
    assert "Only 2 places are left" in text_of(answer)
    assert not TicketReservation.objects.exists()


def test_a_group_of_which_one_has_a_time_already_chooses_again(client, party, slot):
    first, second, _third = party.tickets.order_by("pk")
    reserve(first, slot)
    query = f"?t={first.code}&t={second.code}"

    answer = client.post(group_path("order_time", party, slot=slot.pk) + query, TYPED)

    assert (answer.status_code, answer.url) == (302, group_path("order", party))
    assert TicketReservation.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?t=nonsense", "?t=%00"])
def test_a_group_of_nobody_chooses_again(client, party, slot, query):
    answer = client.get(group_path("order_times", party) + query)

    assert (answer.status_code, answer.url) == (302, group_path("order", party))


def test_an_order_without_visits_has_no_such_page(client, gala):
    order = make.order(gala, {gala.ticket_types.get(): 2})

    assert client.get(group_path("order", order)).status_code == 404


def test_the_page_of_a_group_takes_three_statements(client, party, slot, count_statements):
    with count_statements() as statements:
        answer = client.get(group_path("order", party))

    assert answer.status_code == 200
    assert len(statements) == 3, statements


def test_forms_are_protected_from_other_sites(ticket, slot):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(path("time", ticket, slot=slot.pk), TYPED).status_code == 403
    assert strict.post(path("cancellation", ticket)).status_code == 403
    assert strict.post(path("activation", ticket)).status_code == 403
