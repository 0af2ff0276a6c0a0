"""Events that were called off: what their holders were told, and how far that has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event
from tenants.models import Tenant, User
from ticketing.core.models import BaseModel, BaseQuerySet


class EventCancellation(BaseModel):
    """An event was called off, for good. Its orders are ended and told one by one; `finished_at` is set after the last.

    `refunds_requested_at` is set where all the money is to go back.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="cancellation")
    message = models.TextField(_("message"), blank=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    refunds_requested_at = models.DateTimeField(null=True)
    refunds_requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("cancelled event")
        verbose_name_plural = _("cancelled events")

    def __str__(self) -> str:
        return str(self.event_id)
