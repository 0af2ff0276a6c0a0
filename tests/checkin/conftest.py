"""A door to stand at: the gala's main entrance, with Bob, who scans for Blue Note."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin import access, services
from checkin.models import Device, Gate
from checkin.values import Answer, Attempt, Door
from events.models import Event
from orders.models import Ticket
from tenants.models import Membership, Tenant
from tests import make
from tests.checkin import qr_of

Scan = Callable[..., Answer]


@pytest.fixture
def bob(blue_note: Tenant) -> Membership:
    """Staff: may scan and look up."""
    return make.member(blue_note, "staff", email="bob@example.org")


@pytest.fixture
def gate(gala: Event) -> Gate:
    """What the event got when it was published."""
    return gala.gates.get()


@pytest.fixture
def ticket(gala: Event) -> Ticket:
    """Ada's paid ticket for the stalls."""
    return make.order(gala, {gala.ticket_types.get(): 1}).tickets.get()


@pytest.fixture
def device(gate: Gate, bob: Membership) -> tuple[Device, str]:
    """A paired scanner at the gate, and its token."""
    return services.issue_device(gate=gate, name="Scanner 1", by=bob.user)


@pytest.fixture
def scan(bob: Membership) -> Scan:
    """`scan(gate, ticket or text)`: what Bob is told when he scans it there."""

    def scanning(at: Gate, what: Ticket | str, *, now: datetime | None = None, **attempt: object) -> Answer:
        text = what if isinstance(what, str) else qr_of(what)
        return services.redeem(
            door=door_of(at, bob),
            attempt=Attempt(**{"scan_id": uuid4(), "text": text} | attempt),
            now=now or timezone.now(),
        )

    return scanning


def door_of(at: Gate, by: Membership) -> Door:
    """The gate as this member stands at it."""
    return access.door(Gate.objects.get(pk=at.pk), operator=by.user)
