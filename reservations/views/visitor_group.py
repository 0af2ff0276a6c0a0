"""All tickets for visits of an order: some or all of them into one slot, whole or not at all."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Venue
from orders import access
from orders.models import Order
from reservations.queries.month import Wish
from reservations.queries.visitor import Visit, visits_of_order
from reservations.views import visitor_frame as frame
from reservations.views.visitor_slots import Choice, reservation_page, times_page
from reservations.words import slot_in_words
from ticketing.core.personal import personal


@personal
@never_cache
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """`/visit/order/<token>/`: who has a time, who has none yet, and a choice of those who shall get one."""
    found, visits = _order(token)
    context = frame.context_of(visits[0].ticket) | {
        "order": found,
        "parties": [_party(found, venue, visits) for venue in _venues(visits)],
        "rest": [_row(found, visit) for visit in visits if visit.state != "open"],
        "order_url": reverse("orders:order", kwargs={"token": token}),
    }
    return render(request, "reservations/visit/order.html", context)


@personal
@never_cache
@require_safe
def times(request: HttpRequest, token: str) -> HttpResponse:
    """`/visit/order/<token>/times/?t=<code>&…`: a month of slots for the chosen tickets."""
    choice = _choice(request, token)
    return times_page(request, choice) if choice is not None else _choose_first(request, token)


@personal
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reservation(request: HttpRequest, token: str, slot: UUID) -> HttpResponse:
    """`/visit/order/<token>/times/<slot>/?t=<code>&…`: reserve this time for all of them."""
    choice = _choice(request, token)
    return reservation_page(request, choice, slot) if choice is not None else _choose_first(request, token)


def _choice(request: HttpRequest, token: str) -> Choice | None:
    """The chosen tickets; None where there are none, or one of them waits for no time (any more)."""
    found, visits = _order(token)
    wanted = set(request.GET.getlist("t"))
    chosen = [visit for visit in visits if visit.ticket.code in wanted]
    venue = chosen[0].venue if chosen else None
    if venue is None or any(visit.state != "open" for visit in chosen):
        return None
    codes = [visit.ticket.code for visit in chosen]
    ends = [visit.ticket.expires_at for visit in chosen if visit.ticket.expires_at is not None]
    return Choice(
        visits=chosen,
        wish=Wish(venue=venue, party=len(chosen), expires_at=min(ends, default=None), now=chosen[0].now),
        times_url=_address("order_times", found, codes),
        time_url=lambda slot: _address("order_time", found, codes, slot=slot.pk),
        back_url=_address("order", found),
        key=f"visit-changes:{found.pk}",
        initial={"customer_email": found.buyer_email, "customer_phone": found.buyer.phone},
    )


def _choose_first(request: HttpRequest, token: str) -> HttpResponse:
    messages.info(request, _("Please choose at least one ticket that has no time yet."))
    return redirect("reservations:order", token=token)


def _order(token: str) -> tuple[Order, Sequence[Visit]]:
    """The order whose link this is, with its visits. Raises Http404 where it has none."""
    found = access.order_by_token(token)
    visits = visits_of_order(found, now=timezone.now())
    if not visits:
        raise Http404
    return found, visits


def _venues(visits: Sequence[Visit]) -> list[Venue]:
    """Where those who have no time yet may choose one: a choice for each place."""
    return list(dict.fromkeys(visit.venue for visit in visits if visit.state == "open" and visit.venue is not None))


def _party(of: Order, venue: Venue, visits: Sequence[Visit]) -> dict[str, Any]:
    return {
        "venue": venue,
        "times_url": _address("order_times", of),
        "rows": [_row(of, visit) for visit in visits if visit.state == "open" and visit.venue == venue],
    }


def _row(of: Order, visit: Visit) -> dict[str, Any]:
    attendee = getattr(visit.ticket, "attendee", None)
    url = reverse("reservations:visit", kwargs={"code": visit.ticket.code})
    return {
        "visit": visit,
        "ticket": visit.ticket,
        "name": attendee.full_name if attendee else "",
        "when": slot_in_words(visit.reservation.slot) if visit.reservation is not None else "",
        "url": frame.with_query(url, order=of.lookup_token),
    }


def _address(name: str, of: Order, codes: Sequence[str] = (), **more: Any) -> str:
    path = reverse(f"reservations:{name}", kwargs={"token": of.lookup_token, **more})
    return f"{path}?{urlencode({'t': codes}, doseq=True)}" if codes else path
