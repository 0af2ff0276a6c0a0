"""Payouts: money on its way from the provider to an organizer's bank."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class PayoutStatus(models.TextChoices):
    """How far a payout has come. A paid one may still fail: the bank sends it back days later."""

    PENDING = "pending", _("Announced")
    IN_TRANSIT = "in_transit", _("On its way")
    PAID = "paid", _("Arrived")
    CANCELED = "canceled", _("Called off")
    FAILED = "failed", _("Failed")


class Payout(BaseModel):
    """Money that the provider sends on to an organizer's bank, as the provider tells of it.

    Nobody writes one here. Its amount is negative where the provider takes a debt from the bank. `made_at` is when the
    provider made it, `arrives_on` the day on which it is to be there.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="payouts")
    provider = models.CharField(_("provider"), max_length=40)
    provider_reference = models.CharField(_("reference"), max_length=255)
    amount_cents = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=10, choices=PayoutStatus, default=PayoutStatus.PENDING)
    arrives_on = models.DateField(_("arrives"), null=True, blank=True)
    failure_code = models.CharField(_("failure code"), max_length=80, blank=True)
    failure_message = models.TextField(_("failure"), blank=True)
    made_at = models.DateTimeField(_("made"))

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [
            one_of("status", PayoutStatus, "payout_status_is_known"),
            models.UniqueConstraint(
                fields=["provider", "provider_reference"], name="payout_reference_is_unique_per_provider"
            ),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="payout_is_of_something"),
        ]
        indexes = [models.Index(fields=["tenant", "-made_at"], name="payouts_of_a_tenant")]

    def __str__(self) -> str:
        return self.provider_reference
