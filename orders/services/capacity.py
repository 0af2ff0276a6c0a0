"""Changing how many places there are."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from events.models import Event, Stock
from orders import errors, jobs, locks
from orders.models import WaitingListEntry
from orders.services.holds import release_lapsed
from orders.steps import places
from tenants.models import User
from tenants.steps import log_activity


def set_capacity(*, stock: Stock, total: int | None, by: User | None, now: datetime) -> Stock:
    """Raise a capacity, which sells at once, or lower it. Lapsed holds are released first where it would not fit.

    Where people wait, what is new goes to them first.

    Raises CapacityTooLow, with the figures, below what is sold and held.
    """
    try:
        return _set_capacity(stock=stock, total=total, by=by, now=now)
    except errors.CapacityTooLow:
        if not release_lapsed(stock_ids=[stock.pk], now=now):
            raise
    return _set_capacity(stock=stock, total=total, by=by, now=now)


@transaction.atomic(durable=True)
def _set_capacity(*, stock: Stock, total: int | None, by: User | None, now: datetime) -> Stock:
    log_activity(
        tenant=stock.tenant_id, actor=by, action="stock.capacity_set", target=stock, metadata={"total": total}, now=now
    )
    waited_for = _event_waited_for(stock)
    if waited_for is not None:
        jobs.defer_waiting_list(waited_for.pk)
    places.settle_constraints()
    (locked,) = locks.stocks([stock.pk])
    if total is not None and total < locked.quantity_held + locked.quantity_sold:
        raise errors.CapacityTooLow(
            label=locked.label, total=total, held=locked.quantity_held, sold=locked.quantity_sold
        )
    is_raised = locked.quantity_total is not None and (total is None or total > locked.quantity_total)
    locked.quantity_total = total
    locked.is_for_waiting |= is_raised and waited_for is not None
    locked.save(update_fields=["quantity_total", "is_for_waiting"])
    locked.refresh_from_db()
    return locked


def _event_waited_for(stock: Stock) -> Event | None:
    """The stock's event, if somebody stands on its waiting list."""
    of_stock = Event.objects.filter(Q(stock=stock) | Q(ticket_types__stock=stock) | Q(sessions__stock=stock))
    waiting = WaitingListEntry.objects.waiting().filter(event__in=of_stock)
    return Event.objects.filter(pk__in=waiting.values("event")).only("pk").first()
