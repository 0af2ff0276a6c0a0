"""The operator's pages at a venue that takes visits: scan, see how the day is going, look up who is expected."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin import scanning, telling
from checkin import services as door_services
from checkin.models import Redemption
from checkin.scanning import Place, allows_decoder
from checkin.telling import Told
from checkin.values import Door
from events.models import Venue
from orders.models import Ticket
from reservations import venue_doors
from reservations.queries import availability
from reservations.queries import board as boards
from reservations.queries import expected as lists
from reservations.words import slot_in_words
from tenants.access import Member
from ticketing.core.errors import DomainError
from ticketing.core.ids import uuid7

FIRST_YEAR, LAST_YEAR = 2000, 2200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@allows_decoder
def scanner(request: HttpRequest, venue: UUID) -> HttpResponse:
    """The venue's scanner. A form that is posted is a scan; our script asks for the result alone."""
    found, member = venue_doors.venue(request, venue, "checkin.scan")
    if request.method != "POST":
        return _page(request, found, member, None)

    def door_for(text: str) -> Door:
        return venue_doors.door_for(text, at=found, operator=member)

    return _page(request, found, member, scanning.judge(request.POST, door_for, now=timezone.now()))


@never_cache
@require_safe
@login_required
def counts(request: HttpRequest, venue: UUID) -> JsonResponse:
    """The live count beside the scanner."""
    found, _member = venue_doors.venue(request, venue, "checkin.scan")
    running = boards.running(found, now=timezone.now())
    numbers = {"slot": running.slot, "arrived": running.arrived, "expected": running.expected}
    return JsonResponse({"counts": numbers})


@never_cache
@require_POST
@login_required
@allows_decoder
def undo(request: HttpRequest, venue: UUID, redemption: UUID) -> HttpResponse:
    """Take an admission back: its reservation stands again."""
    found, member = venue_doors.venue(request, venue, "checkin.undo")
    admission = get_object_or_404(Redemption, pk=redemption, tenant=found.tenant_id)
    try:
        door_services.undo_admission(redemption=admission, by=member.user, now=timezone.now())
    except DomainError as refusal:
        return _page(request, found, member, telling.refused(str(refusal)))
    return _page(request, found, member, telling.undone())


@never_cache
@require_POST
@login_required
@allows_decoder
def pay(request: HttpRequest, venue: UUID, ticket: UUID) -> HttpResponse:
    """Record that an order was paid at the door, then admit the ticket that asked for it."""
    found, member = venue_doors.venue(request, venue, "payments.record")
    owed = get_object_or_404(Ticket.objects.select_related("order"), pk=ticket, tenant=found.tenant_id)
    try:
        door = venue_doors.door_for(owed.code, at=found, operator=member)
    except DomainError as refusal:
        return _page(request, found, member, telling.refused(str(refusal)))
    return _page(request, found, member, scanning.take_payment(owed, door, by=member, now=timezone.now()))


@never_cache
@require_safe
@login_required
def board(request: HttpRequest, venue: UUID) -> HttpResponse:
    """How a day is going, slot by slot. Our script asks for the board alone, every few seconds."""
    found, member = venue_doors.venue(request, venue, "checkin.scan")
    now = timezone.now()
    today = availability.local_today(found, now)
    day, error = _day(request.GET.get("day", ""), today)
    context = _frame(found, member) | {
        "board": boards.of_day(found, day, now=now),
        "now": now,
        "today": today,
        "day_before": day - timedelta(days=1),
        "day_after": day + timedelta(days=1),
        "error": error,
    }
    return render(request, _board_or_page(request), context)


@never_cache
@require_safe
@login_required
def expected(request: HttpRequest, venue: UUID, slot: UUID) -> HttpResponse:
    """Who is expected in a slot, and who of them has come."""
    found, member = venue_doors.venue(request, venue, "checkin.lookup")
    chosen = lists.slot_of(found, slot)
    if chosen is None:
        raise Http404
    words = request.GET.get("q", "")
    context = _frame(found, member) | {
        "slot": chosen,
        "slot_words": slot_in_words(chosen),
        "is_over": chosen.ends_at <= timezone.now(),
        "words": words,
        "page": lists.visitors(chosen, words, request.GET.get("page", "1")),
        "shows_contact": member.may("orders.read"),
    }
    return render(request, "reservations/door/expected.html", context)


def _day(typed: str, today: date) -> tuple[date, str]:
    """The day that an address asks for; today where it is none, and then what is wrong with it."""
    if not typed:
        return today, ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today, _("This is not a day: today is shown.")
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        return today, _("This day is too far away: today is shown.")
    return day, ""


def _board_or_page(request: HttpRequest) -> str:
    return f"reservations/door/{'_board' if 'X-Door' in request.headers else 'board'}.html"


def _page(request: HttpRequest, venue: Venue, member: Member, told: Told | None) -> HttpResponse:
    place = Place(
        pk=venue.pk, scan="reservations_door:scanner", undo="reservations_door:undo", pay="reservations_door:pay"
    )
    if (answer := scanning.result_alone(request, told, place)) is not None:
        return answer
    context = _frame(venue, member) | {
        "place": place,
        "title": venue.name,
        "subtitle": _("Visits"),
        "told": told,
        "running": boards.running(venue, now=timezone.now()),
        "scan_id": uuid7(),
    }
    return render(request, "reservations/door/scanner.html", context)


def _frame(venue: Venue, member: Member) -> dict[str, Any]:
    return {
        "venue": venue,
        "may_scan": member.may("checkin.scan"),
        "may_look_up": member.may("checkin.lookup"),
    }
