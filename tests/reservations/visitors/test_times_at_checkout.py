"""The time of a visit that is chosen with the ticket: on the event page, through the purchase, to the order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import SlotChoice, TicketType
from orders import services as order_services
from orders.models import Cart, CartItem, Order
from reservations import services
from reservations.models import ReservationSlot, TicketReservation
from tenants.models import EmailLog
from tests import make
from tests.inbox import inbox
from tests.inbox import text_of as words_of_mail
from tests.orders.checkout.conftest import Buyer, Page
from tests.reservations.visitors.steps import path, reserve, text_of

pytestmark = pytest.mark.django_db
__all__ = ["inbox"]


@pytest.fixture
def timed(museum) -> TicketType:
    """A free ticket that is bought with its time."""
    return make.visit_type(museum, name="Timed", slot_choice=SlotChoice.CHECKOUT)


@pytest.fixture
def buyer(client, museum):
    return Buyer(client, museum)


def choose(buyer, ticket_type, slot, quantity=1):
    typed = {f"quantity-{ticket_type.pk}": str(quantity), f"slot-{ticket_type.pk}": str(getattr(slot, "pk", slot))}
    return buyer.client.post(buyer.base + "checkout/", typed)


def booked(slot):
    return ReservationSlot.objects.values_list("booked_count", flat=True).get(pk=slot.pk)


def test_the_event_page_offers_coming_times_by_day_with_what_is_left(client, buyer, timed, visit_type, slot, later):
    page = client.get(buyer.base).content.decode()

    assert f'name="slot-{timed.pk}"' in page
    assert f'name="slot-{visit_type.pk}"' not in page
    assert page.count("<optgroup") == 1
    assert f'<option value="{slot.pk}">10:00 – 12:00 CET · 5 left</option>' in page or "· 5 left</option>" in page
    assert f'value="{later.pk}"' in page


def test_a_type_without_open_times_says_so_and_cannot_be_chosen(client, buyer, timed):
    page = client.get(buyer.base)

    assert "No times are open at the moment." in text_of(page)
    assert f'name="quantity-{timed.pk}"' not in page.content.decode()


def test_the_event_page_takes_one_statement_more_for_times(client, buyer, timed, slot, count_statements):
    with count_statements() as statements:
        client.get(buyer.base)

    assert len(statements) <= 4, statements


def test_a_time_is_held_bought_shown_and_reserved(client, buyer, timed, slot, inbox):
    assert choose(buyer, timed, slot, 2).status_code == 303
    assert booked(slot) == 2
    assert "10:00 – 12:00" in buyer.page().words

    answer = buyer.send()

    assert answer.status_code == 303
    order = Order.objects.get()
    assert TicketReservation.objects.filter(slot=slot).count() == 2
    page = client.get(f"/orders/{order.lookup_token}/")
    assert text_of(page).count("10:00 – 12:00") >= 3
    assert f"/visit/order/{order.lookup_token}/" in page.content.decode()
    assert not EmailLog.objects.filter(template="visit_reserved").exists()
    (letter,) = inbox.deliver()
    assert "10:00 – 12:00" in words_of_mail(letter)
    assert booked(slot) == 2
    ticket = order.tickets.first()
    assert ticket is not None
    assert "You may change or cancel this visit until" in text_of(client.get(path("visit", ticket)))


@pytest.mark.parametrize("typed", ["", "nonsense", "\x00"])
def test_a_missing_time_is_asked_for_at_its_ticket(buyer, timed, slot, typed):
    answer = choose(buyer, timed, typed, 3)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please choose a time for “Timed”." in page
    assert f'id="refused-{timed.pk}"' in page
    assert f'name="quantity-{timed.pk}" value="3"' in page
    assert not Cart.objects.exists()


def test_a_time_that_is_too_small_is_refused_at_its_ticket_and_stays_chosen(buyer, timed, visit_type, slot):
    typed = {f"quantity-{visit_type.pk}": "2", f"quantity-{timed.pk}": "6", f"slot-{timed.pk}": str(slot.pk)}
    answer = buyer.client.post(buyer.base + "checkout/", typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    refused = page.split(f'id="refused-{timed.pk}"')[1].split("</div>")[0]
    assert "Only 5 places are left" in refused
    assert f'<option value="{slot.pk}" selected>' in page
    assert f'name="quantity-{visit_type.pk}" value="2"' in page
    assert not Cart.objects.exists()


def test_a_time_that_was_closed_meanwhile_is_refused_at_its_ticket(buyer, timed, slot, later):
    services.change_slot(slot=slot, changes={"is_closed": True}, by=None, now=timezone.now())

    answer = choose(buyer, timed, slot)

    assert answer.status_code == 409
    assert f'id="refused-{timed.pk}"' in answer.content.decode()
    assert "This time is not open for visits." in text_of(answer)


def test_a_time_with_a_ticket_that_has_none_is_refused(buyer, visit_type, slot):
    assert choose(buyer, visit_type, slot).status_code == 422


def lapse(cart):
    Cart.objects.filter(pk=cart.pk).update(expires_at=timezone.now() - timedelta(minutes=10))
    order_services.release_all_lapsed(now=timezone.now())


def test_a_lapsed_cart_holds_its_time_again(buyer, timed, slot):
    choose(buyer, timed, slot, 2)
    lapse(buyer.cart)
    assert booked(slot) == 0
    page = buyer.page()
    assert page.values[f"slot-{timed.pk}"] == str(slot.pk)

    buyer.send(press="again")

    assert booked(slot) == 2
    assert CartItem.objects.filter(cart=buyer.cart).get().slot_id == slot.pk


def test_a_lapsed_cart_whose_time_is_full_gets_another(buyer, museum, visit_type, timed, slot, later):
    choose(buyer, timed, slot, 2)
    lapse(buyer.cart)
    for ticket in make.order(museum, {visit_type: 5}).tickets.all():
        reserve(ticket, slot)

    refused = buyer.send({f"slot-{timed.pk}": str(slot.pk)}, press="again", phone="030 1")
    assert "No place is left on" in text_of(refused)
    page = Page(refused)
    assert page.values["email"] == "ada@example.org"
    buyer.send({f"slot-{timed.pk}": str(later.pk)}, press="again")

    assert booked(later) == 2


def test_going_back_from_the_payment_keeps_the_time(museum, slot, client):
    dear = make.visit_type(museum, name="Dear", slot_choice=SlotChoice.CHECKOUT, price_cents=900)
    buyer = Buyer(client, museum)
    choose(buyer, dear, slot)
    buyer.send()
    payment = client.get(buyer.base + "checkout/payment/")
    assert "10:00 – 12:00" in text_of(payment)

    client.post(buyer.base + "checkout/payment/", {"change": "1"})

    assert "10:00 – 12:00" in buyer.page().words
    assert booked(slot) == 1


def test_an_order_that_was_not_paid_in_time_holds_its_time_again(museum, slot, client):
    dear = make.visit_type(museum, name="Dear", slot_choice=SlotChoice.CHECKOUT, price_cents=900)
    buyer = Buyer(client, museum)
    choose(buyer, dear, slot)
    buyer.send()
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=10))
    order_services.release_all_lapsed(now=timezone.now())
    assert booked(slot) == 0

    client.post(buyer.base + "checkout/payment/", {"again": "1"})

    assert booked(slot) == 1
    assert CartItem.objects.order_by("-pk")[0].slot_id == slot.pk
