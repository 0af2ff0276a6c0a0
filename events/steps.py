"""Parts of writes of what is offered, for the transaction of a service."""

from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from events import hooks, member_limits, plan_limits
from events.errors import SlugTaken
from events.models import Event, EventSession, FormerSlug, Stock, TicketType, Venue
from tenants.models import Tenant, User
from tenants.steps import log_activity
from ticketing.core.slugs import RESERVED
from ticketing.core.violations import refusing

LONGEST_SLUG = 80
# What an event is called in its address whose name has no letter that an address could carry.
NAMELESS = "event"
# Two people who make events of one name at the same moment get one address each.
_TRIES = 5


def make_venue(*, tenant: Tenant, name: str, time_zone: str, by: User | None, now: datetime, **fields: object) -> Venue:
    """A place, which gets the next number."""
    venue = Venue.objects.create(tenant=tenant, name=name, time_zone=time_zone, created_at=now, **fields)
    log_activity(tenant=tenant, actor=by, action="venue.created", target=venue, now=now)
    # The database has given the number.
    venue.refresh_from_db(fields=["number"])
    return venue


def make_event(
    *, tenant: Tenant, by: User | None, capacity: int | None = None, now: datetime | None = None, **fields: object
) -> Event:
    """A draft with its own stock; `capacity` null: as many as the plan allows. Its address was found free before."""
    total = plan_limits.most_places(tenant) if capacity is None else capacity
    stock = Stock.objects.create(tenant=tenant, label=str(fields["name"])[:200], quantity_total=total)
    event = Event.objects.create(tenant=tenant, stock=stock, created_by=by, updated_by=by, **fields)
    if by is not None:
        member_limits.let_maker_reach(event, by)
    log_activity(tenant=tenant, actor=by, action="event.created", target=event, now=now)
    return event


def make_session(
    *, event: Event, title: str, starts_at: datetime, ends_at: datetime, places: int | None = None, **fields: object
) -> EventSession:
    """A part of the programme with its own stock."""
    stock = Stock.objects.create(tenant_id=event.tenant_id, label=title, quantity_total=places)
    return EventSession.objects.create(
        tenant_id=event.tenant_id, event=event, stock=stock, title=title, starts_at=starts_at, ends_at=ends_at, **fields
    )


def make_ticket_type(
    *, event: Event, name: str, price_cents: int = 0, places: int | None = None, **fields: object
) -> TicketType:
    """Something to sell with its own stock.

    Raises TooManyTickets if a published event would get more than the organizer's plan allows.
    """
    plan_limits.demand_room_for_type(event, places)
    stock = Stock.objects.create(tenant_id=event.tenant_id, label=name, quantity_total=places)
    return TicketType.objects.create(
        tenant_id=event.tenant_id, event=event, stock=stock, name=name, price_cents=price_cents, **fields
    )


def claiming_slug(slug: object) -> AbstractContextManager[None]:
    """Around the write of an address that was free a moment ago: SlugTaken where somebody else was first."""
    return refusing(event_slug_is_unique_within_its_tenant=lambda: SlugTaken(slug=slug))


def make_event_at_free_slug(*, tenant: Tenant, name: str, **fields: Any) -> Event:
    """`make_event` at an address of its name; of two people who do so at the same moment, each gets one."""
    for _try in range(_TRIES):
        slug = free_slug(tenant, name)
        with suppress(SlugTaken), claiming_slug(slug):
            return make_event(tenant=tenant, name=name, slug=slug, **fields)
    raise SlugTaken(slug=slug)


def is_slug_taken(tenant: Tenant, slug: str, *, but: Event | None = None) -> bool:
    """Whether a page of ours, or another event of the tenant now or formerly, has this address."""
    if slug in RESERVED:
        return True
    events, former = Event.objects.filter(tenant=tenant, slug=slug), FormerSlug.objects.filter(tenant=tenant, slug=slug)
    if but is not None:
        events, former = events.exclude(pk=but.pk), former.exclude(event=but)
    return events.exists() or former.exists()


def free_slug(tenant: Tenant, name: str) -> str:
    """An address made of the name that no event of the tenant has or had: `gala`, else `gala-2`, `gala-3`…"""
    wish = slugify(name)[:LONGEST_SLUG].strip("-_") or NAMELESS
    events, former = Event.objects.filter(tenant=tenant), FormerSlug.objects.filter(tenant=tenant)
    start = wish[: LONGEST_SLUG - 5]
    taken = {
        *events.filter(slug__startswith=start).values_list("slug", flat=True),
        *former.filter(slug__startswith=start).values_list("slug", flat=True),
        *RESERVED,
    }
    number, slug = 1, wish
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug


def has_sales(event: Event) -> bool:
    """Whether anything of the event was ever sold, or is held right now."""
    stock = Stock.objects.get(pk=event.stock_id)
    return bool(stock.quantity_held or stock.quantity_sold) or any(hook(event) for hook in hooks.sale_began)
