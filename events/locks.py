"""The locks of what is offered: events and, last of all, rows of stock, which are hot (`orders.locks`: the order)."""

from uuid import UUID

from events.models import Event, Stock


def stock(pk: UUID) -> Stock:
    """One stock, as it is now."""
    return Stock.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def event(pk: UUID) -> Event:
    """An event, locked: its programme is changed by one at a time."""
    return Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
