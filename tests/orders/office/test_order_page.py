"""The page of one order, and what members change on it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from orders import services
from orders.models import Attendee, Buyer, Order, OrderStatus, TicketStatus
from tenants.models import ActivityLog, EmailLog
from tests import make
from tests.checkin.conftest import bob, scan
from tests.inbox import text_of
from tests.office import browser_as

__all__ = ["bob", "scan"]
pytestmark = pytest.mark.django_db
ADDRESSES = services.Addresses(success="http://a/", cancel="http://b/")


@pytest.fixture
def by_transfer(gala, stalls):
    """An order that waits for a bank transfer."""
    made = make.order(gala, {stalls: 1}, paid=False)
    services.start_payment(order=made, provider_key="bank_transfer", addresses=ADDRESSES, now=timezone.now())
    return Order.objects.get(pk=made.pk)


def actions():
    return set(ActivityLog.objects.values_list("action", flat=True))


def test_the_page_tells_of_sums_tickets_money_answers_and_mails(mary, page_of, gala, stalls, inbox):
    asked = make.question(gala, "What would you like to eat?")
    cart = make.cart(gala, {stalls: 1})
    details = make.details(cart)
    details.attendees[0].answers[str(asked.pk)] = "Dumplings"
    order = make.pay(services.check_out(cart=cart, details=details, now=timezone.now()))
    inbox.deliver()

    page = mary.get(page_of(order)).content.decode()

    ticket = order.tickets.get()
    for shown in (
        "Ada Lovelace",
        "ada@example.org",
        ticket.code,
        "€25.00",
        "What would you like to eat?",
        "Dumplings",
        order.payments.get().provider_reference,
        "Your tickets for Winter Gala",
        "Sent",
        f"/orders/{order.lookup_token}/",
        "Confirmed: €25.00",
    ):
        assert shown in page, shown


def test_the_page_costs_the_same_however_much_it_holds(mary, page_of, gala, stalls, order, count_statements, manager):
    big = make.order(gala, {stalls: 10})
    for ticket in big.tickets.all():
        services.correct_attendee(
            ticket=ticket,
            person=services.AttendeeWords(first_name="A", last_name="B"),
            answers={},
            sends_mail=False,
            by=manager,
            now=timezone.now(),
        )
    services.request_refund(order=big, amount_cents=100, by=manager, now=timezone.now())
    services.request_refund(order=big, amount_cents=200, by=manager, now=timezone.now())

    with count_statements() as statements:
        mary.get(page_of(big))

    assert len(statements) == 15, statements


def test_analysts_read_the_order_and_are_offered_nothing(blue_note, page_of, order):
    page = browser_as(blue_note, "analyst").get(page_of(order)).content.decode()

    assert "Ada Lovelace" in page
    for action in ("refunds/new/", "cancellation/", "email/", "mails/", "notes/"):
        assert page_of(order, action) not in page


def test_what_was_scanned_stands_in_the_history(mary, page_of, order, gala, scan):
    scan(gala.gates.get(), order.tickets.first())

    page = mary.get(page_of(order)).content.decode()

    assert "Scanned at “Main entrance”: Admitted" in page
    assert "bob@example.org" in page or "Alice Adler" in page


def test_the_confirmation_is_sent_again_a_few_times_at_most(mary, page_of, order):
    before = EmailLog.objects.count()

    for _number in range(7):
        answer = mary.post(page_of(order, "mails/"), follow=True)

    assert EmailLog.objects.count() - before == 5
    assert "a little too often" in answer.content.decode()


def test_who_comes_is_put_right_from_the_order_and_one_is_back_at_it(mary, page_of, office, order, gala, inbox):
    inbox.deliver()
    gala.starts_at = timezone.now() + timedelta(minutes=5)
    gala.save(update_fields=["starts_at"])
    ticket = order.tickets.first()
    address = f"{office}attendees/{ticket.pk}/details/?next={page_of(order)}"
    typed = {"first_name": "Grace", "last_name": "Hopper", "email": "Grace@example.org"}

    page = mary.get(page_of(order)).content.decode()
    form = mary.get(address).content.decode()
    answer = mary.post(address, typed)

    assert f'href="{office}attendees/{ticket.pk}/"' in page
    assert f'href="{address}"' in page
    assert f'href="{page_of(order)}"' in form
    assert answer["Location"] == page_of(order)
    ticket.attendee.refresh_from_db()
    assert (ticket.attendee.full_name, ticket.attendee.email) == ("Grace Hopper", "grace@example.org")
    (mail,) = inbox.deliver()
    assert mail["To"] == "grace@example.org"
    assert "attendee.changed" in actions()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:x"])
def test_no_link_makes_the_form_lead_elsewhere(mary, office, order, elsewhere):
    ticket = order.tickets.first()
    address = f"{office}attendees/{ticket.pk}/"

    answer = mary.post(f"{address}details/?{urlencode({'next': elsewhere})}", {"first_name": "G", "last_name": "H"})

    assert answer["Location"] == address


def test_whoever_comes_with_a_ticket_for_which_nobody_was_named_is_written_down(mary, office, order):
    ticket = order.tickets.first()
    Attendee.objects.filter(ticket=ticket).delete()

    mary.post(f"{office}attendees/{ticket.pk}/details/", {"first_name": "Grace", "last_name": "Hopper"})

    assert Attendee.objects.get(ticket=ticket).full_name == "Grace Hopper"


def test_the_holder_of_a_void_ticket_is_not_changed_and_nothing_typed_is_lost(mary, office, order, manager):
    ticket = order.tickets.first()
    services.cancel_tickets(order=order, tickets=[ticket], by=manager, now=timezone.now())

    answer = mary.post(f"{office}attendees/{ticket.pk}/details/", {"first_name": "Grace", "last_name": "Hopper"})

    assert "can no longer be changed" in answer.content.decode()
    assert 'value="Grace"' in answer.content.decode()


def test_another_address_gets_the_order_and_the_old_link_opens_nothing(mary, client, page_of, order, inbox):
    inbox.deliver()
    old = f"/orders/{order.lookup_token}/"

    answer = mary.post(page_of(order, "email/"), {"email": "Grace@Example.org"}, follow=True)

    order.refresh_from_db()
    assert order.buyer_email == order.buyer.email == "grace@example.org"
    assert client.get(old).status_code == 404
    (mail,) = [each for each in inbox.deliver() if each["To"] == "grace@example.org"]
    assert f"/orders/{order.lookup_token}/" in text_of(mail)
    assert "opens nothing any more" in answer.content.decode()
    assert client.get(f"/orders/{order.lookup_token}/").status_code == 200


def test_another_address_takes_the_order_out_of_the_old_account(mary, page_of, gala, stalls):
    ada = make.user("ada@example.org")
    cart = make.cart(gala, {stalls: 1})
    order = services.check_out(cart=cart, details=make.details(cart, user=ada), now=timezone.now())

    mary.post(page_of(order, "email/"), {"email": "grace@example.org"})

    order.refresh_from_db()
    assert order.user is None


def test_somebody_who_is_known_at_the_other_address_keeps_their_own_name(mary, page_of, gala, stalls, order):
    make.order(gala, {stalls: 1}, email="grace@example.org", first_name="Grace", last_name="Hopper")

    mary.post(page_of(order, "email/"), {"email": "grace@example.org"})
    mary.post(page_of(order, "email/"), {"email": "new@example.org"})

    known, new = (Buyer.objects.get(email=f"{name}@example.org") for name in ("grace", "new"))
    assert (known.first_name, known.last_name) == ("Grace", "Hopper")
    order.refresh_from_db()
    assert order.buyer == new


def test_an_address_that_is_none_is_refused_at_its_field(mary, page_of, order):
    answer = mary.post(page_of(order, "email/"), {"email": "nobody"})

    assert answer.status_code == 422
    assert 'value="nobody"' in answer.content.decode()


def test_a_note_is_for_members_and_stands_in_the_history(mary, client, page_of, order):
    mary.post(page_of(order, "notes/"), {"text": "Wants the <b>aisle</b>"})

    assert "Wants the &lt;b&gt;aisle&lt;/b&gt;" in mary.get(page_of(order)).content.decode()
    assert "aisle" not in client.get(f"/orders/{order.lookup_token}/").content.decode()
    assert mary.post(page_of(order, "notes/"), {"text": " "}).status_code == 422


def test_money_by_transfer_is_recorded_once(mary, page_of, by_transfer):
    first = mary.post(page_of(by_transfer, "payment/"), follow=True)
    second = mary.post(page_of(by_transfer, "payment/"), follow=True)

    by_transfer.refresh_from_db()
    assert (by_transfer.status, by_transfer.payment_status) == ("confirmed", "paid")
    assert by_transfer.payments.count() == 1
    assert "Recorded as paid" in first.content.decode()
    assert "already paid" in second.content.decode()


def test_a_transfer_gets_more_time_and_the_buyer_is_told_until_when(mary, page_of, by_transfer, inbox):
    inbox.deliver()
    until = (timezone.now() + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M")

    mary.post(page_of(by_transfer, "deadline/"), {"until": until})

    by_transfer.refresh_from_db()
    assert by_transfer.expires_at > timezone.now() + timedelta(days=19)
    (mail,) = inbox.deliver()
    assert "Please transfer €25.00" in text_of(mail)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_deadline_lies_ahead_and_before_the_event_is_over(mary, page_of, by_transfer, days):
    had = by_transfer.expires_at
    until = (timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")

    answer = mary.post(page_of(by_transfer, "deadline/"), {"until": until})

    by_transfer.refresh_from_db()
    assert (answer.status_code, by_transfer.expires_at) == (422, had)


def test_a_new_qr_makes_the_old_one_worthless(mary, page_of, order):
    ticket = order.tickets.first()

    mary.post(page_of(order, f"tickets/{ticket.pk}/qr/"))

    ticket.refresh_from_db()
    assert ticket.qr_version == 2


def test_a_ticket_of_another_order_is_not_there(mary, page_of, order, gala, stalls):
    other = make.order(gala, {stalls: 1}).tickets.get()

    assert mary.post(page_of(order, f"tickets/{other.pk}/qr/")).status_code == 404


def test_a_single_ticket_is_cancelled_with_its_money(mary, page_of, order):
    ticket = order.tickets.first()

    answer = mary.post(page_of(order, "cancellation/"), {"tickets": [str(ticket.pk)], "refunds": "on"}, follow=True)

    ticket.refresh_from_db()
    order.refresh_from_db()
    refund = order.payments.get().refunds.get()
    assert (ticket.status, order.status) == (TicketStatus.CANCELLED, OrderStatus.CONFIRMED)
    assert (refund.amount_cents, list(refund.tickets.all())) == (2500, [ticket])
    assert "€25.00 is on its way back." in answer.content.decode()


def test_the_whole_order_is_cancelled_without_money_where_nobody_asks_for_it(mary, page_of, order):
    mary.post(page_of(order, "cancellation/"), {})

    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert not order.payments.get().refunds.exists()


def test_support_may_not_send_money(blue_note, page_of, order):
    client = browser_as(blue_note, "support")

    assert client.post(page_of(order, "refunds/new/"), {"amount": "5"}).status_code == 403
    assert client.get(page_of(order)).status_code == 200
