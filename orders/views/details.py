"""The buyer's details: the second of the three pages."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import access as event_access
from events.models import Event
from events.pricing import Priced
from orders import access, errors, services
from orders.cookies import read_cart_token, set_cart_token
from orders.forms import DetailsForms, parse_choice
from orders.forms.details import Asked, Sent
from orders.models import Cart, CartItem, CartStatus, Order, OrderStatus
from orders.queries import checkout as queries
from orders.queries import quotes
from orders.queries.shop import offers
from orders.queries.slots import slot_selects
from orders.views import frame
from orders.views.hold import visitor
from ticketing.core.errors import DomainError, TooManyRequests
from ticketing.core.throttles import client_address, throttle

MOST_UPLOADS, UPLOADS_SECONDS = 60, 3600
# Many may buy from behind one address, and guessing takes far more.
MOST_CODES, CODES_SECONDS = 100, 600


@dataclass
class Page:
    """What the page shows: the forms, and what became of the last press of a button."""

    cart: Cart
    now: datetime
    items: list[CartItem]
    forms: DetailsForms
    token: str = ""
    """Of a cart that was just made, to be handed over with the answer."""
    status: int = 200
    notice: str = ""
    notice_tone: str = "info"
    refusals: dict[str, str] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    """The times that were chosen to hold again, by ticket type's id, beside those that were held."""
    judges_code: bool = True
    """Whether the typed code is looked at."""

    @property
    def refusal(self) -> str:
        """What the last try to hold again was refused for, where it is about no one ticket type."""
        return self.refusals.get("", "")

    @property
    def is_lapsed(self) -> bool:
        """Whether somebody else may have the places by now."""
        return self.cart.status in (CartStatus.EXPIRED, CartStatus.ABANDONED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """Ask who buys and who comes. Every button keeps what was typed; only "continue" checks it."""
    found = event_access.event_by_slugs(tenant, event)
    cart = access.cart_by_token(read_cart_token(request), found)
    if cart is None:
        _check_visible(request, tenant, event)
        messages.info(request, _("Please choose your tickets first."))
        return frame.see_other(frame.address("orders:event", found))
    if order := queries.order_of(cart):
        return frame.see_other(after_checkout(order))
    if _must_sign_in(request, found):
        return _ask_to_sign_in(request, cart)
    if request.method != "POST":
        return _show(request, _page(request, cart))
    return _posted(request, cart)


def _check_visible(request: HttpRequest, tenant: str, event: str) -> None:
    """A draft's address answers as one where nothing is; a private event's door asks for its code."""
    with suppress(event_access.AccessNeeded):
        event_access.event_for_visitor(request, tenant, event)


def after_checkout(order: Order) -> str:
    """Where an order is to be found: at its payment while that is due, else on its own page."""
    if order.status in (OrderStatus.PENDING, OrderStatus.EXPIRED):
        return frame.address("orders:payment", order.event)
    return frame.order_address(order)


def _posted(request: HttpRequest, cart: Cart) -> HttpResponse:
    if too_often := _too_often(request, cart):
        return _show(request, too_often)
    for button, act in (("extend", _extend), ("again", _hold_again), ("apply", _apply)):
        if button in request.POST:
            return _show(request, act(request, cart))
    page = _page(request, cart)
    if page.is_lapsed:
        return _show(request, _lapsed(page))
    try:
        if page.forms.is_valid():
            order = services.check_out(cart=cart, details=page.forms.details(), now=page.now)
            return frame.see_other(after_checkout(_with_event(order, cart)))
        page.status = 422
    except errors.HoldLapsed:
        _lapsed(page)
    except DomainError as refusal:
        page.forms.add_refusal(refusal)
        page.status = refusal.status
    return _show(request, page)


def _too_often(request: HttpRequest, cart: Cart) -> Page | None:
    """Files are kept as soon as they are sent, and codes can be guessed: one address may do so many of both."""
    whose, now = f"{cart.event_id}:{client_address(request)}", timezone.now()
    try:
        if request.FILES:
            throttle(f"upload:{whose}", limit=MOST_UPLOADS, window_seconds=UPLOADS_SECONDS, now=now)
        if request.POST.get("discount_code", "").strip():
            throttle(f"discount:{whose}", limit=MOST_CODES, window_seconds=CODES_SECONDS, now=now)
    except TooManyRequests as refusal:
        page = _page(request, cart, is_silent=True, has_files=False)
        page.judges_code = False
        page.notice, page.notice_tone, page.status = str(refusal), "warn", refusal.status
        return page
    return None


def _extend(request: HttpRequest, cart: Cart) -> Page:
    try:
        page = _page(request, services.extend_hold(cart=cart, now=timezone.now()), is_silent=True)
        page.notice, page.notice_tone = _("You have more time."), "good"
    except errors.HoldLapsed:
        return _lapsed(_page(request, cart, is_silent=True))
    except DomainError as refusal:
        page = _page(request, cart, is_silent=True)
        page.notice, page.notice_tone, page.status = str(refusal), "warn", refusal.status
    return page


def _hold_again(request: HttpRequest, cart: Cart) -> Page:
    """Take the places of a lapsed cart again, or as many as are wanted of what is left."""
    choice = parse_choice(request.POST)
    items = queries.items_of(cart)
    wanted = choice.wanted or {item.ticket_type_id: item.quantity for item in items}
    had = {item.ticket_type_id: item.slot_id for item in items if item.slot_id is not None}
    choice.slots = had | choice.slots
    if not choice.errors:
        try:
            held = services.hold_places(
                event=cart.event,
                wanted=wanted,
                slots=choice.slots,
                visitor=visitor(request),
                unlocked_code=event_access.unlocked_code(request),
                previous=cart,
                now=timezone.now(),
            )
        except DomainError as refusal:
            choice.refused(refusal)
        else:
            held.cart.event = cart.event
            page = _page(request, held.cart, is_silent=True)
            page.token = held.token
            page.notice, page.notice_tone = _("Your places are held again. Please check and go on."), "good"
            return page
    page = _lapsed(_page(request, cart, is_silent=True))
    page.refusals, page.slots = choice.errors, choice.typed_slots
    page.status = 409
    return page


def _apply(request: HttpRequest, cart: Cart) -> Page:
    """Show the price with a code; how the code is judged is shown at its field."""
    page = _page(request, cart, is_silent=True)
    _priced(page)
    if page.forms.code.errors:
        page.status = 422
    elif page.forms.typed_code():
        page.notice, page.notice_tone = _("The code is applied."), "good"
    return page


def _lapsed(page: Page) -> Page:
    """The page of a cart whose places went back, with all that was typed."""
    page.cart.refresh_from_db(fields=["status", "expires_at"])
    page.forms.silence()
    page.status = errors.HoldLapsed.status
    return page


def _page(request: HttpRequest, cart: Cart, *, is_silent: bool = False, has_files: bool = True) -> Page:
    items = queries.items_of(cart)
    asked = Asked(
        cart=cart,
        items=items,
        questions=queries.questions_of(cart.event),
        user=frame.signed_in(request),
        earlier=_earlier(request, cart),
    )
    sent = None
    if request.method == "POST":
        sent = Sent(request.POST, request.FILES if has_files else MultiValueDict(), is_silent)
    return Page(cart=cart, now=timezone.now(), items=items, forms=DetailsForms(asked, sent))


def _earlier(request: HttpRequest, cart: Cart) -> Order | None:
    """The order whose places this cart took over: what was typed for it is kept. Its token is the proof."""
    token = request.GET.get("again", "")
    if not token.isprintable() or not token or request.method == "POST":
        return None
    earlier = access.order_by_token(token)
    return earlier if earlier.event_id == cart.event_id else None


def _show(request: HttpRequest, page: Page) -> HttpResponse:
    event = page.cart.event
    priced = _priced(page)
    context = frame.frame(event, step=2, is_free=not priced.total_cents) | {
        "page": page,
        "forms": page.forms,
        "summary": frame.summary(page.items, priced, event.currency),
        "is_free": not priced.total_cents,
        "has_price": any(item.unit_price_cents for item in page.items),
        "seconds": frame.seconds_until(page.cart.expires_at, page.now),
        "may_extend": page.cart.extended_count < event.tenant.settings.hold_extensions,
        "back": _left(request, page) if page.is_lapsed else [],
        "user_is_signed_in": page.forms.asked.user is not None,
    }
    response = render(request, "orders/checkout/details.html", context, status=page.status)
    if page.token:
        set_cart_token(response, event, page.token)
    return response


def _priced(page: Page) -> Priced:
    """The price with the code that stands in its field; a refused code counts for nothing, and the field says why."""
    event = page.cart.event
    try:
        code = quotes.discount_code(event, page.forms.typed_code()) if page.judges_code else None
        return quotes.quote_items(event, page.items, code, now=page.now)
    except errors.DiscountRefused as refusal:
        if page.forms.code.is_bound and not page.forms.code.errors:
            page.forms.code.add_error("discount_code", str(refusal))
        return quotes.quote_items(event, page.items, None, now=page.now)


def _left(request: HttpRequest, page: Page) -> list[dict[str, Any]]:
    """What is still to be had of a lapsed cart's tickets, and how many of each to take again."""
    code = event_access.unlocked_code(request)
    on_offer = {offer.ticket_type.pk: offer for offer in offers(page.cart.event, now=page.now, shows_hidden=bool(code))}
    had = {str(item.ticket_type_id): str(item.slot_id) for item in page.items if item.slot_id}
    slots = slot_selects([item.ticket_type for item in page.items], chosen=had | page.slots, now=page.now)
    rows = []
    for item in page.items:
        offer = on_offer.get(item.ticket_type_id)
        left = 0 if offer is None or offer.state not in ("on_sale", "all_held") else offer.left
        most = item.quantity if left is None else left
        rows.append(
            {
                "item": item,
                "key": str(item.ticket_type_id),
                "left": left,
                "quantity": min(item.quantity, most),
                "most": offer.most if offer else 0,
                "refusal": page.refusals.get(str(item.ticket_type_id), ""),
                "slots": slots.get(item.ticket_type_id),
            }
        )
    return rows


def _must_sign_in(request: HttpRequest, event: Event) -> bool:
    return not event.tenant.settings.allow_guest_checkout and frame.signed_in(request) is None


def _ask_to_sign_in(request: HttpRequest, cart: Cart) -> HttpResponse:
    """The hold goes on while its buyer signs in."""
    items = queries.items_of(cart)
    now = timezone.now()
    context = frame.frame(cart.event, step=2) | {
        "cart": cart,
        "seconds": frame.seconds_until(cart.expires_at, now),
        "next": frame.address("orders:details", cart.event),
        "summary": frame.summary(items, quotes.quote_items(cart.event, items, None, now=now), cart.currency),
    }
    return render(request, "orders/checkout/sign_in.html", context)


def _with_event(order: Order, cart: Cart) -> Order:
    order.event = cart.event
    return order
