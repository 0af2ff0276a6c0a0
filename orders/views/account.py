"""All orders of a person: by a link mailed to their address, or signed in."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.queries import picture_url, place_of
from orders import links, services
from orders.forms.after import LookupForm
from orders.models import Order, OrderStatus
from orders.queries.account import orders_of_address, orders_of_user
from orders.views import frame
from tenants.models import User
from ticketing.core.errors import TooManyRequests
from ticketing.core.personal import personal
from ticketing.core.throttles import client_address, throttle

PER_PAGE = 20
MOST_ASKED, ASKED_SECONDS = 10, 900


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def my_tickets(request: HttpRequest) -> HttpResponse:
    """`/orders/`: asks for an address and mails it a link. The answer tells nobody whether it has any orders."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    sent_to = ""
    if form.is_valid():
        now = timezone.now()
        try:
            key = f"my-tickets:{client_address(request)}"
            throttle(key, limit=MOST_ASKED, window_seconds=ASKED_SECONDS, now=now)
        except TooManyRequests as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            sent_to, status = form.cleaned_data["email"], 200
            services.mail_my_tickets(email=sent_to, locale=get_language() or "en", now=now)
    context = {"form": form, "sent_to": sent_to}
    return render(request, "orders/account/my_tickets.html", context, status=status)


@personal
@require_safe
def my_orders(request: HttpRequest, signed: str) -> HttpResponse:
    """`/orders/mine/<signed>/`: the orders of the address that the link was mailed to."""
    try:
        email = links.address_in(signed)
    except links.LinkExpired as refusal:
        context = {"form": LookupForm(), "refusal": str(refusal)}
        return render(request, "orders/account/my_tickets.html", context, status=refusal.status)
    page = Paginator(orders_of_address(email), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "orders/account/my_orders.html", {"email": email, "page": page, "rows": _rows(page)})


@personal
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """`/account/`: the orders of whoever is signed in, to come or over."""
    is_past = request.GET.get("show") == "past"
    user = cast(User, request.user)
    found = orders_of_user(user, now=timezone.now(), is_past=is_past)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"text": _("To come"), "url": request.path, "current": not is_past},
        {"text": _("Past"), "url": f"{request.path}?show=past", "current": is_past},
    ]
    context = {"page": page, "rows": _rows(page), "tabs": tabs, "is_past": is_past, "account": user}
    return render(request, "orders/account/account.html", context)


def _rows(orders: Iterable[Order]) -> list[dict[str, Any]]:
    """Orders as `components/event_card.html` shows them."""
    rows = []
    for order in orders:
        badge, tone = _badge(order)
        rows.append(
            {
                "name": order.event.name,
                "url": frame.order_address(order),
                "picture_url": picture_url(order.event),
                "starts_at": order.event.starts_at,
                "time_zone": order.event.time_zone,
                "place": place_of(order.event),
                "price_from_cents": None,
                "organizer_name": order.event.tenant.name,
                "badge": badge,
                "badge_tone": tone,
            }
        )
    return rows


def _badge(order: Any) -> tuple[str, str]:
    """Where an order stands, in a word or two."""
    if order.status == OrderStatus.PENDING:
        return _("Not paid yet"), "warn"
    if order.status == OrderStatus.AWAITING_APPROVAL:
        return _("Awaiting approval"), "info"
    if order.status == OrderStatus.CANCELLED:
        return _("Cancelled"), "bad"
    count = order.good_tickets
    if not count:
        return _("Confirmed"), "good"
    return ngettext("%(count)d ticket", "%(count)d tickets", count) % {"count": count}, "good"
