"""Pure decisions about events: what one still lacks, and which times fit together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.errors_office import (
    CurrencyFixed,
    OutsideEvent,
    ReversedDates,
    ReversedSale,
    RoomTaken,
    SaleAfterEnd,
    SessionOutside,
    TypeSaleAfterEnd,
)
from events.models import Event, EventSession, LocationType, TicketType
from ticketing.core.when import date_and_time

TICKET_TYPE, VENUE, ONLINE_ADDRESS = "ticket_type", "venue", "online_address"

_NEEDS: dict[str, str | Promise] = {
    TICKET_TYPE: _("a ticket type on sale"),
    VENUE: _("a venue"),
    ONLINE_ADDRESS: _("the address of the online event"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that an event needs before it is published: a code for programs, a word for people."""

    code: str
    text: str


def missing(event: Event, *, has_ticket_types: bool) -> list[Missing]:
    """What the event lacks to be published, in the order in which one would add it."""
    lacks = {
        TICKET_TYPE: not has_ticket_types,
        VENUE: event.location_type != LocationType.VIRTUAL and event.venue_id is None,
        ONLINE_ADDRESS: event.location_type != LocationType.PHYSICAL and not event.virtual_event_url,
    }
    return [Missing(code, str(_NEEDS[code])) for code, is_missing in lacks.items() if is_missing]


def check_order(starts_at: datetime, ends_at: datetime) -> None:
    """Raises ReversedDates."""
    if ends_at <= starts_at:
        raise ReversedDates()


def check_changes(
    event: Event,
    changes: Mapping[str, Any],
    *,
    sessions: Iterable[EventSession],
    ticket_types: Iterable[TicketType],
    has_sales: Callable[[], bool],
) -> None:
    """Whether the event may be changed so, with this programme and these ticket types.

    Raises ReversedDates, ReversedSale, SaleAfterEnd, SessionOutside, TypeSaleAfterEnd or CurrencyFixed.
    """
    starts_at, ends_at = changes.get("starts_at", event.starts_at), changes.get("ends_at", event.ends_at)
    check_order(starts_at, ends_at)
    _check_sale(event, changes, ends_at)
    if (starts_at, ends_at) != (event.starts_at, event.ends_at):
        for session in sessions:
            if session.starts_at < starts_at or session.ends_at > ends_at:
                raise SessionOutside(session=session.title)
        for ticket_type in ticket_types:
            if ticket_type.sales_ends_at is not None and ticket_type.sales_ends_at > ends_at:
                raise TypeSaleAfterEnd(ticket_type=ticket_type.name)
    if changes.get("currency", event.currency) != event.currency and has_sales():
        raise CurrencyFixed()


def check_session(event: Event, changed: EventSession, *, others: Iterable[EventSession]) -> None:
    """Whether a session fits into its event and beside the others.

    Raises ReversedDates, OutsideEvent, or RoomTaken where another one is in its room meanwhile.
    """
    check_order(changed.starts_at, changed.ends_at)
    if changed.starts_at < event.starts_at or changed.ends_at > event.ends_at:
        starts, ends = (date_and_time(at, event.time_zone) for at in (event.starts_at, event.ends_at))
        raise OutsideEvent(starts=starts, ends=ends)
    for other in others:
        is_same_room = bool(changed.room) and other.room.casefold() == changed.room.casefold()
        if is_same_room and other.starts_at < changed.ends_at and changed.starts_at < other.ends_at:
            raise RoomTaken(room=changed.room, session=other.title)


def _check_sale(event: Event, changes: Mapping[str, Any], ends_at: datetime) -> None:
    opens = changes.get("sales_starts_at", event.sales_starts_at)
    closes = changes.get("sales_ends_at", event.sales_ends_at)
    if opens is not None and closes is not None and closes <= opens:
        raise ReversedSale()
    if closes is not None and closes > ends_at:
        raise SaleAfterEnd()
