"""The steward's pages: choose a gate, scan, look guests up, mend what went wrong."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin import access, queries, services, telling
from checkin.errors import NothingDue
from checkin.forms import ScanForm
from checkin.telling import Told
from checkin.values import Attempt, Door
from events.models import Event
from orders import services as order_services
from orders.errors import AlreadyPaid
from orders.models import OrderStatus, Ticket
from tenants.access import memberships
from tenants.models import User
from ticketing.core.errors import DomainError
from ticketing.core.ids import uuid7

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def allows_decoder(view: View[P]) -> View[P]:
    """Let a page run the decoder: WebAssembly needs a word of its own in the policy, which no other page has."""
    return cast(View[P], csp_update({"script-src": ["'wasm-unsafe-eval'"]})(cast(Any, view)))


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The gates at which the visitor may scan: of events that run today first."""
    assert isinstance(request.user, User)
    working = memberships(request.user)
    if not working and not request.user.is_platform_admin:
        raise Http404
    scanning = [membership for membership in working if membership.may("checkin.scan")]
    if working and not scanning:
        raise PermissionDenied
    now = timezone.now()
    events = queries.events_with_gates(scanning, now)
    context = {
        "today": [event for event in events if queries.is_today(event, now)],
        "others": [event for event in events if not queries.is_today(event, now)],
        "shows_tenants": len(scanning) > 1,
        "manages": {membership.tenant_id for membership in scanning if membership.may("checkin.manage")},
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
    form = ScanForm(request.POST)
    form.is_valid()
    try:
        told = telling.tell(services.redeem(door=door, attempt=form.attempt(), now=timezone.now()), door)
    except DomainError as refusal:
        told = telling.refused(str(refusal))
    return _page(request, door, told)


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
    try:
        if found.order is None or found.order.status != OrderStatus.CONFIRMED:
            raise NothingDue()
        order_services.mark_paid(order=found.order, by=member, now=timezone.now())
    except AlreadyPaid:
        pass
    except DomainError as refusal:
        return _page(request, door, telling.refused(str(refusal)))
    answer = services.redeem(door=door, attempt=Attempt(scan_id=uuid7(), text=found.code), now=timezone.now())
    return _page(request, door, telling.tell(answer, door))


def _page(request: HttpRequest, door: Door, told: Told | None) -> HttpResponse:
    if told is not None and "X-Door" in request.headers:
        return render(request, "checkin/_result.html", {"told": told, "gate_id": door.gate_id})
    event = Event.objects.only("name", "tenant_id", "starts_at", "time_zone").get(pk=door.event_id)
    context = _frame(door) | {"told": told, "event": event, "counts": queries.counts(door), "scan_id": uuid7()}
    return render(request, "checkin/scanner.html", context)


def _frame(door: Door) -> dict[str, Any]:
    return {
        "door": door,
        "gate_id": door.gate_id,
        "may_look_up": door.may("checkin.lookup"),
        "may_report": door.may("incidents.write"),
    }
