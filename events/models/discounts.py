"""Discount codes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.ticket_types import TicketType
from tenants.models import Tenant, User
from ticketing.core.constraints import at_least, in_order, one_of, upper_case
from ticketing.core.models import BaseModel, BaseQuerySet


class DiscountType(models.TextChoices):
    """How a discount is reckoned."""

    PERCENTAGE = "percentage", _("Percent off")
    FIXED_PER_ORDER = "fixed_per_order", _("Amount off the order")
    FIXED_PER_TICKET = "fixed_per_ticket", _("Amount off each ticket")


class DiscountStatus(models.TextChoices):
    """Whether a code is accepted."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")


class CodeBatch(BaseModel):
    """Discount codes that are made at once: `quantity` of them, of which `made` are there already.

    `values` are what they have in common, as JSON: fields of `DiscountCode`, and the ids of its ticket types.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prefix = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            at_least("quantity", 1, "code_batch_has_at_least_one"),
            models.CheckConstraint(
                condition=Q(made__lte=F("quantity")), name="code_batch_makes_no_more_codes_than_asked_for"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "event", "-created_at"], name="code_batches_by_time")]

    @property
    def is_complete(self) -> bool:
        """Whether all codes are there."""
        return self.made >= self.quantity


class DiscountCode(BaseModel):
    """A word that lowers the price or shows hidden ticket types.

    `discount_value` is hundredths of a percent for percentages (1 250 is 12.5 %), minor units otherwise. Null `event`:
    valid for all of the tenant's events. `times_redeemed` counts orders that use it, lapsed ones not.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="discount_codes", verbose_name=_("event")
    )
    code = models.CharField(_("code"), max_length=40)
    description = models.CharField(_("description"), max_length=200, blank=True)
    discount_type = models.CharField(_("kind"), max_length=16, choices=DiscountType, default=DiscountType.PERCENTAGE)
    discount_value = models.PositiveIntegerField(_("value"), default=0)
    max_redemptions = models.PositiveIntegerField(_("most uses"), null=True, blank=True)
    times_redeemed = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    max_per_buyer = models.PositiveSmallIntegerField(_("most uses per buyer"), null=True, blank=True)
    max_tickets = models.PositiveSmallIntegerField(_("most tickets per order"), null=True, blank=True)
    minimum_order_cents = models.PositiveIntegerField(_("minimum order"), default=0)
    ticket_types = models.ManyToManyField(
        TicketType, related_name="discount_codes", blank=True, verbose_name=_("only for ticket types")
    )
    starts_at = models.DateTimeField(_("valid from"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=DiscountStatus, default=DiscountStatus.ACTIVE)
    unlocks_hidden_types = models.BooleanField(_("shows hidden ticket types"), default=False)
    batch = models.ForeignKey(
        CodeBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="codes", db_index=False, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("discount code")
        verbose_name_plural = _("discount codes")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "event", "code"],
                nulls_distinct=False,
                name="discount_code_is_unique_within_its_event",
            ),
            upper_case("code", "discount_code_is_upper_case"),
            one_of("discount_type", DiscountType, "discount_type_is_known"),
            one_of("status", DiscountStatus, "discount_status_is_known"),
            in_order("starts_at", "expires_at", "discount_expires_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(discount_type="percentage") | Q(discount_value__lte=10000),
                name="discount_percentage_is_at_most_100",
            ),
            models.CheckConstraint(
                condition=Q(max_redemptions__isnull=True) | Q(times_redeemed__lte=F("max_redemptions")),
                name="discount_is_used_at_most_as_often_as_allowed",
            ),
            models.CheckConstraint(condition=Q(times_redeemed__gte=0), name="discount_uses_are_not_negative"),
        ]
        indexes = [models.Index(fields=["batch"], name="discount_codes_of_a_batch", condition=Q(batch__isnull=False))]

    def __str__(self) -> str:
        return self.code
