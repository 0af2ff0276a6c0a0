"""A visitor's pages of one ticket: its code, its activation, what is reserved with it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from orders.steps.confirmation import valid_until
from reservations import presented, services
from reservations.calendars import visit_calendar
from reservations.forms.visitor import CodeForm
from reservations.queries.visitor import Visit
from reservations.values import Actor
from reservations.views import visitor_frame as frame
from reservations.views.visitor_slots import single_choice, times_context
from reservations.words import day_in_words, moment_in_words, slot_day, slot_hours
from ticketing.core.errors import DomainError
from ticketing.core.personal import personal
from ticketing.core.qr import qr_svg
from ticketing.core.throttles import client_address


@personal
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """`/visit/`: asks for the code of a ticket, and opens its page."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "reservations/visit/enter.html", {"form": form}, status=422 if form.is_bound else 200)
    typed = form.cleaned_data["code"]
    try:
        ticket = presented.ticket_of(typed, address=client_address(request), now=timezone.now())
    except DomainError as refusal:
        return frame.code_refused(request, typed, refusal)
    return redirect("reservations:visit", code=ticket.code)


@require_safe
@frame.with_visit
def visit(request: HttpRequest, visit: Visit) -> HttpResponse:
    """`/visit/<code>/`: what the ticket is, where it stands, and the one thing to do next."""
    ticket = visit.ticket
    context = frame.context_of(ticket) | {
        "visit": visit,
        "place": frame.place_of(visit),
        "valid_until": _valid_until(visit),
        "activation_url": frame.address("activation", visit, request),
        "svg": qr_svg(visit.qr, title=_("QR code of ticket %(code)s") % {"code": ticket.code}) if visit.qr else "",
    }
    if visit.state == "open":
        context |= times_context(request, single_choice(request, visit))
    if visit.reservation is not None:
        context |= _reserved(request, visit)
    return render(request, "reservations/visit/visit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@frame.with_visit
def activation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """`/visit/<code>/activation/`: asks once more, then makes the ticket active for good."""
    back = frame.address("visit", visit, request)
    if request.method != "POST":
        if visit.state != "inactive":
            return redirect(back)
        context = frame.context_of(visit.ticket) | {
            "visit": visit,
            "back_url": back,
            "last_day": _valid_if_activated(visit),
        }
        return render(request, "reservations/visit/activation.html", context)
    try:
        services.activate_ticket(ticket=visit.ticket, by=frame.signed_in(request), now=visit.now)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your ticket is active."))
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@frame.with_visit
def cancellation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """`/visit/<code>/cancellation/`: asks once more, then gives the place back."""
    back = frame.address("visit", visit, request)
    if visit.reservation is None:
        return redirect(back)
    if request.method != "POST":
        if not visit.can_change:
            return redirect(back)
        context = frame.context_of(visit.ticket) | {"back_url": back} | _when(visit)
        return render(request, "reservations/visit/cancellation.html", context)
    actor = Actor(user=frame.signed_in(request))
    try:
        services.cancel_reservations(reservations=[visit.reservation], actor=actor, now=visit.now)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your visit is cancelled. You can choose another time with the same ticket."))
    return redirect(back)


@require_safe
@frame.with_visit
def calendar_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """`/visit/<code>/calendar.ics`: the visit for the visitor's own calendar."""
    if visit.reservation is None or visit.state != "reserved":
        raise Http404
    content = visit_calendar(visit.reservation, visit.ticket, language=get_language() or "en")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response


def _reserved(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    return _when(visit) | {
        "times_url": frame.address("times", visit, request),
        "cancellation_url": frame.address("cancellation", visit, request),
        "calendar_url": frame.address("calendar", visit, request),
        "note": visit.rules.note,
    }


def _when(visit: Visit) -> dict[str, str]:
    """Day, hours and cut-off in words."""
    if visit.reservation is None:
        return {}
    slot, until = visit.reservation.slot, visit.changes_until
    return {
        "day": slot_day(slot, "full"),
        "hours": slot_hours(slot),
        "until": moment_in_words(until, slot.venue.time_zone) if until else "",
    }


def _valid_until(visit: Visit) -> str:
    """The last day on which the ticket is good."""
    expires_at = visit.ticket.expires_at
    return _last_day(visit, expires_at) if expires_at is not None else ""


def _valid_if_activated(visit: Visit) -> str:
    """The last day on which it would be good if it were activated now."""
    if visit.ticket.ticket_type.valid_days is None:
        return _valid_until(visit)
    return _last_day(visit, valid_until(visit.ticket, start=visit.now))


def _last_day(visit: Visit, ends_at: datetime) -> str:
    # The last valid moment is midnight: the day that people know is the one before.
    zone = visit.venue.time_zone if visit.venue is not None else visit.ticket.event.time_zone
    return day_in_words(ends_at - timedelta(seconds=1), zone)
