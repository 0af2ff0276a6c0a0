"""The door at which an operator verifies a ticket: a gate of its event."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from rest_framework.request import Request

from checkin import access as door_access
from checkin import looks
from checkin import services as door_services
from checkin.models import ScanResult
from checkin.services.scans import judge
from checkin.telling import tell
from checkin.values import Answer, Attempt, Door, Verdict
from orders.models import Ticket
from reservations import errors, venue_doors
from reservations.api.access import Reach
from reservations.queries import records
from tenants.models import Membership, User
from ticketing.core.errors import DomainError


class NotVerified(DomainError):
    """The door said no; `code` is its word. Facts: why (a sentence)."""

    def __init__(self, result: ScanResult, why: str) -> None:
        super().__init__(why=why)
        self.code = result.value

    def __str__(self) -> str:
        return str(self.facts["why"])


def door_of(request: Request, ticket: Ticket, operator: User | None = None) -> Door:
    """The gate of the ticket's event, with the caller as its operator; `operator`, where a key acts for somebody.

    Raises NoGateHere or TicketNotForVisits.
    """
    if ticket.ticket_type.reservation_venue_id is None:
        raise errors.TicketNotForVisits()
    gate = venue_doors.gate_of(Ticket.objects.filter(pk=ticket.pk))
    if gate is None:
        raise errors.NoGateHere()
    door = door_access.door_of_member(request._request, gate.pk)
    return door if operator is None else replace(door, operator_id=operator.pk, staffed_by=str(operator))


def operator_of(reach: Reach, number: int | None) -> User:
    """Who verifies. Nobody does in somebody else's name; a tenant's key names whoever scans for that tenant.

    Raises NotTheOperator.
    """
    user = reach.user
    if number is None:
        raise errors.NotTheOperator()
    if reach.is_key:
        named = Membership.objects.acting().filter(tenant=reach.ticket.tenant_id, number=number).first()
        if named is None or not named.may("checkin.scan"):
            raise errors.NotTheOperator()
        return named.user
    if user is None or records.operator_number(reach.ticket.tenant_id, user.pk) != number:
        raise errors.NotTheOperator()
    return user


def judged(door: Door, ticket: Ticket, *, now: datetime) -> Verdict:
    """How the door would judge the ticket now, by the very rules of a scan. Nothing is written."""
    attempt = Attempt(scan_id=uuid4(), text=ticket.code)
    with transaction.atomic():
        found = looks.ticket(door, ticket.code, scan_id=attempt.scan_id, now=now)
        if found is None:
            return Verdict(result=ScanResult.UNKNOWN)
        return judge(door=door, seen=found[0], attempt=attempt, version=None, now=now)


def verify(door: Door, ticket: Ticket, *, at: datetime | None = None, now: datetime) -> Answer:
    """Let the ticket in, as a scan at this door does: it is used, and its reservation verified. Raises NotVerified."""
    attempt = Attempt(scan_id=uuid4(), text=ticket.code, scanned_at=at)
    answer = door_services.redeem(door=door, attempt=attempt, now=now)
    if not answer.is_admitted:
        told = tell(answer, door)
        raise NotVerified(answer.result, told.lines[0] if told.lines else f"{told.word}.")
    return answer
