"""The calendar file that comes with an order."""

from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from orders.documents.facts import OrderFacts
from ticketing.core import calendar

REMINDERS = (timedelta(days=1), timedelta(hours=2))


def order_calendar(order: OrderFacts) -> bytes:
    """The event as an `.ics` file in the order's language; a cancellation if the event is cancelled.

    It names neither the order nor its page: calendars are shared.
    """
    event = order.event
    with translation.override(order.locale):
        facts = calendar.CalendarFacts(
            uid=event.uid,
            sequence=event.version,
            stamp=event.changed_at,
            summary=event.name,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            time_zone=event.time_zone,
            location=", ".join(event.venue_lines) or _("Online"),
            latitude=event.latitude,
            longitude=event.longitude,
            url=event.url,
            description=event.notes,
            organizer_name=order.organizer.name,
            organizer_email=order.organizer.email,
            reminders=REMINDERS,
            cancelled=event.is_cancelled,
        )
    return calendar.event_calendar(facts, language=order.locale)
