"""Roll-ups: what became of an event's sale, day by day on the event's clock.

Second copies for speed, and nothing but that: `manage.py rebuild_analytics` makes them anew from orders, ledger and
page views. What is newer than an event's mark is read from those themselves (`orders.reports`).
"""

from django.db import models

from events.models import Event, TicketType
from tenants.models import Tenant
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class AnalyticsMark(BaseModel):
    """How far an event's days are rolled up: those before `until`, on the clocks of `time_zone`."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="analytics_mark")
    time_zone = models.CharField(max_length=64)
    until = models.DateField()

    objects = BaseQuerySet.as_manager()


class EventAnalytics(BaseModel):
    """One day of an event: who looked, held, ordered and bought, and what its ledger says.

    `gross_cents` is what came in for orders, `refunds_cents` what went back of it; fees and taxes lie within what is
    left. `referrers` counts views by the site that led to the page.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    views = models.PositiveIntegerField()
    visitors = models.PositiveIntegerField()
    carts = models.PositiveIntegerField()
    orders = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    gross_cents = models.BigIntegerField()
    refunds_cents = models.BigIntegerField()
    fees_cents = models.BigIntegerField()
    taxes_cents = models.BigIntegerField()
    provider_fees_cents = models.BigIntegerField()
    referrers = models.JSONField(default=dict)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "day"], name="one_roll_up_per_event_and_day")]


class SalesAnalytics(BaseModel):
    """One day of a ticket type: how many were sold and cancelled, and what was paid for it. Without a type: fees."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField()
    sold = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField()
    gross_cents = models.BigIntegerField()

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "day", "ticket_type"],
                nulls_distinct=False,
                name="one_roll_up_per_event_day_and_ticket_type",
            )
        ]


class MilestoneKind(models.TextChoices):
    """What happens to an event's sale once, and its people are told of."""

    FIRST_SALE = "first_sale"
    SOLD_OUT = "sold_out"


class Milestone(BaseModel):
    """A moment of an event's sale that its people have been told of."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=MilestoneKind)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="an_event_has_each_milestone_once"),
            one_of("kind", MilestoneKind, "milestone_kind_is_known"),
        ]
