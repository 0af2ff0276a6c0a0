"""Changing how many places there are."""

from datetime import datetime

from django.db import transaction

from events import plan_limits
from events.models import Stock
from orders import errors, locks
from orders.services.holds import release_lapsed
from orders.steps import places
from tenants.models import User
from tenants.steps import log_activity


def set_capacity(*, stock: Stock, total: int | None, by: User | None, now: datetime) -> Stock:
    """Raise a capacity, which sells at once, or lower it. Lapsed holds are released first where it would not fit.

    Raises CapacityTooLow, with the figures, below what is sold and held; TooManyTickets above what the organizer's plan
    allows.
    """
    try:
        return _set_capacity(stock=stock, total=total, by=by, now=now)
    except errors.CapacityTooLow:
        if not release_lapsed(stock_ids=[stock.pk], now=now):
            raise
    return _set_capacity(stock=stock, total=total, by=by, now=now)


@transaction.atomic(durable=True)
def _set_capacity(*, stock: Stock, total: int | None, by: User | None, now: datetime) -> Stock:
    plan_limits.demand_capacity(stock, total)
    log_activity(
        tenant=stock.tenant_id, actor=by, action="stock.capacity_set", target=stock, metadata={"total": total}, now=now
    )
    places.settle_constraints()
    (locked,) = locks.stocks([stock.pk])
    if total is not None and total < locked.quantity_held + locked.quantity_sold:
        raise errors.CapacityTooLow(
            label=locked.label, total=total, held=locked.quantity_held, sold=locked.quantity_sold
        )
    locked.quantity_total = total
    locked.save(update_fields=["quantity_total"])
    locked.refresh_from_db()
    return locked
