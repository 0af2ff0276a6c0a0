"""What all scanner pages have in common, whether one stands at an event's gate or at a venue that takes visits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from checkin import services, telling
from checkin.errors import NothingDue
from checkin.forms import ScanForm
from checkin.telling import Told
from checkin.values import Attempt, Door
from orders import services as order_services
from orders.errors import AlreadyPaid
from orders.models import OrderStatus, Ticket
from tenants.access import Member
from ticketing.core.errors import DomainError
from ticketing.core.ids import uuid7

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where one stands: the id in the addresses of a scanner, and the names of these addresses."""

    pk: UUID
    scan: str = "checkin:gate"
    undo: str = "checkin:undo"
    pay: str = "checkin:pay"


def allows_decoder(view: View[P]) -> View[P]:
    """Let a page run the decoder: WebAssembly needs a word of its own in the policy, which no other page has."""
    return cast(View[P], csp_update({"script-src": ["'wasm-unsafe-eval'"]})(cast(Any, view)))


def judge(posted: QueryDict, door_for: Callable[[str], Door], *, now: datetime) -> Told:
    """Judge what a scanner's form sends, at the door that is right for the text that was scanned."""
    form = ScanForm(posted)
    form.is_valid()
    attempt = form.attempt()
    try:
        door = door_for(attempt.text)
        told = telling.tell(services.redeem(door=door, attempt=attempt, now=now), door)
    except DomainError as refusal:
        return telling.refused(str(refusal))
    return replace(told, text=attempt.text, reason=form.typed_reason, reason_error=form.reason_error)


def take_payment(ticket: Ticket, door: Door, *, by: Member, now: datetime) -> Told:
    """Record that a ticket's order was paid here, and admit the ticket."""
    try:
        if ticket.order is None or ticket.order.status != OrderStatus.CONFIRMED:
            raise NothingDue()
        order_services.mark_paid(order=ticket.order, by=by, now=now)
    except AlreadyPaid:
        pass
    except DomainError as refusal:
        return telling.refused(str(refusal))
    answer = services.redeem(door=door, attempt=Attempt(scan_id=uuid7(), text=ticket.code), now=now)
    return replace(telling.tell(answer, door), text=ticket.code)


def result_alone(request: HttpRequest, told: Told | None, place: Place) -> HttpResponse | None:
    """The answer for our script, which shows the result in the page that it has; None: the whole page is wanted."""
    if told is None or "X-Door" not in request.headers:
        return None
    return render(request, "checkin/_result.html", {"told": told, "place": place})
