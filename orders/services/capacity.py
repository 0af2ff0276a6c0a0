"""Changing how many places there are."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events import plan_limits
from events.models import Event, Stock
from orders import errors
from orders.services.holds import release_lapsed
from orders.steps import capacity
from tenants.models import User
from tenants.steps import log_activity


def set_capacity(*, stock: Stock, total: int | None, by: User | None, now: datetime) -> Stock:
    """Raise a capacity, which sells at once, or lower it. Lapsed holds are released first where it would not fit.

    Where people wait, what is new goes to them first. Raises CapacityTooLow, with the figures, below what is sold and
    held; TooManyTickets above what the organizer's plan allows.
    """
    try:
        return _set_capacity(stock=stock, total=total, by=by, now=now)
    except errors.CapacityTooLow:
        if not release_lapsed(stock_ids=[stock.pk], now=now):
            raise
    return _set_capacity(stock=stock, total=total, by=by, now=now)


def set_capacities(*, event: Event, totals: Mapping[UUID, int | None], by: User | None, now: datetime) -> None:
    """The same for several stocks of an event, by stock's id: all or none.

    Raises CapacityTooLow, with the figures and the stock's id, for the first that does not fit; TooManyTickets.
    """
    try:
        return _set_capacities(event=event, totals=totals, by=by, now=now)
    except errors.CapacityTooLow:
        if not release_lapsed(stock_ids=totals, now=now):
            raise
    return _set_capacities(event=event, totals=totals, by=by, now=now)


@transaction.atomic(durable=True)
def _set_capacity(*, stock: Stock, total: int | None, by: User | None, now: datetime) -> Stock:
    plan_limits.demand_capacities({stock.pk: total})
    log_activity(
        tenant=stock.tenant_id, actor=by, action="stock.capacity_set", target=stock, metadata={"total": total}, now=now
    )
    capacity.resize({stock.pk: total})
    return Stock.objects.get(pk=stock.pk)


@transaction.atomic(durable=True)
def _set_capacities(*, event: Event, totals: Mapping[UUID, int | None], by: User | None, now: datetime) -> None:
    plan_limits.demand_capacities(totals)
    metadata = {str(pk): total for pk, total in totals.items()}
    log_activity(
        tenant=event.tenant_id, actor=by, action="event.capacity_set", target=event, metadata=metadata, now=now
    )
    capacity.resize(totals)
