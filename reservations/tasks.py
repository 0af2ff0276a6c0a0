"""Background work of visits."""

from django.utils import timezone
from procrastinate.contrib.django import app

from reservations import services


@app.periodic(cron="3 * * * *")
@app.task(name="reservations.remind", queue="default", queueing_lock="reservations.remind")
def remind(timestamp: int) -> None:
    """Remind visitors the day before. Hourly, since it is ten in the morning somewhere else each hour."""
    services.remind_visitors(now=timezone.now())
