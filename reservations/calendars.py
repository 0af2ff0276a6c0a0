"""A visit as a file for calendars."""

from datetime import timedelta

from django.conf import settings

from events import seo
from events.queries import event_url
from orders.models import Ticket
from reservations.models import TicketReservation
from reservations.queries.visits import rules_of
from ticketing.core import calendar

REMINDERS = (timedelta(days=1), timedelta(hours=2))


def visit_calendar(
    reservation: TicketReservation, ticket: Ticket, *, language: str, is_cancelled: bool = False
) -> bytes:
    """An `.ics` file; a later one replaces the entry, and a cancellation takes it out.

    It names neither the ticket's code nor its page: calendars are shared.
    """
    slot, event = reservation.slot, ticket.event
    visit_rules = rules_of(reservation)
    facts = calendar.CalendarFacts(
        uid=f"visit-{reservation.pk}@foyer",
        sequence=_sequence(reservation),
        stamp=reservation.cancelled_at or reservation.reserved_at,
        summary=event.name,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        time_zone=slot.venue.time_zone,
        location=", ".join(seo.venue_lines(slot.venue)),
        latitude=slot.venue.latitude,
        longitude=slot.venue.longitude,
        url=settings.BASE_URL + event_url(ticket.tenant.slug, event.slug),
        description=visit_rules.note if visit_rules else "",
        organizer_name=ticket.tenant.name,
        organizer_email=ticket.tenant.email,
        reminders=REMINDERS,
        cancelled=is_cancelled,
    )
    return calendar.event_calendar(facts, language=language)


def _sequence(reservation: TicketReservation) -> int:
    """Grows with each move and with the end: the seconds since it was made."""
    latest = reservation.cancelled_at or reservation.reserved_at
    return max(0, int((latest - reservation.created_at).total_seconds()))
