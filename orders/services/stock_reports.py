"""The nightly look at the counters of places, and what it found: for those who run the platform."""

from datetime import datetime

from django.db import transaction

from orders import hooks
from orders.queries.stock_check import stock_differences
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def check_stocks(*, now: datetime) -> int:
    """Compare every counter with the rows that it counts, and write down how many differ."""
    elsewhere = sum(len(check.differences()) for check in hooks.counter_checks)
    differing = len(stock_differences()) + elsewhere
    log_activity(tenant=None, actor=None, action="stock.checked", metadata={"differing": differing}, now=now)
    return differing
