"""Reminding visitors the day before, by the clock of their venue."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from events.models import Venue
from reservations import steps
from reservations.models import ReservationSlot, TicketReservation

# Where it is ten in the morning, nobody is woken by a mail any more.
FROM_HOUR = 10
SLOTS_AT_ONCE = 20


def remind_visitors(*, now: datetime) -> int:
    """Queue a reminder for each address and slot of tomorrow, once; how many were queued now.

    Each venue's tomorrow, from ten o'clock there on: run it every hour, or several times, it makes no difference.
    """
    return sum(_remind(part, now) for part in _parts(_slots_of_tomorrow(now)))


@transaction.atomic(durable=True)
def _remind(slot_ids: list[UUID], now: datetime) -> int:
    # An address may have tickets of several slots; a slot's own are told in one mail.
    live = TicketReservation.objects.live().filter(slot__in=slot_ids)
    return steps.queue_reminders(live.order_by("slot", "pk"), now=now)


def _slots_of_tomorrow(now: datetime) -> list[UUID]:
    """Slots of the day that is tomorrow at their venue, where it is late enough today, with somebody to remind."""
    # No clock is further than a day from another's; each venue's own decides.
    near = (now - timedelta(days=1)).date(), (now + timedelta(days=3)).date()
    found = ReservationSlot.objects.filter(date__range=near, booked_count__gt=0).select_related("venue")
    return [slot.pk for slot in found.order_by("pk") if slot.date == _tomorrow(slot.venue, now)]


def _tomorrow(venue: Venue, now: datetime) -> object:
    """The venue's next day, once it is time to speak of it."""
    there = now.astimezone(ZoneInfo(venue.time_zone))
    return there.date() + timedelta(days=1) if there.hour >= FROM_HOUR else None


def _parts(slot_ids: list[UUID]) -> list[list[UUID]]:
    return [slot_ids[start : start + SLOTS_AT_ONCE] for start in range(0, len(slot_ids), SLOTS_AT_ONCE)]
