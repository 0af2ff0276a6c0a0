"""Setting up many slots at once."""

from datetime import datetime

from django.db import transaction

from events.models import Venue
from reservations import errors
from reservations.models import ReservationSlot
from reservations.queries.series import preview
from reservations.rules import MOST_IN_A_SERIES
from reservations.services.slots import ensure_rules, refusals_by_constraint
from reservations.values import Series
from tenants.models import User
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def create_series(*, venue: Venue, series: Series, by: User | None, now: datetime) -> list[ReservationSlot]:
    """Make the slots of a series in one statement; days and hours that have one already keep it.

    Raises SeriesTooLong, SeriesEmpty, or SlotsOverlap where the venue forbids that.
    """
    visit_rules = ensure_rules(venue)
    planned = preview(venue, series, most=MOST_IN_A_SERIES + 1)
    if len(planned.new) > MOST_IN_A_SERIES:
        raise errors.SeriesTooLong(most=MOST_IN_A_SERIES)
    if not planned.new:
        raise errors.SeriesEmpty()
    slots = [
        ReservationSlot(
            tenant_id=venue.tenant_id,
            venue=venue,
            date=day,
            start_time=hours.start,
            end_time=hours.end,
            total_capacity=series.capacity,
            forbids_overlaps=visit_rules.forbids_overlaps,
            created_at=now,
        )
        for day, hours in planned.new
    ]
    with refusals_by_constraint():
        ReservationSlot.objects.bulk_create(slots, batch_size=1_000)
    log_activity(
        tenant=venue.tenant_id,
        actor=by,
        action="slots.created",
        target=venue,
        metadata={"slots": len(slots), "from": f"{series.first_day}", "until": f"{series.last_day}"},
        now=now,
    )
    return slots
