"""Changing how many places there are: the last step of a transaction, like every change of a stock."""

from collections.abc import Mapping
from uuid import UUID

from orders import errors, locks
from orders.steps import places


def resize(totals: Mapping[UUID, int | None]) -> None:
    """Set how many places stocks have, by stock's id (null: unlimited); all or none.

    Raises CapacityTooLow, with the figures, for the first that would have fewer than are sold and held.
    """
    places.settle_constraints()
    for stock in locks.stocks(totals):
        total = totals[stock.pk]
        if total is not None and total < stock.quantity_held + stock.quantity_sold:
            raise errors.CapacityTooLow(
                label=stock.label,
                total=total,
                held=stock.quantity_held,
                sold=stock.quantity_sold,
                least=stock.quantity_held + stock.quantity_sold,
                stock_id=stock.pk,
            )
        if stock.quantity_total != total:
            stock.quantity_total = total
            stock.save(update_fields=["quantity_total"])
