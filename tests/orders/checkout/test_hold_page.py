"""Choosing tickets on the event page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from orders.cookies import CART_COOKIE
from orders.models import Cart, CartStatus
from orders.rules import MOST_LIVE_HOLDS_PER_ADDRESS
from tests import make

pytestmark = pytest.mark.django_db


def stalls_of(event):
    return event.ticket_types.order_by("pk")[0]


def test_a_choice_holds_places_and_goes_on_to_the_details(buyer_at, gala, client):
    answer = buyer_at(gala).hold({stalls_of(gala): 2})

    assert (answer.status_code, answer.url) == (303, f"/{gala.tenant.slug}/{gala.slug}/checkout/details/")
    cart = Cart.objects.get()
    assert [(item.ticket_type.name, item.quantity) for item in cart.items.all()] == [("Stalls", 2)]
    cookie = answer.cookies[CART_COOKIE]
    assert cookie["path"] == f"/{gala.tenant.slug}/{gala.slug}/"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cart.token_hash not in cookie.value


def test_a_hold_takes_at_most_eight_statements(buyer_at, gala, count_statements):
    stalls = stalls_of(gala)

    with count_statements() as statements:
        answer = buyer_at(gala).hold({stalls: 2})

    assert answer.status_code == 303
    assert len(statements) <= 8, statements


@pytest.mark.parametrize(
    ("quantity", "status", "words"),
    [
        ("0", 422, "Please choose at least one ticket."),
        ("", 422, "Please choose at least one ticket."),
        ("-1", 422, "Please give a whole number, 0 or more."),
        ("1000000000", 422, "That is more than can be had."),
        ("9" * 5000, 422, "Please give a whole number, 0 or more."),
        ("two", 422, "Please give a whole number, 0 or more."),
        ("1.5", 422, "Please give a whole number, 0 or more."),
        ("\x00", 422, "Please give a whole number, 0 or more."),
        ("600", 422, "Please choose between 1 and 10 of “Stalls”."),
    ],
)
def test_an_impossible_quantity_is_answered_in_words(buyer_at, gala, quantity, status, words):
    answer = buyer_at(gala).hold({stalls_of(gala): quantity})

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Cart.objects.exists()


@pytest.mark.parametrize("key", ["", "nonsense", "00000000-0000-0000-0000-000000000000", "\x00", "1" * 300])
def test_an_unknown_ticket_type_is_answered_in_words(buyer_at, gala, key):
    answer = buyer_at(gala).hold({key: 1})

    assert answer.status_code == 422
    assert not Cart.objects.exists()


def test_a_ticket_type_of_another_event_is_refused(buyer_at, gala, free_gala):
    answer = buyer_at(gala).hold({stalls_of(free_gala): 1})

    assert answer.status_code == 422
    assert "One of the chosen tickets is not offered here." in answer.content.decode()


def test_an_inactive_ticket_type_is_refused(buyer_at, gala):
    closed = make.ticket_type(gala, name="Boxes", status="inactive")

    answer = buyer_at(gala).hold({closed: 1})

    assert answer.status_code == 409
    assert "“Boxes” is not on sale at the moment." in answer.content.decode()


def test_what_was_typed_is_kept_where_too_few_are_left(buyer_at, gala):
    balcony = make.ticket_type(gala, name="Balcony", places=3)
    buyer_at(gala)

    answer = buyer_at(gala).hold({stalls_of(gala): 2, balcony: 5})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Only 3 left of “Balcony”." in page
    assert f'name="quantity-{balcony.pk}" value="5"' in page
    assert f'name="quantity-{stalls_of(gala).pk}" value="2"' in page
    assert not Cart.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, 303),
        ({"HTTP_SEC_FETCH_SITE": "none"}, 303),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, 403),
        ({"HTTP_ORIGIN": "http://testserver"}, 303),
        ({"HTTP_ORIGIN": "https://evil.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_REFERER": "http://testserver/blue/gala/"}, 303),
        ({"HTTP_REFERER": "https://evil.example/testserver/"}, 403),
        ({}, 303),
    ],
)
def test_only_our_own_page_may_hold_places(buyer_at, gala, headers, status):
    answer = buyer_at(gala).hold({stalls_of(gala): 1}, **headers)

    assert answer.status_code == status


def test_a_second_choice_replaces_the_first(buyer_at, gala):
    buyer = buyer_at(gala)
    buyer.hold({stalls_of(gala): 9})

    buyer.hold({stalls_of(gala): 2})

    stock = stalls_of(gala).stock
    assert stock.quantity_held == 2
    assert Cart.objects.filter(status=CartStatus.ACTIVE).count() == 1


def test_one_address_holds_only_so_many_carts(gala, client_of):
    address, choice = f"/{gala.tenant.slug}/{gala.slug}/checkout/", {f"quantity-{stalls_of(gala).pk}": 1}

    answers = [client_of().post(address, choice) for _ in range(MOST_LIVE_HOLDS_PER_ADDRESS + 1)]

    assert [answer.status_code for answer in answers[-2:]] == [303, 429]
    assert "You are holding places in several windows already." in answers[-1].content.decode()


def test_an_old_cookie_sent_again_opens_no_way_around_the_limit(gala, client_of):
    first = client_of()
    address, choice = f"/{gala.tenant.slug}/{gala.slug}/checkout/", {f"quantity-{stalls_of(gala).pk}": 1}
    first.post(address, choice)
    old = first.cookies[CART_COOKIE].value
    statuses = []
    for _ in range(MOST_LIVE_HOLDS_PER_ADDRESS + 1):
        again = client_of()
        again.cookies[CART_COOKIE] = old
        statuses.append(again.post(address, choice).status_code)

    assert statuses[-1] == 429


def test_the_cart_can_be_emptied_after_the_sale_has_ended(buyer_at, gala):
    buyer = buyer_at(gala)
    buyer.hold({stalls_of(gala): 3})
    gala.sales_ends_at = timezone.now() - timedelta(minutes=1)
    gala.save(update_fields=["sales_ends_at"])

    answer = buyer.client.post(buyer.base + "checkout/removal/")

    assert (answer.status_code, answer.url) == (303, buyer.base)
    assert stalls_of(gala).stock.quantity_held == 0


def test_a_cart_of_another_event_is_not_taken_for_this_ones(buyer_at, gala, free_gala, client):
    buyer_at(gala).hold({stalls_of(gala): 1})
    client.cookies[CART_COOKIE]["path"] = "/"

    answer = client.get(f"/{free_gala.tenant.slug}/{free_gala.slug}/checkout/details/")

    assert (answer.status_code, answer.url) == (303, f"/{free_gala.tenant.slug}/{free_gala.slug}/")


@pytest.fixture
def client_of():
    """A browser of its own."""
    return Client
