"""Operators at the door of the Old Mill, for the tests of visits."""

from datetime import datetime
from uuid import uuid4

from checkin import services as door_services
from checkin.values import Answer, Attempt
from orders.models import Ticket
from reservations import services, venue_doors
from reservations.models import ReservationSlot, TicketReservation
from tenants.models import Membership
from tests import make
from tests.checkin import qr_of
from tests.office import acting
from tests.reservations.conftest import NOW


def scan(what: Ticket | str, *, at: object, by: Membership, now: datetime, **attempt: object) -> Answer:
    """What is told of a scan at a venue's door."""
    text = what if isinstance(what, str) else qr_of(what)
    door = venue_doors.door_for(text, at=at, operator=acting(by))
    return door_services.redeem(door=door, attempt=Attempt(scan_id=uuid4(), text=text, **attempt), now=now)


def reserve(ticket: Ticket, slot: ReservationSlot, *, now: datetime = NOW) -> TicketReservation:
    """Ada's place in a slot."""
    return services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=now)[0]
