"""An event's ticket types and places, as those who run it see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import F, Min
from django.db.models.functions import Least

from events.models import Event, EventSession, Stock, TicketType
from events.models.ticket_types import TicketTypeQuerySet
from orders import rules
from orders.models import CartItem, CartStatus
from orders.words_office_selling import TYPE_STATES

TypeState = Literal["on_sale", "starts", "ended", "inactive", "sold_out", "all_held", "archived"]


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A ticket type in the list: its own places, and what is left of all that it draws on (None: unlimited)."""

    ticket_type: TicketType
    state: TypeState
    left: int | None

    @property
    def state_text(self) -> str:
        """The state in words."""
        return str(TYPE_STATES[self.state][0])

    @property
    def tone(self) -> str:
        """The tone that goes with the state."""
        return TYPE_STATES[self.state][1]


@dataclass(frozen=True, slots=True)
class Places:
    """A number of places that can be changed. `kind` says of what: event, session or type."""

    kind: Literal["event", "session", "type"]
    name: str
    stock: Stock


def types_of(event: Event, *, archived: bool = False) -> TicketTypeQuerySet:
    """An event's ticket types in their order, with their stocks and what is left of all that each draws on."""
    return (
        TicketType.objects.filter(event=event, archived_at__isnull=not archived)
        .select_related("stock", "reservation_venue")
        .annotate(
            left=Least(
                F("stock__quantity_available"),
                F("event__stock__quantity_available"),
                Min("admits__stock__quantity_available"),
            )
        )
        .order_by("sort_order", "pk")
    )


def rows(found: Sequence[TicketType], event: Event, *, now: datetime) -> list[TypeRow]:
    """Ticket types with where each stands in its sale."""
    return [TypeRow(each, _state(each, event, now), vars(each)["left"]) for each in found]


def _state(ticket_type: TicketType, event: Event, now: datetime) -> TypeState:
    if ticket_type.archived_at is not None:
        return "archived"
    state: TypeState = rules.sale_state(ticket_type, event, now=now)
    left = vars(ticket_type)["left"]
    if state == "on_sale" and left is not None and left < ticket_type.min_per_order:
        return "sold_out" if ticket_type.stock.is_sold_out else "all_held"
    return state


def open_carts(ticket_type: TicketType, *, now: datetime) -> int:
    """How many live carts hold the type at the price that they were shown."""
    items = CartItem.objects.filter(ticket_type=ticket_type, cart__status=CartStatus.ACTIVE, cart__expires_at__gt=now)
    return items.count()


def places_of(event: Event) -> list[Places]:
    """Everything at an event that has a number of places: itself, its sessions, its ticket types."""
    sessions = EventSession.objects.filter(event=event, archived_at=None).select_related("stock")
    types = TicketType.objects.filter(event=event, archived_at=None).select_related("stock")
    return [
        Places("event", event.name, event.stock),
        *(Places("session", session.title, session.stock) for session in sessions.order_by("starts_at", "pk")),
        *(Places("type", ticket_type.name, ticket_type.stock) for ticket_type in types.order_by("sort_order", "pk")),
    ]


def ids_of(event: Event) -> list[UUID]:
    """The ids of the event's ticket types in their order."""
    found = TicketType.objects.filter(event=event, archived_at=None).order_by("sort_order", "pk")
    return list(found.values_list("pk", flat=True))
