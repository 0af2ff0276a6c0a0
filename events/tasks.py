"""Jobs around what is offered."""

from django.utils import timezone
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
