"""Changing how many places there are: the last step of a transaction, like every change of a stock."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from events.models import Event
from orders import errors, jobs, locks
from orders.models import WaitingListEntry
from orders.steps import places


def resize(totals: Mapping[UUID, int | None]) -> None:
    """Set how many places stocks have, by stock's id (null: unlimited); all or none.

    What is new of a stock whose event's waiting list somebody stands on is that list's, and a job hands it out. Raises
    CapacityTooLow, with the figures, for the first that would have fewer than are sold and held.
    """
    waited_for = _events_waited_for(totals)
    for event_id in waited_for:
        jobs.defer_waiting_list(event_id)
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
            is_raised = stock.quantity_total is not None and (total is None or total > stock.quantity_total)
            stock.quantity_total = total
            stock.is_for_waiting |= is_raised and bool(waited_for)
            stock.save(update_fields=["quantity_total", "is_for_waiting"])


def _events_waited_for(stock_ids: Iterable[UUID]) -> list[UUID]:
    """The events of these stocks, one as a rule, on whose waiting list somebody stands."""
    ids = list(stock_ids)
    of_stocks = Event.objects.filter(Q(stock__in=ids) | Q(ticket_types__stock__in=ids) | Q(sessions__stock__in=ids))
    waiting = WaitingListEntry.objects.waiting().filter(event__in=of_stocks)
    return sorted(set(waiting.values_list("event", flat=True)))
