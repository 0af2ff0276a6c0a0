"""Paying: the last of the three pages, the way back from the provider, and what to say when it took too long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import access as event_access
from orders import access, errors, rules, services
from orders.cookies import read_cart_token, set_cart_token
from orders.models import Order, OrderStatus, Payment, PaymentStatus
from orders.payments import registry
from orders.payments.base import Provider, ProviderUnavailable
from orders.queries import checkout as queries
from orders.queries.shop import offers
from orders.views import frame
from orders.views.hold import visitor
from ticketing.core.errors import DomainError, TooManyRequests
from ticketing.core.money import format_money
from ticketing.core.personal import personal
from ticketing.core.throttles import throttle

MOST_ASKED, ASKED_SECONDS = 30, 60


@dataclass
class Notice:
    """One thing to say above the ways to pay."""

    text: str = ""
    tone: str = "info"
    status: int = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """Choose how to pay, for the visitor whose cart became an order."""
    found = event_access.event_by_slugs(tenant, event)
    cart = access.cart_by_token(read_cart_token(request), found)
    if cart is None:
        messages.info(request, _("Please choose your tickets first."))
        return frame.see_other(frame.address("orders:event", found))
    order = queries.order_of(cart)
    if order is None:
        return frame.see_other(frame.address("orders:details", found))
    if request.method == "POST":
        return _posted(request, order)
    return _shown(request, order, queries.latest_payment(order), Notice())


@personal
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payment_return(request: HttpRequest, token: str) -> HttpResponse:
    """Where the provider sends the buyer back to, and where an order can be paid by its link.

    The webhook may not have come yet, so the provider is asked. `?left`: the buyer turned back without paying.
    """
    order = access.order_by_token(token)
    if request.method == "POST":
        return _posted(request, order)
    latest = queries.latest_payment(order)
    if latest is not None and latest.is_open:
        order, latest = _asked(order, latest)
    if latest is None or not order.is_open:
        return _shown(request, order, latest, Notice())
    if not registry.provider(latest.provider).is_online and latest.is_open:
        return frame.see_other(frame.order_address(order))
    if latest.status == PaymentStatus.FAILED:
        text = _("Your payment did not go through, and nothing was charged. Please try again or choose another way.")
        return _shown(request, order, latest, Notice(text, "bad"))
    if latest.status == PaymentStatus.CANCELLED or (latest.is_open and "left" in request.GET):
        return _shown(request, order, latest, Notice(_("You have not paid yet. Your places are still held.")))
    return _processing(request, order)


@never_cache
@personal
@require_safe
def payment_state(request: HttpRequest, token: str) -> JsonResponse:
    """Whether the waiting is over, for the script of the page that waits."""
    order = access.order_by_token(token)
    latest = queries.latest_payment(order)
    is_waiting = order.status == OrderStatus.PENDING and latest is not None and latest.is_open
    return JsonResponse({"state": "waiting" if is_waiting else "over"})


def _posted(request: HttpRequest, order: Order) -> HttpResponse:
    if "again" in request.POST:
        return _hold_again(request, order)
    if "change" in request.POST:
        return _change(request, order)
    # From the settings, not the request: asked again from another host, the provider must be told the same.
    here = settings.BASE_URL + reverse("orders:payment_return", kwargs={"token": order.lookup_token})
    try:
        url = services.start_payment(
            order=order,
            provider_key=request.POST.get("method", ""),
            addresses=services.Addresses(success=here, cancel=f"{here}?left=1"),
            now=timezone.now(),
        )
    except errors.AlreadyPaid:
        return frame.see_other(frame.order_address(order))
    except DomainError as refusal:
        order.refresh_from_db(fields=["status", "payment_status", "expires_at"])
        return _shown(request, order, queries.latest_payment(order), Notice(str(refusal), "bad", refusal.status))
    return frame.see_other(url)


def _asked(order: Order, latest: Payment) -> tuple[Order, Payment]:
    """The order and its payment after the provider was asked; as they were where it cannot be reached."""
    now = timezone.now()
    try:
        throttle(f"ask-provider:{order.pk}", limit=MOST_ASKED, window_seconds=ASKED_SECONDS, now=now)
        services.settle_payment(payment=latest, now=now)
    except (ProviderUnavailable, TooManyRequests):
        return order, latest
    return access.order_by_token(order.lookup_token), queries.latest_payment(order) or latest


def _shown(request: HttpRequest, order: Order, latest: Payment | None, notice: Notice) -> HttpResponse:
    """The page that fits where the order stands."""
    if order.status == OrderStatus.EXPIRED or (order.status == OrderStatus.CANCELLED and _was_sent_back(latest)):
        return _lapsed(request, order, latest, notice)
    if order.status != OrderStatus.PENDING:
        return frame.see_other(frame.order_address(order))
    if latest is not None and latest.status == PaymentStatus.PROCESSING:
        return _processing(request, order)
    return _methods(request, order, latest, notice)


def _methods(request: HttpRequest, order: Order, latest: Payment | None, notice: Notice) -> HttpResponse:
    methods = offered(order)
    now = timezone.now()
    chosen = request.POST.get("method") or (latest.provider if latest else "")
    context = _frame(order) | {
        "methods": methods,
        "chosen": chosen if chosen in {method.key for method in methods} else (methods[0].key if methods else ""),
        "is_any_online": any(method.is_online for method in methods),
        "notice": notice,
        "seconds": frame.seconds_until(order.expires_at, now) if order.expires_at else None,
        "total": format_money(order.total_cents, order.currency),
    }
    return render(request, "orders/checkout/payment.html", context, status=notice.status)


def _processing(request: HttpRequest, order: Order) -> HttpResponse:
    context = _frame(order) | {
        "state_url": reverse("orders:payment_state", kwargs={"token": order.lookup_token}),
        "here": reverse("orders:payment_return", kwargs={"token": order.lookup_token}),
    }
    return render(request, "orders/checkout/processing.html", context)


def _lapsed(request: HttpRequest, order: Order, latest: Payment | None, notice: Notice) -> HttpResponse:
    """Too late: what became of the money, and whether the places can still be had."""
    context = _frame(order) | {
        "notice": notice,
        "was_sent_back": _was_sent_back(latest),
        "can_hold_again": order.status == OrderStatus.EXPIRED,
        "amount": format_money(latest.amount_cents, latest.currency) if latest else "",
        "rows": _left(order, timezone.now()),
    }
    return render(request, "orders/checkout/lapsed.html", context, status=notice.status)


def _hold_again(request: HttpRequest, order: Order) -> HttpResponse:
    """Take the places of a lapsed order again; the details page then shows all that was typed for it."""
    if order.status != OrderStatus.EXPIRED:
        return frame.see_other(frame.order_address(order))
    items = [item for item in queries.lines_of(order) if item.ticket_type_id is not None]
    try:
        held = services.hold_places(
            event=order.event,
            wanted={item.ticket_type_id: item.quantity for item in items if item.ticket_type_id},
            slots={item.ticket_type_id: item.slot_id for item in items if item.ticket_type_id and item.slot_id},
            visitor=visitor(request),
            unlocked_code=event_access.unlocked_code(request) or _unlocked_before(order),
            now=timezone.now(),
        )
    except DomainError as refusal:
        notice = Notice(str(refusal), "bad", refusal.status)
        return _lapsed(request, order, queries.latest_payment(order), notice)
    return _to_details(order, held)


def _unlocked_before(order: Order) -> str:
    """The code that had shown the order's hidden types: an order's own link is not where its cookie is sent."""
    code = order.cart.discount_code if order.cart else None
    return code.code if code else ""


def _change(request: HttpRequest, order: Order) -> HttpResponse:
    """Back to the details with all that was typed; the places stay held, and what was open to pay is ended first."""
    now = timezone.now()
    try:
        for started in order.payments.open():
            services.end_payment(payment=started, now=now)
        held = services.reopen_order(order=order, now=now)
    except DomainError as refusal:
        order.refresh_from_db(fields=["status", "payment_status", "expires_at"])
        return _shown(request, order, queries.latest_payment(order), Notice(str(refusal), "bad", refusal.status))
    return _to_details(order, held)


def _to_details(order: Order, held: services.Held) -> HttpResponse:
    """The details page of a new cart, filled from the order that it takes over from."""
    again = frame.address("orders:details", order.event)
    response = frame.see_other(f"{again}?again={order.lookup_token}")
    set_cart_token(response, order.event, held.token)
    return response


def offered(order: Order) -> tuple[Provider, ...]:
    """The ways in which this order can be paid."""
    methods = rules.payment_methods(order.tenant)
    return registry.available(methods=methods, amount_cents=order.total_cents, currency=order.currency)


def _was_sent_back(latest: Payment | None) -> bool:
    return latest is not None and latest.status == PaymentStatus.SUCCEEDED and not latest.applied_cents


def _left(order: Order, now: datetime) -> list[dict[str, Any]]:
    """What is still to be had of what the order held."""
    on_offer = {offer.ticket_type.pk: offer for offer in offers(order.event, now=now, shows_hidden=True)}
    rows = []
    for item in queries.lines_of(order):
        offer = on_offer.get(item.ticket_type_id) if item.ticket_type_id else None
        is_open = offer is not None and offer.state in ("on_sale", "all_held")
        rows.append({"item": item, "left": offer.left if offer and is_open else 0})
    return rows


def _frame(order: Order) -> dict[str, Any]:
    lines = queries.lines_of(order)
    return frame.frame(order.event, step=3, is_themed=False) | {
        "order": order,
        "summary": frame.order_summary(order, lines),
    }
