"""Orders that wait for the organizer's word."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import DiscountCode, Stock
from orders import errors, errors_office, services
from orders.models import Order, OrderStatus, Payment
from orders.queries.stock_check import stock_differences
from tests import make
from tests.inbox import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def backstage(gala):
    """A type whose orders the organizer looks at first."""
    return make.ticket_type(gala, name="Backstage", places=2, price_cents=4000, requires_approval=True)


@pytest.fixture
def asked(gala, backstage):
    return make.order(gala, {backstage: 1}, paid=False)


def address(office, order, verb):
    return f"{office}approvals/{order.order_number}/{verb}/"


def counters(kind):
    return Stock.objects.values_list("quantity_held", "quantity_sold").get(pk=kind.stock_id)


def test_the_queue_shows_who_asks_for_what_the_most_urgent_first(mary, office, asked, gala, backstage):
    later = make.order(gala, {backstage: 1}, paid=False, email="grace@example.org", first_name="Grace")

    page = mary.get(f"{office}approvals/").content.decode()
    of_event = mary.get(f"{office}events/{gala.pk}/approvals/").content.decode()

    assert page.index(asked.order_number) < page.index(later.order_number)
    assert "1 × <bdi>Backstage</bdi>" in page
    assert asked.order_number in of_event


def test_no_money_moves_before_the_organizer_has_said_yes(asked):
    with pytest.raises(errors.OrderLapsed):
        services.start_payment(
            order=asked,
            provider_key="bank_transfer",
            addresses=services.Addresses("http://a/", "http://b/"),
            now=timezone.now(),
        )
    assert not Payment.objects.exists()


def test_yes_brings_a_link_to_pay_and_time_for_it(mary, client, office, asked, backstage, inbox):
    inbox.deliver()

    mary.post(address(office, asked, "approval"))

    asked.refresh_from_db()
    assert (asked.status, counters(backstage)) == (OrderStatus.PENDING, (1, 0))
    assert asked.expires_at > timezone.now() + timedelta(days=6)
    (mail,) = inbox.deliver()
    path = f"/orders/{asked.lookup_token}/payment/"
    assert path in text_of(mail)
    assert "Please pay €40.00" in text_of(mail)
    assert client.get(path).status_code == 200


def test_yes_to_an_order_of_nothing_to_pay_confirms_it(mary, office, gala, inbox):
    free = make.ticket_type(gala, name="Guests", requires_approval=True)
    asked = make.order(gala, {free: 1})

    mary.post(address(office, asked, "approval"))

    asked.refresh_from_db()
    assert (asked.status, asked.tickets.get().status, counters(free)) == ("confirmed", "valid", (0, 1))
    assert "Your tickets for Winter Gala" in [mail["Subject"] for mail in inbox.deliver()]
    assert stock_differences() == []


def test_no_frees_the_places_and_tells_the_buyer_why(mary, office, asked, backstage, inbox):
    inbox.deliver()

    mary.post(address(office, asked, "decline"), {"reason": "Crew only, sorry."})

    asked.refresh_from_db()
    assert (asked.status, asked.tickets.get().status, counters(backstage)) == ("cancelled", "cancelled", (0, 0))
    (mail,) = inbox.deliver()
    assert "Crew only, sorry." in text_of(mail)
    assert "nothing was charged" in text_of(mail)


def test_no_gives_a_codes_use_back(gala, backstage, manager):
    make.discount(gala.tenant, "ONCE", max_redemptions=1)
    asked = make.order(gala, {backstage: 1}, paid=False, discount_code="ONCE")

    services.decline_order(order=asked, reason="", by=manager, now=timezone.now())

    assert DiscountCode.objects.get().times_redeemed == 0


def test_several_are_approved_at_once_and_what_was_answered_meanwhile_is_told(mary, office, gala, backstage, manager):
    orders = [make.order(gala, {backstage: 1}, paid=False, email=f"{name}@example.org") for name in ("ada", "grace")]
    services.decline_order(order=orders[0], reason="", by=manager, now=timezone.now())

    answer = mary.post(f"{office}approvals/approved/", {"order": [row.order_number for row in orders]}, follow=True)
    nothing = mary.post(f"{office}approvals/approved/", {}, follow=True)

    assert [Order.objects.get(pk=row.pk).status for row in orders] == ["cancelled", "pending"]
    assert "1 order is approved." in answer.content.decode()
    assert "Please tick the orders first." in nothing.content.decode()


def test_only_one_answer_counts(asked, manager):
    services.approve_order(order=asked, by=manager, now=timezone.now())

    for answer in (
        lambda: services.approve_order(order=asked, by=manager, now=timezone.now()),
        lambda: services.decline_order(order=asked, reason="", by=manager, now=timezone.now()),
    ):
        with pytest.raises(errors.OrderChanged):
            answer()


def test_yes_comes_too_late_once_the_time_is_over_even_if_nobody_swept(asked, manager):
    late = asked.expires_at + timedelta(seconds=1)

    with pytest.raises(errors_office.ApprovalTooLate):
        services.approve_order(order=asked, by=manager, now=late)


def test_silence_frees_the_places_and_tells_the_buyer(asked, backstage, manager, inbox):
    inbox.deliver()
    late = asked.expires_at + timedelta(seconds=1)
    with time_machine.travel(late, tick=False):
        services.release_all_lapsed(now=late)

        (mail,) = inbox.deliver()

    asked.refresh_from_db()
    assert (asked.status, counters(backstage)) == ("expired", (0, 0))
    assert "did not get to your request" in text_of(mail)
    with pytest.raises(errors.OrderChanged):
        services.approve_order(order=asked, by=manager, now=late)


def test_an_approved_order_that_nobody_pays_lapses_like_any_other(asked, backstage, manager):
    services.approve_order(order=asked, by=manager, now=timezone.now())
    asked.refresh_from_db()

    services.release_all_lapsed(now=asked.expires_at + timedelta(seconds=1))

    asked.refresh_from_db()
    assert (asked.status, counters(backstage)) == ("expired", (0, 0))


def test_the_queue_costs_the_same_however_many_wait(mary, office, gala, backstage, asked, count_statements):
    with count_statements() as one:
        mary.get(f"{office}approvals/")
    many = make.ticket_type(gala, name="Crew", requires_approval=True)
    for number in range(5):
        make.order(gala, {many: 1}, email=f"crew{number}@example.org")
    with count_statements() as several:
        mary.get(f"{office}approvals/")

    assert len(one) == len(several) == 7, several


def test_numbers_that_are_none_approve_nothing(mary, office):
    answer = mary.post(f"{office}approvals/approved/", {"order": ["\0", "x" * 5000]}, follow=True)

    assert "Please tick the orders first." in answer.content.decode()
