"""Jobs around what is offered."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from events import partitions, services


@app.periodic(cron="12 3 * * *")
@app.task(name="events.make_months", queue="default", queueing_lock="events.make_months")
def make_months(timestamp: int) -> None:
    """Every night: the months to come of page views and activity log."""
    partitions.make_months(now=timezone.now())


@app.periodic(cron="22 * * * *")
@app.task(name="events.complete_ended", queue="default", queueing_lock="events.complete_ended")
def complete_ended(timestamp: int) -> None:
    """Every hour: events that are over are marked so."""
    while services.complete_ended_events(now=timezone.now()):
        pass


@app.task(name="events.make_codes", queue="default", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def make_codes(batch_id: str) -> None:
    """Make what is missing of a large batch of discount codes, a thousand at a time."""
    while not services.continue_batch(batch_id=UUID(batch_id), now=timezone.now()).is_complete:
        continue
