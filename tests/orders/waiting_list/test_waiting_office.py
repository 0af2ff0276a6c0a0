"""The waiting list in the console."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from orders import services
from orders.models import WaitingListEntry
from tenants.models import ActivityLog
from tests import make


@pytest.fixture
def office(full, client):
    full.member = make.member(full.event.tenant, "manager")
    client.force_login(full.member.user)
    full.list = reverse("orders:office_waiting_list", args=[full.event.tenant.slug, full.event.pk])
    return full


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def free_a_place(full):
    services.cancel_order(order=full.orders[0], by=None, now=timezone.now())
    services.hand_out_places(event_id=full.event.pk, now=timezone.now())


def address(full, name, entry):
    return reverse(f"orders:office_waiting_{name}", args=[full.event.tenant.slug, full.event.pk, entry.pk])


def test_an_empty_list_says_how_people_get_onto_it(client, office):
    page = text(client.get(office.list))

    assert "Nobody waits" in page
    assert "Nobody can join at the moment" in page


def test_the_line_shows_who_waits_for_what_and_who_was_passed_over(client, office):
    make.waiting(office.event, [office.stalls], 2, name="Bob Baker")
    make.waiting(office.event, [office.stalls, office.balcony], name="Ada Lovelace", email="ada@example.org")
    make.waiting(office.event, [office.stalls], name="Cem Can")
    free_a_place(office)

    page = text(client.get(office.list))

    assert "2 people wait" in page
    assert "Passed over on" in page
    assert "1 place was free" in page
    assert page.index("Bob Baker") < page.index("Ada Lovelace") < page.index("Cem Can")


def test_it_is_searched_and_filtered_in_the_address(client, office):
    make.waiting(office.event, [office.stalls], name="Bob Baker", email="bob@example.org")
    gone = make.waiting(office.event, [office.stalls], name="Ada Lovelace", email="ada@example.org")
    services.leave_waiting_list(entry=gone, now=timezone.now())

    assert "Ada Lovelace" not in text(client.get(office.list))
    assert "Ada Lovelace" in text(client.get(office.list + "?state=left"))
    both = text(client.get(office.list + "?state=all&q=EXAMPLE"))
    assert "Ada Lovelace" in both
    assert "Bob Baker" in both
    assert "Bob Baker" not in text(client.get(office.list + "?state=all&q=ada%20love"))
    assert "Nobody matches" in text(client.get(office.list + "?q=nobody"))
    assert "Bob Baker" in text(client.get(office.list + "?state=dreaming&page=99"))


def test_the_settings_are_saved_and_noted(client, office):
    response = client.post(office.list + "settings/", {"is_enabled": "on", "hours": "48"}, follow=True)

    event = Event.objects.get(pk=office.event.pk)
    assert (event.waiting_list_enabled, event.waiting_list_hours) == (True, 48)
    assert "are saved" in text(response)
    assert ActivityLog.objects.filter(action="waiting_list.set", actor=office.member.user).exists()


@pytest.mark.parametrize("hours", ["0", "169", "", "x"])
def test_hours_that_make_no_sense_are_refused_at_their_field(client, office, hours):
    response = client.post(office.list + "settings/", {"is_enabled": "on", "hours": hours})

    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert not Event.objects.get(pk=office.event.pk).waiting_list_enabled


def test_an_offer_is_taken_back_after_having_been_asked(client, office):
    entry = make.waiting(office.event, [office.stalls], name="Ada Lovelace")
    free_a_place(office)
    revocation = address(office, "revocation", entry)

    assert "Take the offer back?" in text(client.get(revocation))
    assert "is taken back" in text(client.post(revocation, follow=True))
    entry.refresh_from_db()
    assert entry.status == "waiting"
    assert "This offer is over." in text(client.post(revocation, follow=True))


def test_somebody_is_removed_after_having_been_asked(client, office):
    entry = make.waiting(office.event, [office.stalls], name="Ada Lovelace")
    removal = address(office, "removal", entry)

    assert "Remove from the waiting list?" in text(client.get(removal))
    assert "Ada Lovelace is no longer on the waiting list." in text(client.post(removal, follow=True))
    assert WaitingListEntry.objects.get().status == "removed"


def test_who_may_only_read_is_offered_no_acts(client, office):
    entry = make.waiting(office.event, [office.stalls])
    client.force_login(make.member(office.event.tenant, "support").user)

    page = client.get(office.list).content.decode()

    assert "settings/" not in page
    assert address(office, "removal", entry) not in page


def test_the_list_takes_the_same_statements_however_long_it_is(client, office, count_statements):
    client.get(office.list)
    counts = []
    for number in (2, 58):
        for index in range(number):
            make.waiting(office.event, [office.stalls, office.balcony], email=f"w{number}-{index}@example.org")
        with count_statements() as statements:
            client.get(office.list)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 16, statements


def test_a_search_for_what_no_name_can_hold_breaks_nothing(client, office):
    assert client.get(office.list, {"q": "\0"}).status_code == 200
