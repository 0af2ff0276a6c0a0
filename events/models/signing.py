"""Signing keys: what makes a ticket's QR impossible to forge."""

from django.db import models
from django.db.models import Q

from events.models.event import Event
from tenants.models import Tenant
from ticketing.core.models import BaseModel, BaseQuerySet


class SigningKey(BaseModel):
    """An Ed25519 key pair of one event. The private half is encrypted with the platform's secret.

    Retired keys still verify; the newest that is not retired signs.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="signing_keys")
    key_id = models.CharField(max_length=16, unique=True)
    public_key = models.BinaryField(max_length=32)
    private_key = models.BinaryField()
    retired_at = models.DateTimeField(null=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(retired_at=None), name="one_signing_key_in_use_per_event"
            )
        ]

    def __str__(self) -> str:
        return self.key_id
