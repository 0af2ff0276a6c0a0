"""A museum that is open now, since pages look at the clock themselves: a ticket, a pre-made one, two slots."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.models import ActivationMode, Event, TicketType, Venue
from orders.models import Order, Ticket
from orders.services.batches import mint_tickets
from reservations.models import ReservationSlot
from tenants.models import Tenant
from tests import make


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock themselves."""
    return timezone.now()


@pytest.fixture
def mill(blue_note: Tenant) -> Venue:
    """Where visits take place, in Berlin."""
    return make.venue(blue_note)


@pytest.fixture
def museum(blue_note: Tenant, mill: Venue, now: datetime) -> Event:
    """A published event of a year that sells visits."""
    event = make.event(
        blue_note,
        name="Museum",
        published=False,
        venue=mill,
        starts_at=now - timedelta(days=30),
        ends_at=now + timedelta(days=335),
    )
    make.visit_type(event)
    return make.publish(event)


@pytest.fixture
def visit_type(museum: Event) -> TicketType:
    """A ticket whose time is chosen later."""
    return museum.ticket_types.get(name="Visit")


@pytest.fixture
def slot(mill: Venue, museum: Event) -> ReservationSlot:
    """Ten to twelve in ten days, for five visitors."""
    return make.slot(mill, capacity=5)


@pytest.fixture
def later(mill: Venue, museum: Event) -> ReservationSlot:
    """The same day, two hours later."""
    return make.slot(mill, start="12:00", end="14:00", capacity=5)


@pytest.fixture
def ticket(museum: Event, visit_type: TicketType) -> Ticket:
    """Ada's ticket."""
    return make.order(museum, {visit_type: 1}).tickets.get()


@pytest.fixture
def voucher(museum: Event) -> Ticket:
    """A pre-made ticket of nobody's, valid for thirty days once it is activated."""
    kind = make.visit_type(museum, name="Voucher", valid_days=30)
    batch = mint_tickets(
        ticket_type=kind,
        label="Shop",
        quantity=1,
        activation_mode=ActivationMode.DEFERRED,
        by=None,
        now=timezone.now(),
    )
    return batch.tickets.get()


@pytest.fixture
def party(museum: Event, visit_type: TicketType) -> Order:
    """An order of three tickets."""
    return make.order(museum, {visit_type: 3})
