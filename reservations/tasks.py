"""Background work of visits. Each task loads by id; all expect to be run twice."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from orders.models import TicketBatch
from reservations import services, sheets


@app.periodic(cron="3 * * * *")
@app.task(name="reservations.remind", queue="default", queueing_lock="reservations.remind")
def remind(timestamp: int) -> None:
    """Remind visitors the day before. Hourly, since it is ten in the morning somewhere else each hour."""
    services.remind_visitors(now=timezone.now())


@app.task(name="reservations.make_sheet", queue="default", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def make_sheet(batch_id: str, part: int) -> None:
    """Make and store one part of a batch as a PDF, which somebody wants to download."""
    found = TicketBatch.objects.select_related(
        "ticket_type__event__venue", "ticket_type__reservation_venue", "tenant__settings"
    )
    sheets.make(found.get(pk=batch_id), part)


def defer_sheet(batch: TicketBatch, part: int) -> None:
    """Have a part made, unless that is queued already."""
    try:
        with transaction.atomic():
            make_sheet.configure(queueing_lock=f"reservations.make_sheet:{batch.pk}:{part}").defer(
                batch_id=str(batch.pk), part=part
            )
    except AlreadyEnqueued:
        return
