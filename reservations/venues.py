"""Why a venue is still needed, as `events` asks before one is put away."""

from datetime import datetime

from events.models import Venue
from reservations.models import ReservationSlot
from reservations.queries.availability import local_today


def has_visits_to_come(venue: Venue, now: datetime) -> bool:
    """Whether places are booked in a slot of today or later, on the venue's clock."""
    slots = ReservationSlot.objects.filter(venue=venue, tenant=venue.tenant_id, date__gte=local_today(venue, now))
    return slots.filter(booked_count__gt=0).exists()
