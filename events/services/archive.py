"""Putting events and venues away, and taking them out again."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from events import hooks
from events.errors_office import StillOnSale, VenueInUse
from events.models import Event, EventStatus, Venue
from tenants.models import User
from tenants.steps import log_activity

MOST_NAMED = 3


@transaction.atomic(durable=True)
def archive_event(*, event: Event, by: User, now: datetime) -> Event:
    """Put away an event that is not on sale: its page is gone, its orders and books stay. Raises StillOnSale."""
    on_sale = Event.objects.filter(status=EventStatus.PUBLISHED, ends_at__gt=now)
    moved = Event.objects.filter(pk=event.pk, archived_at=None).exclude(pk__in=on_sale).update(archived_at=now)
    if not moved:
        event.refresh_from_db(fields=["archived_at"])
        if event.archived_at is None:
            raise StillOnSale()
        return event
    event.archived_at = now
    log_activity(tenant=event.tenant_id, actor=by, action="event.archived", target=event, now=now)
    return event


@transaction.atomic(durable=True)
def restore_event(*, event: Event, by: User, now: datetime) -> Event:
    """Take an event out of the archive, as it was."""
    if Event.objects.filter(pk=event.pk).exclude(archived_at=None).update(archived_at=None):
        log_activity(tenant=event.tenant_id, actor=by, action="event.restored", target=event, now=now)
    event.archived_at = None
    return event


@transaction.atomic(durable=True)
def archive_venue(*, venue: Venue, by: User, now: datetime) -> Venue:
    """Put away a place where nothing is to happen any more. Raises VenueInUse."""
    uses = list(upcoming_at(venue, now=now)[:MOST_NAMED])
    if not uses and any(hook(venue, now) for hook in hooks.venue_is_used):
        uses = [str(VenueInUse.visits)]
    if uses:
        raise VenueInUse(venue=venue.name, uses=", ".join(uses))
    venue.archived_at = now
    venue.save(update_fields=["archived_at"])
    log_activity(tenant=venue.tenant_id, actor=by, action="venue.archived", target=venue, now=now)
    return venue


@transaction.atomic(durable=True)
def restore_venue(*, venue: Venue, by: User, now: datetime) -> Venue:
    """Take a place out of the archive."""
    venue.archived_at = None
    venue.save(update_fields=["archived_at"])
    log_activity(tenant=venue.tenant_id, actor=by, action="venue.restored", target=venue, now=now)
    return venue


def upcoming_at(venue: Venue, *, now: datetime) -> QuerySet[Event, str]:
    """The names of events there that are neither over nor cancelled nor put away."""
    waiting = Event.objects.filter(venue=venue, ends_at__gt=now, archived_at=None)
    return waiting.exclude(status=EventStatus.CANCELLED).order_by("starts_at").values_list("name", flat=True)
