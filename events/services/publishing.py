"""Showing events, taking them from view, and marking them as over."""

from datetime import datetime, timedelta

from django.db import transaction

from events import hooks, locks, plan_limits, rules
from events.errors import NotReadyToPublish, TenantNotActive
from events.errors_office import HasSales, NotADraft, NotPublished
from events.models import Event, EventStatus, SigningKey
from tenants import locks as tenant_locks
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core import signing

# Stewards find an event's gates this long after its end (`checkin.queries.RECENT`): late guests, and forgotten coats.
DOOR_STAYS_OPEN = timedelta(days=2)
BATCH = 100


@transaction.atomic(durable=True)
def publish_event(*, event: Event, by: User | None, now: datetime) -> Event:
    """Show the event and open its sale; it gets its signing key, and the door its first gate.

    Raises TenantNotActive, NotADraft, NotReadyToPublish with what is missing, or, as the organizer's plan says,
    TooManyEvents or TooManyTickets. Publishing twice changes nothing.
    """
    tenant = tenant_locks.tenant(event.tenant_id)
    if not tenant.is_selling:
        raise TenantNotActive()
    missing = rules.missing(event, has_ticket_types=has_ticket_types(event))
    if missing:
        raise NotReadyToPublish(missing=", ".join(each.text for each in missing))
    plan_limits.demand_publishable(event, tenant=tenant, now=now)
    published_at = event.published_at or now
    drafts = Event.objects.filter(pk=event.pk, status=EventStatus.DRAFT, archived_at=None)
    moved = drafts.update(status=EventStatus.PUBLISHED, published_at=published_at)
    if not moved and not Event.objects.filter(pk=event.pk, status=EventStatus.PUBLISHED).exists():
        raise NotADraft()
    event.status, event.published_at = EventStatus.PUBLISHED, published_at
    _ensure_signing_key(event)
    for hook in hooks.event_published:
        hook(event)
    if moved:
        log_activity(tenant=event.tenant, actor=by, action="event.published", target=event, now=now)
    return event


@transaction.atomic(durable=True)
def unpublish_event(*, event: Event, by: User, now: datetime) -> Event:
    """Make a published event, of which nothing is sold or held, a draft again.

    Raises NotPublished, or HasSales with the figures.
    """
    published = Event.objects.filter(pk=event.pk, status=EventStatus.PUBLISHED)
    if not published.update(status=EventStatus.DRAFT):
        raise NotPublished()
    log_activity(tenant=event.tenant_id, actor=by, action="event.unpublished", target=event, now=now)
    # Hot, so last: whoever is just buying has come before, and counts, or comes after, and finds a draft.
    stock = locks.stock(event.stock_id)
    if stock.quantity_held or stock.quantity_sold:
        raise HasSales(sold=stock.quantity_sold, held=stock.quantity_held)
    event.status = EventStatus.DRAFT
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


def has_ticket_types(event: Event) -> bool:
    """Whether anything of the event is on sale."""
    return event.ticket_types.filter(status="active", archived_at=None).exists()


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


@transaction.atomic(durable=True)
def feature_event(*, event: Event, is_featured: bool, by: User, now: datetime) -> bool:
    """Show an event first on the platform's pages, or like any other; whether that changed anything."""
    changed = Event.objects.filter(pk=event.pk).exclude(is_featured=is_featured).update(is_featured=is_featured)
    if changed:
        action = "event.featured" if is_featured else "event.unfeatured"
        log_activity(tenant=event.tenant_id, actor=by, action=action, target=event, now=now)
    return bool(changed)
