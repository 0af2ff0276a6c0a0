"""The waiting list as its people see it, without scripts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Stock
from orders import services, tasks
from orders.models import Cart, WaitingListEntry
from tests import make
from tests.inbox import text_of


@pytest.fixture
def listed(full):
    Event.objects.filter(pk=full.event.pk).update(waiting_list_enabled=True)
    full.event.waiting_list_enabled = True
    full.page = reverse("orders:event", args=[full.event.tenant.slug, full.event.slug])
    full.join = reverse("orders:waiting_list", args=[full.event.tenant.slug, full.event.slug])
    return full


def application(full, **fields):
    values = {"wish_1": full.stalls.pk, "wish_2": "", "quantity": "1", "least_quantity": "", "name": "Ada Lovelace"}
    return values | {"email": "ada@example.org"} | fields


def free_a_place(full):
    services.cancel_order(order=full.orders[0], by=None, now=timezone.now())
    services.hand_out_places(event_id=full.event.pk, now=timezone.now())


def url_of(entry):
    return reverse("orders:waiting_place", args=[entry.token])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_where_tickets_are_gone_the_events_page_leads_to_the_list(client, listed):
    assert listed.join in client.get(listed.page).content.decode()
    Event.objects.filter(pk=listed.event.pk).update(waiting_list_enabled=False)
    assert listed.join not in client.get(listed.page + "?utm_source=x").content.decode()


def test_the_way_to_the_list_costs_the_page_nothing(client, listed, count_statements):
    with count_statements() as statements:
        client.get(listed.page)

    assert len(statements) <= 4, statements


def test_where_something_can_be_bought_nobody_is_led_to_a_list(client, gala):
    Event.objects.filter(pk=gala.pk).update(waiting_list_enabled=True)
    join = reverse("orders:waiting_list", args=[gala.tenant.slug, gala.slug])

    assert join not in client.get(reverse("orders:event", args=[gala.tenant.slug, gala.slug])).content.decode()
    assert client.get(join).status_code == 303


def test_joining_mails_the_way_to_ones_place(client, listed, inbox):
    inbox.deliver()
    response = client.post(listed.join, application(listed, wish_2=listed.balcony.pk, quantity="2", least_quantity="1"))

    assert response.status_code == 200
    assert "A mail is on its way to ada@example.org" in text(response)
    entry = WaitingListEntry.objects.get()
    assert [wish.ticket_type for wish in entry.wishes.all()] == [listed.stalls, listed.balcony]
    assert (entry.quantity, entry.least_quantity, entry.name) == (2, 1, "Ada Lovelace")
    (mail,) = inbox.deliver()
    assert mail["Subject"] == "You are on the waiting list: Winter Gala"
    assert url_of(entry) in text_of(mail)
    assert "Your place in line at the moment: 1." in text_of(mail)
    page = client.get(url_of(entry))
    assert "You are the next." in text(page)
    assert entry.token not in response.content.decode()


def test_joining_twice_answers_the_same_and_tells_a_stranger_nothing(client, listed):
    first = client.post(listed.join, application(listed))
    second = client.post(listed.join, application(listed, name="Eve", wish_1=listed.balcony.pk))

    assert text(first) == text(second)
    assert WaitingListEntry.objects.get().name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "ada"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"quantity": "0"}, "greater than or equal to 1"),
        ({"quantity": "21"}, "less than or equal to 20"),
        ({"quantity": "many"}, "Enter a whole number."),
        ({"quantity": "2", "least_quantity": "3"}, "no more than the places that you want"),
        ({"quantity": "12"}, "Please choose between 1 and 10"),
        ({"wish_1": "x"}, "Select a valid choice."),
        ({"wish_1": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, listed, typed, words):
    response = client.post(listed.join, application(listed, **typed))

    assert response.status_code == 422
    assert words in text(response)
    for value in ("Ada Lovelace",) if "name" not in typed else ("ada@example.org",):
        assert value in response.content.decode()
    assert not WaitingListEntry.objects.exists()


def test_no_wish_counts_twice(client, listed):
    response = client.post(listed.join, application(listed, wish_2=listed.stalls.pk))

    assert response.status_code == 422
    assert "Please choose something else than above." in text(response)


def test_one_address_joins_so_often_and_no_more(client, listed):
    for number in range(20):
        assert client.post(listed.join, application(listed, email=f"a{number}@example.org")).status_code == 200

    assert client.post(listed.join, application(listed, email="more@example.org")).status_code == 429


def test_joining_needs_the_pages_own_token(listed):
    assert Client(enforce_csrf_checks=True).post(listed.join, application(listed)).status_code == 403


def test_ones_page_says_who_comes_before_and_why_one_was_passed_over(client, listed):
    make.waiting(listed.event, [listed.stalls], 2)
    pair = make.waiting(listed.event, [listed.stalls, listed.balcony], 3, least=2)
    free_a_place(listed)

    page = text(client.get(url_of(pair)))

    assert "One person comes before you." in page
    assert "one place was free, fewer than you need" in page
    assert "3, or at least 2" in page


def test_from_the_offer_one_goes_on_to_the_details_with_the_places(client, listed, inbox):
    entry = make.waiting(listed.event, [listed.stalls], name="Ada Lovelace", email="ada@example.org")
    inbox.deliver()
    free_a_place(listed)
    (mail,) = [mail for mail in inbox.deliver() if mail["To"] == "ada@example.org"]
    assert mail["Subject"] == "We have places for you: Winter Gala"
    assert "1 × Stalls" in text_of(mail)
    page = client.get(url_of(entry))
    assert "Kept for you until" in text(page)

    response = client.post(reverse("orders:waiting_offer", args=[entry.token]))

    assert (response.status_code, response.headers["Location"]) == (303, listed.page + "checkout/details/")
    details = client.get(response.headers["Location"])
    assert "Your places are held until" in text(details)
    assert 'value="ada@example.org"' in details.content.decode()
    assert 'value="Lovelace"' in details.content.decode()


def test_an_offer_that_is_over_cannot_be_taken(client, listed):
    entry = make.waiting(listed.event, [listed.stalls])
    free_a_place(listed)
    Cart.objects.filter(waiting_entry=entry).update(expires_at=timezone.now() - timedelta(minutes=1))

    response = client.post(reverse("orders:waiting_offer", args=[entry.token]))

    assert response.status_code == 410
    assert "This offer is over." in text(response)
    assert "The time of your offer is over" in text(client.get(url_of(entry)))


def test_declining_asks_first_and_passes_the_places_on(client, listed):
    entry, following = (make.waiting(listed.event, [listed.stalls]) for _person in range(2))
    free_a_place(listed)
    departure = reverse("orders:waiting_departure", args=[entry.token])

    assert "Let your places go?" in text(client.get(departure))
    response = client.post(departure, follow=True)
    tasks.hand_out_all_places(0)

    assert "You let somebody else have your places." in text(response)
    following.refresh_from_db()
    assert following.status == "offered"


def test_leaving_asks_first(client, listed):
    entry = make.waiting(listed.event, [listed.stalls])
    departure = reverse("orders:waiting_departure", args=[entry.token])

    assert "Leave the waiting list?" in text(client.get(departure))
    assert "You have left the waiting list." in text(client.post(departure, follow=True))
    assert client.get(departure).status_code == 303


def test_after_the_sale_nobody_waits_in_vain(client, listed):
    entry = make.waiting(listed.event, [listed.stalls])
    Event.objects.filter(pk=listed.event.pk).update(sales_ends_at=timezone.now() - timedelta(minutes=1))

    assert "there is nothing to wait for any more" in text(client.get(url_of(entry)))


@pytest.mark.parametrize("status", ["accepted", "declined", "left", "lapsed", "removed"])
def test_how_it_ended_can_still_be_read(client, listed, status):
    entry = make.waiting(listed.event, [listed.stalls])
    WaitingListEntry.objects.filter(pk=entry.pk).update(status=status)

    assert client.get(url_of(entry)).status_code == 200


def test_places_that_are_the_lists_are_nobodys_on_the_events_page(client, listed):
    make.waiting(listed.event, [listed.stalls])
    services.cancel_order(order=listed.orders[0], by=None, now=timezone.now())
    assert Stock.objects.filter(is_for_waiting=True).exists()

    page = text(client.get(listed.page))

    assert "All held right now" in page


def test_the_page_of_a_place_takes_few_statements(client, listed, count_statements):
    entry = make.waiting(listed.event, [listed.stalls, listed.balcony])

    with count_statements() as statements:
        client.get(url_of(entry))

    assert len(statements) <= 4, statements


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("lapsed", "You keep your own place in line"),
        ("revoked", "had to take the places back"),
        ("removed", "has taken you off the waiting list"),
        ("lapsed_for_good", "your waiting has ended"),
    ],
)
def test_whoever_loses_something_is_told(listed, inbox, why, words):
    entry = make.waiting(listed.event, [listed.stalls], name="Ada", email="ada@example.org")
    inbox.deliver()
    free_a_place(listed)
    now = timezone.now()
    if why == "revoked":
        services.revoke_offer(entry=entry, by=None, now=now)
    elif why == "removed":
        services.remove_from_waiting_list(entry=entry, by=None, now=now)
    else:
        WaitingListEntry.objects.filter(pk=entry.pk).update(offer_count=1 if why == "lapsed" else 2)
        services.release_all_lapsed(now=now + timedelta(hours=25))

    mails = [mail for mail in inbox.deliver() if mail["To"] == "ada@example.org"]

    assert words in text_of(mails[-1]).replace("\n", " ")
