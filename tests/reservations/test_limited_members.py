"""Members who are limited to certain events: other events' visits, codes and visitors are not there for them."""

import pytest
import time_machine
from django.urls import reverse

from events.models import EventAccess
from orders import services as order_services
from reservations import services
from tenants.models import Role
from tests import make
from tests.office import address, browser_of
from tests.reservations.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reserved(ticket, slot):
    """A visit that somebody has reserved at the mill."""
    return services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)


@pytest.fixture
def batch(visit_type):
    return order_services.mint_tickets(
        ticket_type=visit_type, label="Print", quantity=3, activation_mode="deferred", by=None, now=NOW
    )


@pytest.fixture
def concert(blue_note):
    """Another event of the same organizer, without visits."""
    return make.event(blue_note, name="Concert")


def limited_to(event, role=Role.MANAGER):
    membership = make.member(event.tenant, role, is_limited=True)
    EventAccess.objects.create(tenant=event.tenant, membership=membership, event=event)
    return membership


def statuses(membership, slot, batch, ticket):
    """What the pages and the API answer to them."""
    browser = browser_of(membership)
    pages = {
        "calendar": address("office:calendar", membership, venue=slot.venue.number),
        "slot": address("office:slot", membership, slot=slot.pk),
        "batch": address("office:batch", membership, batch=batch.pk),
        "codes": address("office:batch_csv", membership, batch=batch.pk),
        "board": reverse("reservations_door:board", kwargs={"venue": slot.venue.pk}),
        "api": f"/api/operator/slots?venue_id={slot.venue.pk}",
    }
    return {name: browser.get(page).status_code for name, page in pages.items()}


def test_who_is_limited_to_another_event_finds_none_of_it(concert, slot, batch, ticket, reserved):
    stray = limited_to(concert)
    browser = browser_of(stray)

    assert set(statuses(stray, slot, batch, ticket).values()) == {404}
    assert "Print" not in browser.get(address("office:batches", stray)).content.decode()
    assert slot.venue.name not in browser.get(address("office:venues", stray)).content.decode()
    assert slot.venue.name not in browser.get(reverse("checkin:home")).content.decode()
    assert browser.get("/api/reservations").json()["reservations"] == []
    assert browser.get("/api/operator/slots").json()["slots"] == []
    shown = browser.get(f"/api/tickets/{ticket.code}").json()
    assert "ada@example.org" not in str(shown)


def test_who_is_limited_to_the_event_finds_all_of_it(museum, slot, batch, ticket, reserved):
    theirs = limited_to(museum)
    browser = browser_of(theirs)

    assert set(statuses(theirs, slot, batch, ticket).values()) == {200}
    assert "Print" in browser.get(address("office:batches", theirs)).content.decode()
    assert slot.venue.name in browser.get(address("office:venues", theirs)).content.decode()
    assert slot.venue.name in browser.get(reverse("checkin:home")).content.decode()
    assert len(browser.get("/api/reservations").json()["reservations"]) == 1
    assert "ada@example.org" in str(browser.get(f"/api/tickets/{ticket.code}").json())
