"""A museum that sells visits: a year-long event at the Old Mill, a ticket for a visit chosen later, and two slots."""

from datetime import UTC, datetime, timedelta

import pytest

from events.models import Event, TicketType, Venue
from orders.models import Ticket
from reservations.models import ReservationSlot
from tenants.models import Membership, Tenant
from tests import make

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
