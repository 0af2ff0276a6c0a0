"""The sale's part in what happens to events: called within the event's own transaction."""

from datetime import datetime

from events.models import Event
from events.values import Moved
from orders import jobs
from orders.models import Order, Ticket


def has_sales(event: Event) -> bool:
    """Whether there is an order or a ticket for the event, whatever became of it."""
    return Order.objects.filter(event=event).exists() or Ticket.objects.filter(event=event).exists()


def tell_later(event: Event, before: Moved, now: datetime) -> None:
    """Queue the job that tells all holders."""
    facts = {
        "starts_at": before.starts_at.isoformat(),
        "ends_at": before.ends_at.isoformat(),
        "time_zone": before.time_zone,
        "place": before.place,
    }
    jobs.defer_moved_event(event.pk, event.version, facts)
