"""Paying, coming back from the provider, and being too late."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from orders import services
from orders.models import Order, OrderStatus, Payment, PaymentStatus
from tests import make
from tests.orders.checkout.conftest import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


@pytest.fixture
def buyer(buyer_at, gala, stalls):
    """Somebody with an order of 50 € to pay."""
    someone = buyer_at(gala)
    someone.hold({stalls: 2})
    assert someone.send().url == someone.base + "checkout/payment/"
    return someone


def pay_by(buyer, method):
    return buyer.client.post(buyer.base + "checkout/payment/", {"method": method})


def back(buyer, **query):
    return buyer.client.get(f"/orders/{buyer.order.lookup_token}/payment/", query)


def order_page(buyer):
    return f"/orders/{buyer.order.lookup_token}/"


def test_the_page_offers_what_the_organizer_offers(buyer, gala):
    page = read(buyer.client.get(buyer.base + "checkout/payment/"))

    for words in (
        "Bank transfer",
        "Pay at the door",
        "Buy for €50.00",
        "ada@example.org",
        "Your places are held until",
    ):
        assert words in page.words
    gala.tenant.settings.payment_methods = ["bank_transfer"]
    gala.tenant.settings.save()
    assert "Pay at the door" not in read(buyer.client.get(buyer.base + "checkout/payment/")).words


def test_fees_discounts_and_taxes_of_dinars_leave_a_sum_that_cards_can_carry(buyer_at, settings):
    settings.STRIPE_SECRET_KEY = "sk_test_foyer_demo"
    house = make.tenant(
        settings={
            "payment_methods": ["stripe"],
            "service_fee_percentage": "2.9",
            "tax_mode": "exclusive",
            "tax_rate": "4.75",
        }
    )
    nights = make.event(house, currency="KWD", published=False)
    seat = make.ticket_type(nights, price_cents=8530, places=10)
    make.publish(nights)
    someone = buyer_at(nights)
    someone.hold({seat: 3})

    someone.send()

    page = read(someone.client.get(someone.base + "checkout/payment/"))
    assert Order.objects.get(event=nights).total_cents == 25_590 + 740 + 1250
    assert "Card or online payment" in page.words


def test_the_page_carries_no_stylesheet_of_the_organizers(buyer):
    page = buyer.client.get(buyer.base + "checkout/payment/").content.decode()

    assert "/theme/" not in page


def test_a_method_that_is_not_offered_is_refused(buyer, gala):
    gala.tenant.settings.payment_methods = ["bank_transfer"]
    gala.tenant.settings.save()

    for method in ("at_door", "free", "rubbish", ""):
        answer = pay_by(buyer, method)
        assert answer.status_code == 422
        assert "Please choose one of the offered ways to pay." in read(answer).words
    assert not Payment.objects.exists()


def test_the_card_leads_to_the_providers_page_and_back(buyer, stand_in):
    answer = pay_by(buyer, "stripe")
    assert answer.status_code == 303
    assert answer.url.startswith(stand_in.url)
    stand_in.pay(Payment.objects.get().provider_reference)

    returned = back(buyer)

    assert (returned.status_code, returned.url) == (303, order_page(buyer))
    assert buyer.order.status == OrderStatus.CONFIRMED


def test_however_often_one_presses_one_payment_is_open(buyer, stand_in):
    addresses = {pay_by(buyer, "stripe").url for _ in range(3)}

    assert len(addresses) == 1
    assert Payment.objects.count() == 1


def test_paid_orders_are_not_paid_again(buyer, stand_in):
    make.pay(buyer.order)

    again = pay_by(buyer, "stripe")
    seen = buyer.client.get(buyer.base + "checkout/payment/")
    details = buyer.client.get(buyer.base + "checkout/details/")

    assert {again.url, seen.url, details.url} == {order_page(buyer)}
    assert Payment.objects.count() == 1


def test_a_return_before_the_provider_knows_waits_and_moves_on_by_itself(buyer, stand_in):
    pay_by(buyer, "stripe")

    waiting = back(buyer)

    page = waiting.content.decode()
    assert waiting.status_code == 200
    assert "Your payment is being processed" in page
    assert f'<meta http-equiv="refresh" content="4; url=/orders/{buyer.order.lookup_token}/payment/">' in page
    state = f"/orders/{buyer.order.lookup_token}/payment/state/"
    assert buyer.client.get(state).json() == {"state": "waiting"}
    payment = Payment.objects.get()
    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())
    assert buyer.client.get(state).json() == {"state": "over"}


def test_who_turned_back_can_pay_another_way(buyer, stand_in):
    pay_by(buyer, "stripe")

    page = read(back(buyer, left=1))
    assert "You have not paid yet. Your places are still held." in page.words
    answer = buyer.client.post(f"/orders/{buyer.order.lookup_token}/payment/", {"method": "bank_transfer"})

    assert answer.status_code == 303
    assert [payment.provider for payment in Payment.objects.open()] == ["bank_transfer"]


def test_a_failed_payment_says_so_and_offers_another_try(buyer):
    make.payment(buyer.order, status=PaymentStatus.FAILED)

    page = read(back(buyer))

    assert "Your payment did not go through, and nothing was charged." in page.words
    assert "Buy for €50.00" in page.words


def test_a_bank_transfer_leads_to_the_order_page(buyer):
    answer = pay_by(buyer, "bank_transfer")

    assert answer.status_code == 303
    followed = buyer.client.get(answer.url)
    assert (followed.status_code, followed.url) == (303, order_page(buyer))
    assert buyer.order.status == OrderStatus.PENDING


def test_payment_at_the_door_confirms_at_once(buyer):
    pay_by(buyer, "at_door")

    assert buyer.order.status == OrderStatus.CONFIRMED
    assert back(buyer).url == order_page(buyer)


def test_when_the_provider_is_away_nothing_is_lost(buyer, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    answer = pay_by(buyer, "stripe")

    assert answer.status_code == 503
    assert "We cannot reach the payment service right now. Nothing was charged." in read(answer).words
    assert buyer.order.status == OrderStatus.PENDING


def lapse(order):
    Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(minutes=10))
    services.release_all_lapsed(now=timezone.now())


def test_a_lapsed_order_is_taken_again_with_all_that_was_typed(buyer, stalls):
    lapse(buyer.order)

    page = buyer.client.get(buyer.base + "checkout/payment/")
    again = buyer.client.post(buyer.base + "checkout/payment/", {"again": "1"})
    details = read(buyer.client.get(again.url))

    assert "Your places are no longer held" in read(page).words
    assert "100 still free" in read(page).words
    assert again.status_code == 303
    assert (details.values["first_name"], details.values["email"]) == ("Ada", "ada@example.org")
    assert details.values[f"{stalls.pk}-1-last_name"] == "Lovelace"
    assert buyer.send().status_code == 303
    assert [order.status for order in Order.objects.order_by("created_at")] == ["expired", "pending"]


def test_a_lapsed_order_whose_places_are_gone_says_what_is_left(buyer, stalls):
    lapse(buyer.order)
    stalls.stock.refresh_from_db()
    services.set_capacity(stock=stalls.stock, total=1, by=None, now=timezone.now())

    answer = buyer.client.post(buyer.base + "checkout/payment/", {"again": "1"})

    assert answer.status_code == 409
    assert "Only 1 left of “Stalls”." in read(answer).words


def test_paying_a_lapsed_order_by_an_old_page_says_so(buyer):
    lapse(buyer.order)

    answer = pay_by(buyer, "bank_transfer")

    assert answer.status_code == 410
    assert "This order was not paid in time" in read(answer).words


def test_money_that_came_too_late_is_said_to_be_on_its_way_back(buyer, stalls):
    payment = make.payment(buyer.order)
    lapse(buyer.order)
    stalls.stock.refresh_from_db()
    services.set_capacity(stock=stalls.stock, total=0, by=None, now=timezone.now())
    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    words = read(back(buyer)).words

    assert "Your money is on its way back" in words
    assert "€50.00 back in full" in words


def test_a_wrong_token_is_not_found(client, db):
    for page in ("payment/", "payment/state/"):
        assert client.get(f"/orders/nothing/{page}").status_code == 404


def test_details_can_be_changed_before_paying_and_no_place_is_lost(buyer, stalls):
    stalls.stock.refresh_from_db()
    services.set_capacity(stock=stalls.stock, total=2, by=None, now=timezone.now())

    changed = buyer.client.post(buyer.base + "checkout/payment/", {"change": "1"})
    page = read(buyer.client.get(changed.url))
    answer = buyer.send(email="grace@example.org")

    assert page.values["email"] == "ada@example.org"
    assert answer.url == buyer.base + "checkout/payment/"
    assert [(order.status, order.buyer_email) for order in Order.objects.order_by("created_at")] == [
        ("expired", "ada@example.org"),
        ("pending", "grace@example.org"),
    ]
    stalls.stock.refresh_from_db()
    assert (stalls.stock.quantity_held, stalls.stock.quantity_sold) == (2, 0)
    call_command("check_stock")


def test_details_change_after_another_way_to_pay_was_begun(buyer):
    pay_by(buyer, "bank_transfer")

    changed = buyer.client.post(buyer.base + "checkout/payment/", {"change": "1"})

    assert changed.url.startswith(buyer.base + "checkout/details/?again=")
    assert not Payment.objects.open().exists()


def test_details_do_not_change_once_paid(buyer):
    make.pay(buyer.order)

    changed = buyer.client.post(buyer.base + "checkout/payment/", {"change": "1"})

    assert (changed.status_code, changed.url) == (303, order_page(buyer))
    assert buyer.order.status == OrderStatus.CONFIRMED


def test_going_to_and_fro_keeps_no_places_for_ever(buyer, gala):
    gala.tenant.settings.hold_extensions = 1
    gala.tenant.settings.save()
    buyer.client.post(buyer.base + "checkout/payment/", {"change": "1"})
    buyer.send()

    answer = buyer.client.post(buyer.base + "checkout/payment/", {"change": "1"})

    assert answer.status_code == 409
    assert "The time for this order cannot be extended again." in read(answer).words
