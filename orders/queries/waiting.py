"""What pages and mails say of a waiting list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from events.models import Event
from orders.models import Cart, CartItem, CartStatus, WaitingListEntry, WaitingListWish
from orders.models.waiting import OPEN_WAITING
from orders.queries.shop import Offer, offers

_POSITIONS = """
SELECT id, number FROM (
    SELECT id, row_number() OVER (ORDER BY joined_at, id) AS number
    FROM orders_waitinglistentry WHERE event_id = %s AND status = 'waiting'
) AS line WHERE id = ANY(%s)
"""
_WISHES = Prefetch("wishes", WaitingListWish.objects.select_related("ticket_type").order_by("position"))
_OFFERS = Prefetch(
    "offers",
    Cart.objects.filter(status=CartStatus.ACTIVE).prefetch_related(
        Prefetch("items", CartItem.objects.select_related("ticket_type"))
    ),
    to_attr="live_offers",
)


@dataclass(frozen=True)
class Place:
    """Somebody's place in line: the number (None: in no line now), what is wished for, and what is offered."""

    entry: WaitingListEntry
    position: int | None
    wishes: Sequence[str]
    cart: Cart | None = None
    items: Sequence[CartItem] = field(default_factory=list)

    @property
    def ahead(self) -> int:
        """How many come before."""
        return (self.position or 1) - 1


def place_of(entry: WaitingListEntry, *, now: datetime) -> Place:
    """Where somebody stands, with the offer that holds now."""
    (place,) = _places(entry.event, [entry], now)
    return place


def places_of(event: Event, entries: Iterable[WaitingListEntry], *, now: datetime) -> list[Place]:
    """A page of the list."""
    return _places(event, list(entries), now)


def waiting_list(event: Event, *, words: str = "", state: str = "") -> QuerySet[WaitingListEntry]:
    """Who is on an event's list, in the order of the line: those still in it (""), all ("all"), or in one state."""
    found = WaitingListEntry.objects.filter(event=event).in_line()
    if state != "all":
        found = found.filter(status__in=[state] if state else OPEN_WAITING)
    for word in words.split():
        found = found.filter(Q(email__icontains=word) | Q(name__icontains=word))
    return found


def counts(event: Event) -> tuple[int, int]:
    """How many wait, and how many have an offer. One statement."""
    found = WaitingListEntry.objects.filter(event=event, status__in=OPEN_WAITING)
    states = list(found.values_list("status", flat=True))
    return states.count("waiting"), states.count("offered")


def types_to_wait_for(event: Event, *, now: datetime) -> list[Offer]:
    """What is gone at the moment and can be waited for."""
    return [offer for offer in offers(event, now=now) if offer.is_waitable]


def _places(event: Event, entries: list[WaitingListEntry], now: datetime) -> list[Place]:
    prefetch_related_objects(entries, _WISHES, _OFFERS)
    numbers = _positions(event, [entry.pk for entry in entries if entry.status == "waiting"])
    places = []
    for entry in entries:
        carts: list[Cart] = [cart for cart in vars(entry)["live_offers"] if cart.expires_at > now]
        cart = carts[0] if carts and entry.status == "offered" else None
        wishes = [wish.ticket_type.name for wish in entry.wishes.all()]
        items = list(cart.items.all()) if cart else []
        places.append(Place(entry, numbers.get(entry.pk), wishes, cart, items))
    return places


def _positions(event: Event, pks: list[UUID]) -> dict[UUID, int]:
    if not pks:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_POSITIONS, [event.pk, pks])
        return dict(cursor.fetchall())
