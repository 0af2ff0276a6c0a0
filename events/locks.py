"""The locks of what is offered: rows of stock, which are hot and come last (`orders.locks` has the whole order)."""

from uuid import UUID

from events.models import Stock


def stock(pk: UUID) -> Stock:
    """One stock, as it is now."""
    return Stock.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
