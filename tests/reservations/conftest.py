"""A museum that sells visits: a year-long event at the Old Mill, a ticket for a visit chosen later, and two slots."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from events.models import Event, TicketType, Venue
from orders.models import Ticket
from reservations.models import ReservationSlot
from tenants.models import Membership, Tenant
from tests import make
from tests.api import world as api_world
from tests.api.undoing import undone

# A Monday in Berlin, 14:00 there.
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def mill(blue_note: Tenant) -> Venue:
    """Where visits take place, in Berlin."""
    return make.venue(blue_note)


@pytest.fixture
def museum(blue_note: Tenant, mill: Venue) -> Event:
    """A published event that runs for a year and sells visits."""
    event = make.event(
        blue_note,
        name="Museum",
        published=False,
        venue=mill,
        now=NOW,
        starts_at=NOW - timedelta(days=30),
        ends_at=NOW + timedelta(days=335),
    )
    make.visit_type(event)
    return make.publish(event, now=NOW)


@pytest.fixture
def visit_type(museum: Event) -> TicketType:
    """A ticket whose time is chosen later."""
    return museum.ticket_types.get(name="Visit")


@pytest.fixture
def slot(mill: Venue, museum: Event) -> ReservationSlot:
    """Ten to twelve on the day after, for five visitors."""
    return make.slot(mill, on=(NOW + timedelta(days=1)).date(), capacity=5, now=NOW)


@pytest.fixture
def later(mill: Venue, museum: Event) -> ReservationSlot:
    """Twelve to two on the same day, for five visitors."""
    return make.slot(mill, on=(NOW + timedelta(days=1)).date(), start="12:00", end="14:00", capacity=5, now=NOW)


@pytest.fixture
def ticket(museum: Event, visit_type: TicketType) -> Ticket:
    """Ada's ticket."""
    return make.order(museum, {visit_type: 1}, now=NOW).tickets.get()


@pytest.fixture
def bob(blue_note: Tenant) -> Membership:
    """Staff: may scan and look up."""
    return make.member(blue_note, "staff", email="bob@example.org")


@pytest.fixture
def mary(blue_note: Tenant) -> Membership:
    """A manager: may admit anyway, and undo."""
    return make.member(blue_note, "manager", email="mary@example.org")


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[api_world.World]:
    """Built once for a module: it takes longer than most questions."""
    with django_db_blocker.unblock(), undone():
        yield api_world.build()


@pytest.fixture
def world(built_world: api_world.World, db: None) -> api_world.World:
    """What the API is asked about; what a test changes is taken back after it."""
    return deepcopy(built_world)


@pytest.fixture
def ask(world: api_world.World) -> Callable[..., Any]:
    """`ask("manager", "PUT", "operator/slots/…", {…})`: what one of the world's people, or nobody, is answered."""

    def asking(who: str | None, method: str, path: str, body: Any = None, **headers: str) -> Any:
        client = Client(headers={name.replace("_", "-"): value for name, value in headers.items()})
        if who:
            client.force_login(world.people[who])
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return (
            client.generic(method, f"/api/{path}")
            if not sent
            else getattr(client, method.lower())(f"/api/{path}", **sent)
        )

    return asking
