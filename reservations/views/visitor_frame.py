"""What a visitor's pages have in common: a ticket opened by its code, and how little is told to whom."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from events import looks, seo
from orders.models import Ticket
from reservations import presented
from reservations.forms.visitor import CodeForm
from reservations.queries.visitor import Visit, visit_of
from tenants.models import User
from ticketing.core.errors import DomainError
from ticketing.core.personal import personal
from ticketing.core.throttles import client_address

P = ParamSpec("P")


def with_visit(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Give a view the ticket whose code its address names. For any other code, the page that asks for one."""

    @personal
    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = timezone.now()
        try:
            ticket = presented.ticket_of(code, address=client_address(request), now=now)
        except DomainError as refusal:
            return code_refused(request, code, refusal)
        if code != ticket.code and request.method in ("GET", "HEAD") and request.resolver_match is not None:
            named = request.resolver_match
            return redirect(reverse(named.view_name, kwargs=named.kwargs | {"code": ticket.code}))
        return view(request, visit_of(ticket, now=now), *args, **kwargs)

    return inner


def code_refused(request: HttpRequest, typed: str, refusal: DomainError) -> HttpResponse:
    """Ask for the code again, with what was typed and why it opened nothing."""
    form = CodeForm({"code": typed[:80]})
    form.add_error("code", str(refusal))
    return render(request, "reservations/visit/enter.html", {"form": form}, status=refusal.status)


def context_of(ticket: Ticket) -> dict[str, Any]:
    """The organizer's branding, and what the ticket is."""
    return looks.page_context(ticket.tenant, ticket.event) | {
        "ticket": ticket,
        "event": ticket.event,
        "organizer": ticket.tenant,
    }


def place_of(visit: Visit) -> dict[str, Any]:
    """Where the visit is: name, further lines, a map."""
    venue = visit.venue
    if venue is None:
        return {}
    name, *lines = seo.venue_lines(venue)
    return {"name": name, "lines": lines, "map_url": seo.venue_map_url(venue)}


def address(name: str, visit: Visit, request: HttpRequest, **more: Any) -> str:
    """One of a ticket's pages; who came from the order's page is known on the next one, too."""
    path = reverse(f"reservations:{name}", kwargs={"code": visit.ticket.code, **more})
    token = _proof(request, visit.ticket)
    return f"{path}?{urlencode({'order': token})}" if token else path


def with_query(url: str, **query: str) -> str:
    """An address with more to its query."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def signed_in(request: HttpRequest) -> User | None:
    """The visitor's account, if there is one."""
    return request.user if isinstance(request.user, User) else None


def known_contact(request: HttpRequest, ticket: Ticket) -> dict[str, str]:
    """What the form may suggest: a code alone tells nobody's address; its buyer and its holder know theirs."""
    user, order = signed_in(request), ticket.order
    attendee = getattr(ticket, "attendee", None)
    is_buyer = user is not None and order is not None and order.user_id == user.pk
    if order is not None and (is_buyer or _proof(request, ticket)):
        email = (attendee.email if attendee else "") or order.buyer_email
        phone = (attendee.phone if attendee else "") or ticket.customer_phone or order.buyer.phone
        return {"customer_email": email, "customer_phone": phone}
    holders = (ticket.user_id, attendee.user_id if attendee else None)
    if user is not None and user.pk in holders:
        phone = (attendee.phone if attendee else "") or user.phone
        return {"customer_email": user.email, "customer_phone": phone}
    return {}


def _proof(request: HttpRequest, ticket: Ticket) -> str:
    """The token of the ticket's order, where the address carries it."""
    token = request.GET.get("order", "")
    if not token or ticket.order is None or not constant_time_compare(token, ticket.order.lookup_token):
        return ""
    return token
