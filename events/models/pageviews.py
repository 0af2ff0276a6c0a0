"""Page views, without cookies."""

from django.db import models

from events.models.event import Event
from tenants.models import Tenant
from ticketing.core.models import AppendOnlyModel


class PageView(AppendOnlyModel):
    """One look at an event's page. `visitor` is a hash with the day's salt: it cannot be followed to another day.

    Partitioned by month of `created_at` (the moment of the view). Written in batches; losing a batch is accepted.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    visitor = models.CharField(max_length=32)
    referrer_host = models.CharField(max_length=120, blank=True)
    path = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["event", "created_at"], name="views_of_an_event_by_time")]
