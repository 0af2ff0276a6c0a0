"""Where higher apps take part in a sale. Filled in their `AppConfig.ready()`; their errors propagate."""

from collections.abc import Callable, Sequence
from typing import Protocol

from orders.models import CartItem, Order, OrderItem, Ticket


class PlacesHook(Protocol):
    """Places beside the stocks (a dated slot), claimed, confirmed and released in the transactions of the sale.

    Called at the slots' place in the lock order: after tickets, before discount codes and stocks.
    """

    def claim(self, items: Sequence[CartItem]) -> None:
        """Hold the places of these items, or raise SoldOut."""

    def release(self, items: Sequence[CartItem | OrderItem]) -> None:
        """Give back what these items hold."""

    def confirm(self, order: Order, tickets: Sequence[Ticket]) -> None:
        """Turn what the order holds into what its tickets own."""

    def cancel(self, tickets: Sequence[Ticket]) -> None:
        """Free what these tickets own."""


places: list[PlacesHook] = []

# More lines about a ticket for page, PDF and mail: (label, text) pairs.
ticket_facts: list[Callable[[Ticket], Sequence[tuple[str, str]]]] = []
