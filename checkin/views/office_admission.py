"""Checking a ticket in from the console, and taking that back: the door's own services, and what the door tells."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checkin import access, queries, services, telling
from checkin.errors import NoGate, NotCheckedIn
from checkin.forms import ScanForm
from checkin.models import Gate
from checkin.telling import Told
from checkin.values import Door
from orders.models import Ticket
from orders.queries import office_people
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core.back import came_from
from ticketing.core.errors import DomainError

SECTION = "attendees"


@require_POST
@member_required("checkin.scan")
def admission(request: MemberRequest, attendee: UUID) -> HttpResponse:
    """Check a ticket in. Whoever is let in is told of on the page that one came from; a no has a page of its own."""
    ticket = office_people.ticket_of(request.member, attendee)
    gates = queries.gates_for(ticket)
    chosen = next((gate for gate in gates if str(gate.pk) == request.POST.get("gate")), next(iter(gates), None))
    if chosen is None:
        messages.error(request, str(NoGate()))
        return redirect(_back(request, ticket))
    sent = request.POST.copy()
    sent["code"] = ticket.code
    form = ScanForm(sent)
    form.is_valid()
    door = _door(request, chosen)
    try:
        answer = services.redeem(door=door, attempt=form.attempt(), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(request, ticket))
    told = replace(telling.tell(answer, door), reason=form.typed_reason, reason_error=form.reason_error)
    if answer.is_admitted:
        messages.success(request, _in_a_line(told, door))
        return redirect(_back(request, ticket))
    return _no(request, ticket, told, chosen, gates)


@require_POST
@member_required("checkin.undo")
def admission_reversal(request: MemberRequest, attendee: UUID) -> HttpResponse:
    """Take a ticket's last admission back."""
    ticket = office_people.ticket_of(request.member, attendee)
    standing = queries.last_redemption(ticket.pk)
    try:
        if standing is None:
            raise NotCheckedIn()
        services.undo_admission(redemption=standing, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        told = telling.undone()
        messages.success(request, " ".join([f"{told.word}.", *told.lines]))
    return redirect(_back(request, ticket))


def _door(request: MemberRequest, gate: Gate) -> Door:
    return replace(access.door(gate, operator=request.member.user), permissions=request.member.permissions)


def _in_a_line(told: Told, door: Door) -> str:
    """Who was let in, where, and what the door adds: what is to be handed out, above all."""
    names = " · ".join(part for part in (told.word, told.name, told.ticket_type, door.gate_name) if part)
    hand_out = [_("Hand out: %(things)s") % {"things": ", ".join(told.hand_out)}] if told.hand_out else []
    return " · ".join([names, *hand_out, *told.lines])


def _no(request: MemberRequest, ticket: Ticket, told: Told, gate: Gate, gates: list[Gate]) -> HttpResponse:
    context: dict[str, Any] = console.frame(request.member, SECTION) | {
        "ticket": ticket,
        "told": told,
        "gate": gate,
        "others": [other for other in gates if other != gate],
        "back_url": _back(request, ticket),
    }
    return render(request, "checkin/office_admission.html", context)


def _back(request: MemberRequest, ticket: Ticket) -> str:
    """Where one came from; else the ticket's page, for who may see it, or the door's first page."""
    if (page := came_from(request)) != "":
        return page
    if not request.member.may("orders.read"):
        return reverse("checkin:home")
    return reverse("people_office:attendee", kwargs={"tenant": request.member.tenant.slug, "attendee": ticket.pk})
