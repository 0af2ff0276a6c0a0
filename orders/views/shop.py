"""The event's page: what it is, and what can be bought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import access, looks, markdown, pageviews, queries, seo
from events.doors import ask_for_code, enter_by_link, leads_on
from events.models import Event, EventStatus, LocationType, TicketKind, Visibility
from events.queries import event_url
from orders.queries.shop import Offer, offers
from orders.queries.slots import SlotSelect, slot_selects
from ticketing.core import page_cache
from ticketing.core.errors import TooManyRequests
from ticketing.core.page_cache import page_cached
from ticketing.core.throttles import client_address, throttle

CODE_TRIES = 20
CODE_WINDOW_SECONDS = 600
# A longer list of tickets would not fit on the screen while it stays in sight.
MOST_BESIDE = 4


@dataclass(frozen=True)
class Typed:
    """A refused choice, to be shown again: by ticket type's id, and what concerns all of it."""

    quantities: Mapping[str, str]
    refusals: Mapping[str, str]
    refusal: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    """The times that were chosen, by ticket type's id."""


@dataclass(frozen=True)
class Row:
    """One ticket type of the form."""

    offer: Offer
    field: str
    quantity: str
    refusal: str
    shows_left: bool
    shows_end: bool
    slots: SlotSelect | None

    @property
    def is_choosable(self) -> bool:
        """Whether a quantity can be chosen, and a time with it where one is needed."""
        return self.offer.is_choosable and (self.slots is None or bool(self.slots.days))

    @property
    def key(self) -> str:
        """The ticket type's id, as element ids need it."""
        return str(self.offer.ticket_type.pk)


@page_cached
@require_safe
@leads_on
def event(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """`/<tenant>/<event>/`. Links with `?access=` or `?code=` open what they open and go on to the plain address."""
    try:
        found = access.event_for_visitor(request, tenant, event)
    except access.AccessNeeded as closed:
        return enter_by_link(request, closed.event) or ask_for_code(request, closed.event)
    typed_code = request.GET.get("code", "").strip()[: access.LONGEST_CODE]
    if typed_code:
        return _unlock(request, found, typed_code)
    if enters := enter_by_link(request, found):
        return enters
    page_cache.on_served(request, pageviews.counter(found))
    return event_page(request, found)


def event_page(
    request: HttpRequest, event: Event, *, typed: Typed | None = None, code_refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of an event that the visitor may see; `typed` shows a refused choice again."""
    now = timezone.now()
    on_offer = _offers(request, event, now)
    surroundings = queries.surroundings(event, now=now)
    choosable = [offer for offer in on_offer if offer.is_choosable]
    rows = _rows(event, on_offer, typed, now)
    context = looks.page_context(event.tenant, event) | {
        "event": event,
        "standing": _standing(event, on_offer, now),
        "rows": rows,
        "refusal": typed.refusal if typed else "",
        "is_long": len(on_offer) > MOST_BESIDE,
        "can_choose": any(row.is_choosable for row in rows) and _is_open(event, now),
        "can_wait": event.waiting_list_enabled and _is_open(event, now) and any(each.is_waitable for each in on_offer),
        "price_from_cents": _price_from(choosable or on_offer),
        "about": markdown.to_html(event.description),
        "surroundings": surroundings,
        "place": queries.place_of(event),
        "address_lines": seo.address_lines(event)[1:],
        "map_url": seo.map_url(event),
        "is_virtual": event.location_type == LocationType.VIRTUAL,
        "picture_url": queries.picture_url(event),
        "typed_code": request.GET.get("code", ""),
        "code_refusal": code_refusal,
        "seo": _seo(event, on_offer),
    }
    return render(request, "orders/event.html", context, status=status)


def _unlock(request: HttpRequest, event: Event, typed_code: str) -> HttpResponse:
    """Remember a code that shows hidden ticket types. Tries are counted per address and event."""
    now = timezone.now()
    key = f"unlock:{event.pk}:{client_address(request)}"
    try:
        throttle(key, limit=CODE_TRIES, window_seconds=CODE_WINDOW_SECONDS, now=now)
    except TooManyRequests as refusal:
        return event_page(request, event, code_refusal=str(refusal), status=refusal.status)
    unlocked = access.unlocking_code(event, typed_code, now=now)
    if unlocked is None:
        refusal_text = _("This code does not show any more tickets. A discount code is asked for later.")
        return event_page(request, event, code_refusal=refusal_text, status=422)
    response = redirect(event_url(event.tenant.slug, event.slug) + "#tickets")
    access.remember_unlocked(response, event, unlocked.code)
    return response


def _offers(request: HttpRequest, event: Event, now: datetime) -> list[Offer]:
    code = access.unlocked_code(request)
    unlocked = access.unlocking_code(event, code, now=now) if code else None
    if unlocked is None:
        return offers(event, now=now)
    return offers(event, now=now, unlocked=unlocked.type_ids, shows_hidden=True)


def _rows(event: Event, on_offer: Sequence[Offer], typed: Typed | None, now: datetime) -> list[Row]:
    shows_left = event.tenant.settings.show_remaining
    choosable = [offer.ticket_type for offer in on_offer if offer.is_choosable]
    slots = slot_selects(choosable, chosen=typed.slots if typed else {}, now=now)
    return [
        Row(
            offer=offer,
            field=f"quantity-{offer.ticket_type.pk}",
            quantity=typed.quantities.get(str(offer.ticket_type.pk), "0") if typed else "0",
            refusal=typed.refusals.get(str(offer.ticket_type.pk), "") if typed else "",
            shows_left=shows_left and bool(offer.left),
            shows_end=offer.ends_at < event.starts_at,
            slots=slots.get(offer.ticket_type.pk),
        )
        for offer in on_offer
    ]


def _is_open(event: Event, now: datetime) -> bool:
    return event.status == EventStatus.PUBLISHED and event.ends_at > now and event.tenant.is_selling


def _price_from(on_offer: Sequence[Offer]) -> int | None:
    """The least that admission costs; where only things are sold, the least of those."""
    tickets = [offer for offer in on_offer if offer.ticket_type.kind == TicketKind.TICKET]
    return min((offer.price_cents for offer in tickets or on_offer), default=None)


def _standing(event: Event, on_offer: Sequence[Offer], now: datetime) -> str:
    """What the page says above all else; empty where tickets can be chosen."""
    if event.status in (EventStatus.CANCELLED, EventStatus.DRAFT):
        return str(event.status)
    if event.status == EventStatus.COMPLETED or event.ends_at <= now:
        return "over"
    if not event.tenant.is_selling:
        return "away"
    if not on_offer or all(offer.state == "inactive" for offer in on_offer):
        return "nothing"
    states = {offer.state for offer in on_offer}
    for state in ("sold_out", "ended", "starts"):
        if states == {state}:
            return state
    return ""


def _seo(event: Event, on_offer: Sequence[Offer]) -> dict[str, object]:
    base = settings.BASE_URL
    if event.hero_image is not None:
        picture = base + event.hero_image.file.url
    else:
        picture = base + reverse("events:poster_for_previews", args=[event.tenant.slug, event.slug])
    words = {"on_sale": "InStock", "all_held": "InStock", "starts": "PreSale"}
    facts = [
        seo.OfferFacts(
            name=offer.ticket_type.name,
            price_cents=offer.price_cents,
            availability=words.get(offer.state, "SoldOut"),
            valid_from=offer.opens_at.isoformat() if offer.opens_at else None,
        )
        for offer in on_offer
        if not offer.ticket_type.is_hidden
    ]
    return {
        "title": event.seo_title or event.name,
        "description": seo.summary(event),
        "canonical_url": base + event_url(event.tenant.slug, event.slug),
        "picture": picture,
        "is_listed": event.visibility == Visibility.PUBLIC and event.status != EventStatus.DRAFT,
        "json_ld": seo.json_ld(event, base_url=base, picture=picture, offers=facts),
    }
