"""Writes of what is offered. Each is one transaction of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from events import hooks, plan_limits
from events.errors import NotReadyToPublish, SlugTaken, TenantNotActive
from events.models import Event, EventSession, EventStatus, SigningKey, Stock, TicketType, Venue
from tenants import locks as tenant_locks
from tenants.models import Tenant, User
from tenants.steps import log_activity
from ticketing.core import signing
from ticketing.core.slugs import RESERVED

# Stewards find an event's gates this long after its end (`checkin.queries.RECENT`): late guests, and forgotten coats.
DOOR_STAYS_OPEN = timedelta(days=2)
BATCH = 100


@transaction.atomic(durable=True)
def create_venue(
    *, tenant: Tenant, name: str, time_zone: str, by: User | None, now: datetime, **fields: object
) -> Venue:
    """A place with a clock of its own, for events and visits; it gets the next number."""
    venue = Venue.objects.create(tenant=tenant, name=name, time_zone=time_zone, created_at=now, **fields)
    log_activity(tenant=tenant, actor=by, action="venue.created", target=venue, now=now)
    # The database has given the number.
    venue.refresh_from_db(fields=["number"])
    return venue


@transaction.atomic(durable=True)
def create_event(
    *, tenant: Tenant, by: User | None, capacity: int | None = None, now: datetime | None = None, **fields: object
) -> Event:
    """A draft with its own stock; `capacity` null means as many as the plan allows. Raises SlugTaken."""
    slug = str(fields.get("slug", ""))
    if slug in RESERVED or Event.objects.filter(tenant=tenant, slug=slug).exists():
        raise SlugTaken(slug=slug)
    total = plan_limits.most_places(tenant) if capacity is None else capacity
    stock = Stock.objects.create(tenant=tenant, label=str(fields["name"])[:200], quantity_total=total)
    event = Event.objects.create(tenant=tenant, stock=stock, created_by=by, updated_by=by, **fields)
    log_activity(tenant=tenant, actor=by, action="event.created", target=event, now=now)
    return event


@transaction.atomic(durable=True)
def add_session(
    *, event: Event, title: str, starts_at: datetime, ends_at: datetime, places: int | None = None, **fields: object
) -> EventSession:
    """A part of the programme, with places of its own (null: unlimited)."""
    stock = Stock.objects.create(tenant_id=event.tenant_id, label=title, quantity_total=places)
    return EventSession.objects.create(
        tenant_id=event.tenant_id, event=event, stock=stock, title=title, starts_at=starts_at, ends_at=ends_at, **fields
    )


@transaction.atomic(durable=True)
def add_ticket_type(
    *,
    event: Event,
    name: str,
    price_cents: int = 0,
    places: int | None = None,
    sessions: Sequence[EventSession] = (),
    **fields: object,
) -> TicketType:
    """Something to sell, with places of its own (null: unlimited) beside the event's and its sessions'.

    Raises TooManyTickets if a published event would get more than the organizer's plan allows.
    """
    plan_limits.demand_room_for_type(event, places)
    stock = Stock.objects.create(tenant_id=event.tenant_id, label=name, quantity_total=places)
    ticket_type = TicketType.objects.create(
        tenant_id=event.tenant_id, event=event, stock=stock, name=name, price_cents=price_cents, **fields
    )
    if sessions:
        ticket_type.admits.set(sessions)
    return ticket_type


@transaction.atomic(durable=True)
def publish_event(*, event: Event, by: User | None, now: datetime) -> Event:
    """Show the event and open its sale; it gets its signing key, and the door its first gate.

    Raises TenantNotActive, NotReadyToPublish with what is missing, or, as the organizer's plan says, TooManyEvents or
    TooManyTickets. Publishing twice changes nothing.
    """
    tenant = tenant_locks.tenant(event.tenant_id)
    if not tenant.is_selling:
        raise TenantNotActive()
    missing = _missing(event)
    if missing:
        raise NotReadyToPublish(missing=", ".join(missing))
    plan_limits.demand_publishable(event, tenant=tenant, now=now)
    event.status = EventStatus.PUBLISHED
    event.published_at = event.published_at or now
    event.save(update_fields=["status", "published_at"])
    _ensure_signing_key(event)
    for hook in hooks.event_published:
        hook(event)
    log_activity(tenant=event.tenant, actor=by, action="event.published", target=event, now=now)
    return event


@transaction.atomic(durable=True)
def complete_ended_events(*, now: datetime) -> int:
    """Mark published events as completed once nobody is at their door any more; how many, at most a hundred at once.

    Completing one twice, or one that was cancelled or moved meanwhile, changes nothing.
    """
    ended = Event.objects.filter(status=EventStatus.PUBLISHED, ends_at__lte=now - DOOR_STAYS_OPEN)
    completed = 0
    for event in ended.only("tenant_id").order_by("ends_at")[:BATCH]:
        if ended.filter(pk=event.pk).update(status=EventStatus.COMPLETED):
            log_activity(tenant=event.tenant_id, actor=None, action="event.completed", target=event, now=now)
            completed += 1
    return completed


def _missing(event: Event) -> list[str]:
    missing = []
    if not event.ticket_types.filter(status="active", archived_at=None).exists():
        missing.append(_("a ticket type on sale"))
    if event.location_type != "virtual" and event.venue_id is None:
        missing.append(_("a venue"))
    if event.location_type != "physical" and not event.virtual_event_url:
        missing.append(_("the address of the online event"))
    return missing


def _ensure_signing_key(event: Event) -> None:
    if event.signing_keys.filter(retired_at=None).exists():
        return
    key = signing.new_key()
    SigningKey.objects.create(
        tenant_id=event.tenant_id,
        event=event,
        key_id=key.key_id,
        public_key=key.public_key,
        private_key=key.private_key,
    )
