"""The waiting list as its people see it: joining, one's place in line, an offer, and leaving."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import access as event_access
from events import looks, queries
from events.models import Event
from orders import access, errors, rules, services
from orders.cookies import set_cart_token
from orders.forms.waiting import JoinForm
from orders.models import WaitingListEntry
from orders.queries.waiting import place_of, types_to_wait_for
from orders.views import frame
from ticketing.core.errors import DomainError, TooManyRequests
from ticketing.core.personal import personal
from ticketing.core.throttles import client_address, throttle

MOST_JOINS, JOINS_SECONDS = 20, 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """Join an event's waiting list. The answer is the same whether or not the address stands in it already."""
    try:
        found = event_access.event_for_visitor(request, tenant, event)
    except event_access.AccessNeeded as closed:
        return frame.see_other(frame.address("orders:event", closed.event))
    gone = types_to_wait_for(found, now=timezone.now()) if found.waiting_list_enabled else []
    if not gone:
        messages.info(request, _("Nothing is to be waited for here at the moment."))
        return frame.see_other(frame.address("orders:event", found))
    names = [(offer.ticket_type.pk, offer.ticket_type.name) for offer in gone]
    form = JoinForm(request.POST if request.method == "POST" else None, types=names, initial=_initial(request))
    sent_to, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            _join(request, found, form)
        except DomainError as refusal:
            _refuse(form, refusal, len(names))
            status = refusal.status
        else:
            sent_to, status = form.cleaned_data["email"], 200
    context = _around(found) | {"form": form, "sent_to": sent_to, "gone": gone}
    return render(request, "orders/waiting/join.html", context, status=status)


@personal
@require_safe
def place(request: HttpRequest, token: str) -> HttpResponse:
    """`/waiting/<token>/`: one's place in line, what is offered, or how the waiting ended."""
    return _place(request, access.waiting_entry_by_token(token))


@personal
@require_POST
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Take what is offered, and go on as with any cart."""
    entry = access.waiting_entry_by_token(token)
    try:
        _cart, cart_token = services.take_offer(entry=entry, now=timezone.now())
    except errors.OfferOver as refusal:
        return _place(request, entry, refusal=str(refusal), status=refusal.status)
    response = frame.see_other(frame.address("orders:details", entry.event))
    set_cart_token(response, entry.event, cart_token)
    return response


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the line, or decline an offer, after having been asked."""
    entry = access.waiting_entry_by_token(token)
    if request.method == "POST":
        services.leave_waiting_list(entry=entry, now=timezone.now())
    elif entry.is_open:
        context = _around(entry.event) | {"entry": entry, "place": place_of(entry, now=timezone.now())}
        return render(request, "orders/waiting/departure.html", context)
    return frame.see_other(_address(entry))


def _join(request: HttpRequest, event: Event, form: JoinForm) -> None:
    now = timezone.now()
    throttle(f"waiting:{client_address(request)}", limit=MOST_JOINS, window_seconds=JOINS_SECONDS, now=now)
    values = form.cleaned_data
    application = services.Application(
        email=values["email"],
        wishes=form.wishes,
        quantity=values["quantity"],
        least_quantity=values["least_quantity"] or values["quantity"],
        name=values["name"],
        locale=get_language() or "en",
        user=frame.signed_in(request),
    )
    services.join_waiting_list(event=event, application=application, now=now)


def _refuse(form: JoinForm, refusal: DomainError, number_of_types: int) -> None:
    """Say it at the field that it is about."""
    if isinstance(refusal, TooManyRequests):
        form.add_error(None, str(refusal))
    elif isinstance(refusal, errors.QuantityRefused | errors.WaitingQuantityRefused):
        form.add_error("quantity", str(refusal))
    else:
        about = str(refusal.facts.get("ticket_type_id", ""))
        named = next((name for name in form.wish_names if form.cleaned_data.get(name) == about), None)
        form.add_error(named if number_of_types > 1 else None, str(refusal))


def _initial(request: HttpRequest) -> dict[str, str]:
    user = frame.signed_in(request)
    return {"name": user.full_name, "email": user.email} if user else {}


def _place(request: HttpRequest, entry: WaitingListEntry, *, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    shown = place_of(entry, now=now)
    is_over = entry.is_open and shown.cart is None and not _is_selling(entry.event, now)
    context = _around(entry.event) | {
        "entry": entry,
        "place": shown,
        "is_over": is_over,
        "is_paused": entry.status == "waiting" and entry.not_before is not None and entry.not_before > now,
        "refusal": refusal,
    }
    return render(request, "orders/waiting/place.html", context, status=status)


def _is_selling(event: Event, now: datetime) -> bool:
    try:
        rules.check_event(event, now=now)
    except errors.SalesClosed:
        return False
    return rules.event_sale_ends_at(event) > now


def _around(event: Event) -> dict[str, object]:
    """What the pages have around them: the organizer's brand, and the event."""
    return looks.page_context(event.tenant, event) | {
        "event": event,
        "picture_url": queries.picture_url(event),
        "where": queries.place_of(event),
    }


def _address(entry: WaitingListEntry) -> str:
    return reverse("orders:waiting_place", kwargs={"token": entry.token})
