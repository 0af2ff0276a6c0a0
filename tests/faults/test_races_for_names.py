"""Members who give one name to two things at the same moment: one gets it, the others are told at the field."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from checkin import services as door
from events import services
from events.models import DiscountCode, Event, EventSession
from tenants.models import Role
from tests import make
from tests.events.office.conftest import filled
from tests.faults.crowd import at_once, granted, refusals
from tests.office import browser_of, text

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]

MEMBERS = 6


@pytest.fixture
def house():
    """An organizer, and members who act at once."""
    tenant = make.tenant()
    return tenant, [make.member(tenant, Role.MANAGER) for _each in range(MEMBERS)]


def told(answers):
    """The pages of those who were told no. What threads drew is known by its words: contexts go to all clients."""
    return [text(answer) for answer in answers if answer.status_code != 302]


def test_events_that_move_to_one_address_at_once_get_it_once_and_the_others_an_error_at_its_field(house):
    tenant, members = house
    browsers = [browser_of(member) for member in members]
    addresses = [f"/manage/{tenant.slug}/events/{make.event(tenant).pk}/details/" for _each in members]
    sent = [
        filled(browser.get(address), slug="the-gala", name=f"Gala {number}")
        for number, (browser, address) in enumerate(zip(browsers, addresses, strict=True))
    ]

    answers = at_once([partial(each.post, at, data) for each, at, data in zip(browsers, addresses, sent, strict=True)])

    pages = told(answers)
    assert len(pages) == MEMBERS - 1
    assert all("The address “the-gala” is already in use." in page for page in pages)
    assert all(any(f'value="Gala {number}"' in page for number in range(MEMBERS)) for page in pages)
    assert Event.objects.filter(slug="the-gala").count() == 1


def test_a_code_that_many_make_at_once_is_there_once_and_the_others_get_an_error_at_its_field(house):
    tenant, members = house
    address = f"/manage/{tenant.slug}/events/{make.event(tenant).pk}/codes/new/"
    body = {"code": "spring", "discount_type": "percentage", "value": "10", "status": "active"}

    answers = at_once([partial(browser_of(member).post, address, body) for member in members])

    pages = told(answers)
    assert len(pages) == MEMBERS - 1
    assert all("There is a code “SPRING” already." in page and 'value="spring"' in page for page in pages)
    assert DiscountCode.objects.count() == 1


def test_a_copy_made_by_many_at_once_has_an_address_each(house):
    tenant, members = house
    gala = make.event(tenant, name="Gala", slug="gala")
    copies = [
        partial(
            services.copy_event,
            event=gala,
            name="Gala",
            starts_at=gala.starts_at + timedelta(days=7),
            by=member.user,
            now=timezone.now(),
        )
        for member in members[:4]
    ]

    answers = at_once(copies)

    assert {copy.slug for copy in granted(answers)} == {"gala-2", "gala-3", "gala-4", "gala-5"}


def test_a_gate_and_a_room_are_given_once(house):
    tenant, members = house
    gala = make.event(tenant)
    gates = [partial(door.add_gate, event=gala, by=member.user, name="East") for member in members]
    times = {"starts_at": gala.starts_at, "ends_at": gala.ends_at}
    talks = [
        partial(services.add_session, event=gala, title=f"Talk {number}", room="Hall", by=member.user, **times)
        for number, member in enumerate(members)
    ]

    assert refusals(at_once(gates)) == ["gate_name_taken"] * (MEMBERS - 1)
    answers = at_once(talks)
    assert refusals(answers) == ["room_taken"] * (MEMBERS - 1)
    (there,) = EventSession.objects.all()
    assert all(f"“{there.title}” is in Hall" in str(answer) for answer in answers if answer not in granted(answers))
