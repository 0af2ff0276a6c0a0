"""Slots and moments of visits in words, on the venue's clock and in the reader's language."""

from datetime import datetime

from django.utils.translation import gettext as _

from reservations.models import ReservationSlot
from ticketing.core.when import date_and_time, local_date, time_range


def slot_in_words(slot: ReservationSlot) -> str:
    """Day and hours: “Sat, 12 Dec, 09:00 – 11:00 CET”. It comes with its venue."""
    return _("%(day)s, %(hours)s") % {"day": slot_day(slot), "hours": slot_hours(slot)}


def slot_day(slot: ReservationSlot, style: str = "short") -> str:
    """The day, as `ticketing.core.when.local_date` writes it."""
    return local_date(slot.starts_at, slot.venue.time_zone, style)


def slot_hours(slot: ReservationSlot) -> str:
    """From when to when, with the zone."""
    return time_range(slot.starts_at, slot.ends_at, slot.venue.time_zone)


def day_in_words(at: datetime, zone: str) -> str:
    """A day: “12 Dec 2026”."""
    return local_date(at, zone, "medium")


def moment_in_words(at: datetime, zone: str) -> str:
    """Day and time."""
    return date_and_time(at, zone)
