"""Which slots can be had."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from events.models import Venue
from reservations.models import ReservationSlot, SlotQuerySet
from tenants.models import TenantStatus

# What a choice beside a ticket shows: enough to plan with, little enough to send.
DAYS_AHEAD = 62
MOST_OFFERED = 300


def published() -> SlotQuerySet:
    """Slots of venues that take visits now, with their venue."""
    return ReservationSlot.objects.filter(
        venue__visit_rules__is_published=True, venue__archived_at=None, tenant__status=TenantStatus.ACTIVE
    ).select_related("venue")


def coming(venue_ids: Iterable[UUID], *, now: datetime) -> list[ReservationSlot]:
    """Open slots with places left at these venues that are not over, for the next two months."""
    # No clock is a day away from another's; the exact end decides.
    first, last = (now - timedelta(days=2)).date(), (now + timedelta(days=DAYS_AHEAD)).date()
    found = published().filter(
        venue__in=list(venue_ids), date__range=(first, last), is_closed=False, available_count__gt=0
    )
    slots = [slot for slot in found.order_by("date", "start_time", "pk")[: MOST_OFFERED * 2] if slot.ends_at > now]
    return slots[:MOST_OFFERED]


def of_month(venue_ids: Iterable[UUID], first: date, *, now: datetime) -> list[ReservationSlot]:
    """All slots of a month at these venues that are not over, full ones too but not closed ones; by day and time.

    The month is the venue's own, by its local dates.
    """
    found = published().filter(venue__in=list(venue_ids), date__gte=first, date__lt=next_month(first), is_closed=False)
    return [slot for slot in found.order_by("date", "start_time", "pk") if slot.ends_at > now]


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first.replace(day=1) - timedelta(days=1)).replace(day=1)


def local_today(venue: Venue, now: datetime) -> date:
    """The day it is at a venue."""
    return now.astimezone(ZoneInfo(venue.time_zone)).date()


def venues_with_visits(tenant_id: UUID) -> QuerySet[Venue]:
    """A tenant's venues that take visits, by name."""
    return Venue.objects.filter(tenant=tenant_id, archived_at=None, visit_rules__isnull=False).order_by("name", "pk")
