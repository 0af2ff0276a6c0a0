"""Which events a limited member reaches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from tenants.models import Membership, Tenant
from ticketing.core.models import BaseModel, BaseQuerySet


class EventAccess(BaseModel):
    """One event that a limited member (`Membership.is_limited`) reaches; other events are not there for them."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="event_access")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to an event")
        verbose_name_plural = _("access to events")
        constraints = [
            models.UniqueConstraint(fields=["membership", "event"], name="one_access_per_membership_and_event")
        ]
