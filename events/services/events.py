"""Making events, and changing what is said of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from events import hooks, rules, steps
from events.errors import SlugTaken
from events.errors_office import EventChanged
from events.models import Category, Event, FormerSlug, LocationType, Venue
from events.values import Moved
from tenants.models import Tenant, User
from tenants.steps import log_activity
from ticketing.core.tokens import new_token


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a new event is: at a venue that is there, at a new one of which this is known, or online."""

    venue: Venue | None = None
    new_venue: Mapping[str, str] = field(default_factory=dict)
    online_address: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstTicket:
    """What a new event sells; `places` null means unlimited."""

    name: str
    price_cents: int = 0
    places: int | None = None


@transaction.atomic(durable=True)
def create_event(
    *, tenant: Tenant, by: User | None, capacity: int | None = None, now: datetime | None = None, **fields: object
) -> Event:
    """A draft with its own stock; `capacity` null means as many as the plan allows. Raises SlugTaken."""
    slug = str(fields.get("slug", ""))
    if steps.is_slug_taken(tenant, slug):
        raise SlugTaken(slug=slug)
    with steps.claiming_slug(slug):
        return steps.make_event(tenant=tenant, by=by, capacity=capacity, now=now, **fields)


@transaction.atomic(durable=True)
def start_event(
    *,
    tenant: Tenant,
    by: User,
    now: datetime,
    place: Place,
    ticket: FirstTicket,
    **fields: Any,
) -> Event:
    """A draft that could be published at once: with its place, its first ticket type, and an address of its name.

    The currency is the tenant's; `fields` are name, start, end and time zone. Raises ReversedDates.
    """
    rules.check_order(fields["starts_at"], fields["ends_at"])
    venue = place.venue
    if place.new_venue:
        venue = steps.make_venue(tenant=tenant, time_zone=fields["time_zone"], by=by, now=now, **place.new_venue)
    fields |= {
        "venue": venue,
        "location_type": LocationType.PHYSICAL if venue else LocationType.VIRTUAL,
        "virtual_event_url": place.online_address,
        "currency": tenant.settings.default_currency,
    }
    event = steps.make_event_at_free_slug(tenant=tenant, by=by, now=now, **fields)
    steps.make_ticket_type(event=event, name=ticket.name, price_cents=ticket.price_cents, places=ticket.places)
    return event


@transaction.atomic(durable=True)
def change_event(
    *,
    event: Event,
    version: int,
    changes: Mapping[str, Any],
    by: User,
    now: datetime,
    categories: Collection[Category] | None = None,
    new_venue: Mapping[str, str] | None = None,
    tells_holders: bool = False,
) -> Event:
    """Change what is said of the event that stood at `version`; `tells_holders` of a new time or place.

    With `new_venue` (name and city) it moves to a place that is made for it, on the event's clock.

    A former address of an event that was published leads on to the new one. Raises EventChanged where somebody else
    saved meanwhile, SlugTaken, and the refusals of `rules.check_changes`.
    """
    before = Event.objects.select_related("tenant__settings", "venue").get(pk=event.pk)
    _check(before, changes)
    if new_venue:
        zone = changes.get("time_zone", before.time_zone)
        made = steps.make_venue(tenant=before.tenant, time_zone=zone, by=by, now=now, **new_venue)
        changes = {**changes, "venue_id": made.pk}
    stood = Event.objects.filter(pk=event.pk, version=version)
    with steps.claiming_slug(changes.get("slug")):
        moved = stood.update(**changes, version=F("version") + 1, updated_by=by, updated_at=now)
    if not moved:
        raise EventChanged()
    after = Event.objects.select_related("tenant__settings", "venue", "stock", "hero_image").get(pk=event.pk)
    if categories is not None:
        after.categories.set(categories)
    _keep_address(before, after, now)
    facts = {"fields": sorted(changes)}
    log_activity(tenant=after.tenant_id, actor=by, action="event.changed", target=after, metadata=facts, now=now)
    if tells_holders:
        for hook in hooks.event_moved:
            hook(after, Moved.of(before), now)
    return after


@transaction.atomic(durable=True)
def renew_access(*, event: Event, by: User, now: datetime) -> Event:
    """A new link to a private event: the old one, and every door that it opened, is shut."""
    event.access_token = new_token()
    event.save(update_fields=["access_token"])
    log_activity(tenant=event.tenant_id, actor=by, action="event.link_renewed", target=event, now=now)
    return event


def _check(event: Event, changes: Mapping[str, Any]) -> None:
    slug = changes.get("slug", event.slug)
    if slug != event.slug and steps.is_slug_taken(event.tenant, slug, but=event):
        raise SlugTaken(slug=slug)
    rules.check_changes(
        event,
        changes,
        sessions=event.sessions.filter(archived_at=None),
        ticket_types=event.ticket_types.filter(archived_at=None),
        has_sales=lambda: steps.has_sales(event),
    )


def _keep_address(before: Event, after: Event, now: datetime) -> None:
    """Let the former address lead on, if people may have it; one that is the event's again is no former one."""
    if after.slug == before.slug:
        return
    FormerSlug.objects.filter(event=after, slug=after.slug).delete()
    if after.published_at is not None:
        FormerSlug.objects.get_or_create(
            tenant=after.tenant, slug=before.slug, defaults={"event": after, "created_at": now}
        )
