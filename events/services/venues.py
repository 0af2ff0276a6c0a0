"""Where events and visits take place."""

from datetime import datetime

from django.db import transaction

from events import steps
from events.models import Venue
from tenants.models import Tenant, User
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def create_venue(
    *, tenant: Tenant, name: str, time_zone: str, by: User | None, now: datetime, **fields: object
) -> Venue:
    """A place with a clock of its own, for events and visits; it gets the next number."""
    return steps.make_venue(tenant=tenant, name=name, time_zone=time_zone, by=by, now=now, **fields)


@transaction.atomic(durable=True)
def change_venue(*, venue: Venue, by: User, now: datetime, **fields: object) -> Venue:
    """Change what is said of a place. Events keep the clock that they were given."""
    Venue.objects.filter(pk=venue.pk).update(**fields)
    venue.refresh_from_db()
    log_activity(tenant=venue.tenant_id, actor=by, action="venue.changed", target=venue, now=now)
    return venue
