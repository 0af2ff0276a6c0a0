"""The code of a ticket: typed, guessed, activated."""

import pytest
from django.utils import timezone

from orders.models import Ticket
from orders.services.batches import mint_tickets
from reservations import presented
from reservations.errors import CodeUnknown
from tests import make
from tests.reservations.visitors.steps import month_of, path, text_of

pytestmark = pytest.mark.django_db


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
