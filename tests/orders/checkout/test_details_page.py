"""Giving the buyer's details: everything in one form, nothing ever lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders import services
from orders.models import Attendee, Buyer, CartStatus, Order, OrderStatus
from tests import make
from tests.orders.checkout.conftest import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(free_gala):
    return free_gala.ticket_types.get()


@pytest.fixture
def buyer(buyer_at, free_gala, entry):
    """Somebody who holds two free places."""
    someone = buyer_at(free_gala)
    someone.hold({entry: 2})
    return someone


def lapse(cart, *, claimed=True):
    """Let the hold's time pass; `claimed`: somebody has wanted its places since."""
    cart.expires_at = timezone.now() - timedelta(seconds=1)
    cart.save(update_fields=["expires_at"])
    if claimed:
        services.release_all_lapsed(now=timezone.now())


def test_a_free_order_is_confirmed_at_once(buyer):
    answer = buyer.send()

    order = Order.objects.get()
    assert (answer.status_code, answer.url) == (303, f"/orders/{order.lookup_token}/")
    assert (order.status, order.buyer_name, order.buyer_email) == (
        OrderStatus.CONFIRMED,
        "Ada Lovelace",
        "ada@example.org",
    )


def test_whoever_is_not_named_is_the_buyer(buyer, entry):
    buyer.send({f"{entry.pk}-1-is_buyer": "on", f"{entry.pk}-1-email": "rubbish"})

    assert [(person.full_name, person.email) for person in Attendee.objects.order_by("pk")] == [
        ("Ada Lovelace", "ada@example.org"),
        ("Ada Lovelace", "ada@example.org"),
    ]


def test_each_ticket_can_have_somebody_else(buyer, entry):
    buyer.send(
        {
            f"{entry.pk}-2-first_name": "Grace",
            f"{entry.pk}-2-last_name": "Hopper",
            f"{entry.pk}-2-email": "Grace@Example.org",
        }
    )

    assert [(person.full_name, person.email) for person in Attendee.objects.order_by("ticket__pk")] == [
        ("Ada Lovelace", "ada@example.org"),
        ("Grace Hopper", "grace@example.org"),
    ]


def test_news_are_agreed_to_only_by_ticking_and_with_the_wording(buyer):
    assert "marketing" not in buyer.page().values

    buyer.send(marketing="on")

    consent = Buyer.objects.get()
    assert (
        consent.marketing_consent_text
        == "Blue Note may send me e-mails about other events. I can end that at any time."
    )
    assert consent.marketing_consent_at is not None


def test_sent_twice_the_form_makes_one_order(buyer):
    values = buyer.page().values | {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"}

    answers = [buyer.client.post(buyer.base + "checkout/details/", values) for _ in range(3)]

    order = Order.objects.get()
    assert {(answer.status_code, answer.url) for answer in answers} == {(303, f"/orders/{order.lookup_token}/")}


def test_errors_stand_at_their_fields_and_on_top(buyer):
    answer = buyer.send(email="ada@", first_name="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_email"' in page
    assert 'href="#id_first_name"' in page
    assert 'value="ada@"' in page
    assert not Order.objects.exists()


def test_the_page_says_until_when_the_places_are_held(buyer, free_gala):
    words = buyer.page().words

    assert "Your places are held until" in words


def test_one_button_gives_more_time_and_keeps_what_was_typed(buyer):
    before = buyer.cart.expires_at

    answer = buyer.send(press="extend", email="half@", first_name="Adele")

    page = read(answer)
    assert answer.status_code == 200
    assert (page.values["email"], page.values["first_name"]) == ("half@", "Adele")
    assert "Please look at this again" not in page.words
    assert "You have more time." in page.words
    assert buyer.cart.expires_at > before


def test_the_script_gets_more_time_without_leaving_the_page(buyer):
    answer = buyer.client.post(buyer.base + "checkout/extension/")

    said = answer.json()
    assert (answer.status_code, said["may_extend"]) == (200, True)
    assert 590 <= said["seconds"] <= 600


def test_more_time_ends_where_the_organizer_says_so(buyer, free_gala):
    free_gala.tenant.settings.hold_extensions = 1
    free_gala.tenant.settings.save()
    buyer.send(press="extend")

    answer = buyer.send(press="extend")

    page = read(answer)
    assert answer.status_code == 409
    assert "The time for this order cannot be extended again." in page.words
    assert "extend" not in page.buttons


def test_a_lapsed_hold_that_nobody_claimed_still_checks_out(buyer):
    lapse(buyer.cart, claimed=False)

    assert buyer.send().status_code == 303


def test_a_lapsed_hold_keeps_what_was_typed_and_says_what_is_left(buyer, entry):
    values = buyer.page().values
    lapse(buyer.cart)

    answer = buyer.client.post(
        buyer.base + "checkout/details/", values | {"first_name": "Ada", "email": "ada@example.org"}
    )

    page = read(answer)
    assert answer.status_code == 410
    assert "Your places are no longer held" in page.words
    assert "100 still free" in page.words
    assert (page.values["first_name"], page.values["email"]) == ("Ada", "ada@example.org")
    assert page.values[f"quantity-{entry.pk}"] == "2"


def test_one_button_takes_lapsed_places_again(buyer, entry):
    values = buyer.page().values
    lapse(buyer.cart)

    answer = buyer.client.post(buyer.base + "checkout/details/", values | {"first_name": "Ada", "again": "1"})

    page = read(answer)
    assert answer.status_code == 200
    assert "Your places are held again." in page.words
    assert page.values["first_name"] == "Ada"
    assert buyer.send().status_code == 303
    assert Order.objects.get().tickets.count() == 2


def test_fewer_lapsed_places_can_be_taken_where_not_all_are_left(buyer, entry, free_gala):
    values = buyer.page().values | {f"{entry.pk}-1-first_name": "Grace"}
    lapse(buyer.cart)
    make.order(free_gala, {entry: 10})
    entry.stock.refresh_from_db()
    services.set_capacity(stock=entry.stock, total=11, by=None, now=timezone.now())

    refused = buyer.client.post(buyer.base + "checkout/details/", values | {"again": "1"})
    assert refused.status_code == 409
    assert "Only 1 left of “Entry”." in read(refused).words
    assert read(refused).values[f"quantity-{entry.pk}"] == "1"
    answer = buyer.client.post(buyer.base + "checkout/details/", read(refused).values | {"again": "1"})

    assert answer.status_code == 200
    assert read(answer).values[f"{entry.pk}-1-first_name"] == "Grace"
    assert [item.quantity for item in buyer.cart.items.all()] == [1]


def test_a_given_up_hold_shows_the_same_on_a_visit(buyer):
    lapse(buyer.cart)

    answer = buyer.client.get(buyer.base + "checkout/details/")

    assert "Your places are no longer held" in read(answer).words
    assert buyer.cart.status == CartStatus.EXPIRED


def test_without_a_cart_one_is_sent_to_choose(client, free_gala):
    base = f"/{free_gala.tenant.slug}/{free_gala.slug}/"

    for page in ("details", "payment"):
        answer = client.get(f"{base}checkout/{page}/")
        assert (answer.status_code, answer.url) == (303, base)


def test_terms_must_be_accepted_where_there_are_any(buyer, free_gala):
    free_gala.tenant.settings.terms_of_service_url = "https://blue.example/terms"
    free_gala.tenant.settings.save()

    refused = buyer.send()
    accepted = buyer.send(has_accepted_terms="on")

    assert refused.status_code == 422
    assert "Please accept the terms to go on." in read(refused).words
    assert accepted.status_code == 303
    assert Order.objects.get().terms_accepted_at is not None


def test_a_tenant_may_sell_to_accounts_only_and_the_hold_goes_on(buyer, free_gala):
    free_gala.tenant.settings.allow_guest_checkout = False
    free_gala.tenant.settings.save()

    page = buyer.client.get(buyer.base + "checkout/details/")
    refused = buyer.client.post(buyer.base + "checkout/details/", {"email": "ada@example.org"})

    assert "Sign in to continue" in read(page).words
    assert f"next={buyer.base}checkout/details/" in page.content.decode()
    assert "Sign in to continue" in read(refused).words
    buyer.client.force_login(make.user("ada@example.org", name="Ada Lovelace"))
    assert buyer.page().values["email"] == "ada@example.org"
    assert buyer.send().status_code == 303
    assert Order.objects.get().user.email == "ada@example.org"


def test_a_whole_free_purchase_takes_at_most_forty_statements(buyer_at, free_gala, entry, count_statements):
    someone = buyer_at(free_gala)

    with count_statements() as statements:
        someone.client.get(someone.base)
        someone.hold({entry: 1})
        someone.send()
        answer = someone.client.get(f"/orders/{Order.objects.get().lookup_token}/")

    assert answer.status_code == 200
    # One of them is this test's own look for the order.
    assert len(statements) <= 40, str(statements)
