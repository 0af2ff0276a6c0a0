"""The steward's pages: choose a gate, scan, look guests up, mend what went wrong."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin import access, hooks, queries, scanning, services, telling
from checkin.scanning import Place, allows_decoder
from checkin.telling import Told
from checkin.values import Door
from events.models import Event
from orders.models import Ticket
from tenants.access import memberships, refuse_suspended
from tenants.models import User
from ticketing.core.errors import DomainError
from ticketing.core.ids import uuid7


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The gates at which the visitor may scan: of events that run today first."""
    assert isinstance(request.user, User)
    working = memberships(request.user)
    if not working and not request.user.is_platform_admin:
        refuse_suspended(request.user, Q())
        raise Http404
    scanning_for = [membership for membership in working if membership.may("checkin.scan")]
    if working and not scanning_for:
        raise PermissionDenied
    now = timezone.now()
    events = queries.events_with_gates(scanning_for, now)
    context = {
        "today": [event for event in events if queries.is_today(event, now)],
        "others": [event for event in events if not queries.is_today(event, now)],
        "sections": [section for hook in hooks.home_sections if (section := hook(scanning_for, now=now))],
        "shows_tenants": len(scanning_for) > 1,
        "manages": {membership.tenant_id for membership in scanning_for if membership.may("checkin.manage")},
    }
    return render(request, "checkin/home.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@allows_decoder
def gate(request: HttpRequest, gate: UUID) -> HttpResponse:
    """The scanner. A form that is posted is a scan; our script asks for the result alone."""
    door = access.door_of_member(request, gate)
    if request.method != "POST":
        return _page(request, door, None)
    return _page(request, door, scanning.judge(request.POST, lambda _text: door, now=timezone.now()))


@never_cache
@require_safe
@login_required
def guests(request: HttpRequest, gate: UUID) -> HttpResponse:
    """Look guests up by name, e-mail or order number."""
    door = access.door_of_member(request, gate, "checkin.lookup")
    words = request.GET.get("q", "")
    context = _frame(door) | {
        "words": words,
        "is_too_short": 0 < len(words.strip()) < queries.SHORTEST_SEARCH,
        "tickets": queries.find_guests(door, words),
        "most": queries.MOST_FOUND,
        "zone": door.zone.key,
        "may_scan": door.may("checkin.scan"),
    }
    return render(request, "checkin/guests.html", context)


@never_cache
@require_POST
@login_required
@allows_decoder
def undo(request: HttpRequest, gate: UUID, redemption: UUID) -> HttpResponse:
    """Take an admission back."""
    found, member = access.gate(request, gate, "checkin.undo")
    door = access.door_of_member(request, gate, "checkin.undo")
    admission = queries.redemption_at(found, redemption)
    if admission is None:
        raise Http404
    try:
        services.undo_admission(redemption=admission, by=member.user, now=timezone.now())
    except DomainError as refusal:
        return _page(request, door, telling.refused(str(refusal)))
    return _page(request, door, telling.undone())


@never_cache
@require_POST
@login_required
@allows_decoder
def pay(request: HttpRequest, gate: UUID, ticket: UUID) -> HttpResponse:
    """Record that an order was paid at the door, then admit the ticket that asked for it."""
    _gate, member = access.gate(request, gate, "payments.record")
    door = access.door_of_member(request, gate)
    found = get_object_or_404(Ticket.objects.select_related("order"), pk=ticket, event=door.event_id)
    return _page(request, door, scanning.take_payment(found, door, by=member, now=timezone.now()))


def _page(request: HttpRequest, door: Door, told: Told | None) -> HttpResponse:
    place = Place(pk=door.gate_id)
    if (answer := scanning.result_alone(request, told, place)) is not None:
        return answer
    event = Event.objects.only("name", "tenant_id", "starts_at", "time_zone").get(pk=door.event_id)
    context = _frame(door) | {"told": told, "event": event, "counts": queries.counts(door), "scan_id": uuid7()}
    context |= {"place": place, "title": door.gate_name, "subtitle": event.name}
    return render(request, "checkin/scanner.html", context)


def _frame(door: Door) -> dict[str, Any]:
    return {
        "door": door,
        "gate_id": door.gate_id,
        "may_look_up": door.may("checkin.lookup"),
        "may_report": door.may("incidents.write"),
    }
