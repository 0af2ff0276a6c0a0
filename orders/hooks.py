"""Where higher apps take part in a sale. Filled in their `AppConfig.ready()`; their errors propagate."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from events.models import TicketType
from orders.models import Order, Ticket
from tenants.access import Member


@dataclass(frozen=True, slots=True)
class SlotOffer:
    """A dated slot that can be chosen with a ticket. `hours` are in words, on the venue's clock; `left` at least 1."""

    pk: UUID
    day: date
    hours: str
    left: int


class PlacesHook(Protocol):
    """Places beside the stocks: dated slots that are chosen with a ticket and counted in the sale's transactions."""

    def offers(self, ticket_types: Iterable[TicketType], *, now: datetime) -> Mapping[UUID, Sequence[SlotOffer]]:
        """What can be chosen now with each of these types, by the type's id."""

    def check(self, chosen: Mapping[TicketType, UUID | None], *, now: datetime) -> None:
        """Refuse a choice of slots that does not fit its ticket types, or is over. Locks nothing."""

    def hours(self, slot_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """Day and hours of slots in words, for the summary of a purchase."""

    def move(self, slots: Mapping[UUID, int]) -> None:
        """Take or (negative) give back places; a SoldOut says which slot ran short.

        Called with everything else written, just before the stocks are locked.
        """

    def confirm(self, order: Order, tickets: Sequence[Ticket], *, now: datetime) -> None:
        """Turn what the order's items hold into what its tickets own. Counts nothing anew."""

    def cancel(self, tickets: Sequence[Ticket], *, by: object, now: datetime) -> Mapping[UUID, int]:
        """End what these locked tickets own; how many places of each slot that frees, for `move`."""


class CounterCheck(Protocol):
    """Compares counters of a higher app with the rows they count, for `check_stock`."""

    def differences(self) -> Sequence[str]:
        """What differs, in words; nothing if all is well."""

    def repair(self) -> Sequence[str]:
        """Set the counters right. What could not be."""


# Asked before a changed ticket type is saved, with its values before, by name: raises what stands against it.
ticket_type_changes: list[Callable[[TicketType, Mapping[str, Any]], None]] = []

places: list[PlacesHook] = []
counter_checks: list[CounterCheck] = []


@dataclass(frozen=True, slots=True)
class TicketFact:
    """One more line about a ticket, for its page, its paper and its mail. `url` leads on from a page, as `action`."""

    label: str
    text: str
    url: str = ""
    action: str = ""


TicketFacts = Mapping[UUID, Sequence[TicketFact]]

# Asked once for all tickets of an order, which come with their types; answers by ticket's id.
ticket_facts: list[Callable[[Sequence[Ticket]], TicketFacts]] = []


def facts_of(tickets: Sequence[Ticket]) -> dict[UUID, tuple[TicketFact, ...]]:
    """What all hooks say about these tickets."""
    told = [hook(tickets) for hook in ticket_facts]
    return {ticket.pk: tuple(fact for facts in told for fact in facts.get(ticket.pk, ())) for ticket in tickets}


@dataclass(frozen=True, slots=True)
class OrderLink:
    """One more thing that can be done with an order, from its page."""

    text: str
    url: str
    icon: str


# Asked once for an order's page, with its tickets.
order_links: list[Callable[[Order, Sequence[Ticket]], Sequence[OrderLink]]] = []


def links_of(order: Order, tickets: Sequence[Ticket]) -> tuple[OrderLink, ...]:
    """What all hooks offer for this order."""
    return tuple(link for hook in order_links for link in hook(order, tickets))


@dataclass(frozen=True, slots=True)
class TicketAction:
    """One more thing that a member may do with a ticket, by a button that posts `name` and `value` to `url`."""

    text: str
    url: str
    icon: str
    name: str = ""
    value: str = ""


TicketActions = Mapping[UUID, Sequence[TicketAction]]

# Asked once for all tickets of a page, with who looks at them; answers by ticket's id. Asks the database nothing.
ticket_actions: list[Callable[[Member, Sequence[Ticket]], TicketActions]] = []


def actions_of(member: Member, tickets: Sequence[Ticket]) -> dict[UUID, tuple[TicketAction, ...]]:
    """What all hooks offer for these tickets."""
    told = [hook(member, tickets) for hook in ticket_actions]
    return {ticket.pk: tuple(each for offered in told for each in offered.get(ticket.pk, ())) for ticket in tickets}


@dataclass(frozen=True, slots=True)
class TicketHappening:
    """Something that happened with a ticket, for the organizer's page of it. `tone` as badges have it, or empty."""

    at: datetime
    text: str
    who: str = ""
    tone: str = ""


# Asked once for a ticket's page, in any order.
ticket_history: list[Callable[[Ticket], Sequence[TicketHappening]]] = []


def history_of(ticket: Ticket) -> list[TicketHappening]:
    """What all hooks know of a ticket, the latest first."""
    told = [happening for hook in ticket_history for happening in hook(ticket)]
    return sorted(told, key=lambda happening: happening.at, reverse=True)
