"""Setting counters of places right, should they ever differ from the rows that they count."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from events.models import Stock
from orders import locks
from orders.queries.stock_check import Difference, stock_differences
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def repair_stocks(*, stock_ids: Iterable[UUID]) -> list[Difference]:
    """Set the counters of these stocks to what their rows say. Returns what could not be repaired: oversold stocks.

    Counts again under the counters' locks. Sales lock them last, so each is then either counted or still to be added.
    """
    stocks = {stock.pk: stock for stock in locks.stocks(stock_ids)}
    oversold = []
    for difference in stock_differences(stocks):
        if difference.is_oversold:
            oversold.append(difference)
            continue
        stock = stocks[difference.stock_id]
        Stock.objects.filter(pk=stock.pk).update(
            quantity_held=difference.held_by_rows, quantity_sold=difference.sold_by_rows
        )
        log_activity(
            tenant=stock.tenant_id,
            actor=None,
            action="stock.repaired",
            target=stock,
            metadata={
                "held": [difference.held, difference.held_by_rows],
                "sold": [difference.sold, difference.sold_by_rows],
            },
        )
    return oversold
