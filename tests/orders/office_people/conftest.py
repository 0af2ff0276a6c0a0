"""An organizer's people: a gala with a question, and a manager who looks after them."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from events.models import Event, EventAccess, TicketType
from tenants.models import Membership, Tenant
from tests import make
from tests.office import browser_of


def text(page: Any) -> str:
    """What a page says."""
    return unescape(page.content.decode())


@pytest.fixture
def stalls(gala: Event) -> TicketType:
    """The seats in the stalls, at 25 €."""
    return gala.ticket_types.get(name="Stalls")


@pytest.fixture
def manager(blue_note: Tenant) -> Membership:
    """Mary, who manages."""
    return make.member(blue_note, "manager", email="mary@example.org")


@pytest.fixture
def mary(manager: Membership) -> Client:
    """Her browser."""
    return browser_of(manager)


@pytest.fixture
def browser(blue_note: Tenant) -> Callable[[str], Client]:
    """A browser of somebody with a role."""
    return lambda role: browser_of(make.member(blue_note, role))


@pytest.fixture
def limited(blue_note: Tenant) -> Callable[[Event], Membership]:
    """A manager who reaches one event only."""

    def made(event: Event) -> Membership:
        membership = make.member(blue_note, "manager", is_limited=True)
        EventAccess.objects.create(tenant=blue_note, membership=membership, event=event)
        return membership

    return made


@pytest.fixture
def office(blue_note: Tenant) -> str:
    """Where the console is."""
    return f"/manage/{blue_note.slug}/"
