"""Carts: what someone is about to buy. A cart's items are the hold on its places."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import DiscountCode, Event, TicketType
from tenants.models import Tenant, User
from ticketing.core.constraints import at_least, one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class CartStatus(models.TextChoices):
    """Active carts hold places. A lapsed one is abandoned where contact was already typed, else expired."""

    ACTIVE = "active", _("Active")
    CONVERTED = "converted", _("Ordered")
    ABANDONED = "abandoned", _("Abandoned")
    EXPIRED = "expired", _("Expired")


class Cart(BaseModel):
    """One visitor's choice at one event, held until `expires_at`.

    The visitor's cookie holds the token of `token_hash`. A cart with `waiting_entry` is the waiting list's offer to
    that person.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="carts")
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    currency = models.CharField(max_length=3)
    discount_code = models.ForeignKey(DiscountCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact_email = models.EmailField(blank=True)
    ip_hash = models.CharField(max_length=32, blank=True)
    expires_at = models.DateTimeField()
    extended_count = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=9, choices=CartStatus, default=CartStatus.ACTIVE)
    waiting_entry = models.ForeignKey(
        "orders.WaitingListEntry",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        db_index=False,
    )

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [
            one_of("status", CartStatus, "cart_status_is_known"),
            models.UniqueConstraint(
                fields=["waiting_entry"], condition=Q(status="active"), name="one_live_offer_per_waiting_entry"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "expires_at"], name="carts_that_lapse", condition=Q(status="active")),
            models.Index(fields=["ip_hash", "event"], name="live_carts_of_an_address", condition=Q(status="active")),
            # For reports of the days that are not rolled up yet; it costs a hold next to nothing.
            BrinIndex(fields=["created_at"], name="carts_by_time", autosummarize=True),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CartItem(BaseModel):
    """So many places of one ticket type, at the price shown when they were chosen.

    `slot_id` is set by the places hook.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="items")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    unit_price_cents = models.PositiveIntegerField()
    slot_id = models.UUIDField(null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            at_least("quantity", 1, "cart_item_holds_at_least_one"),
            at_least("unit_price_cents", 0, "cart_item_price_is_not_negative"),
            models.UniqueConstraint(
                fields=["cart", "ticket_type", "slot_id"],
                nulls_distinct=False,
                name="one_cart_item_per_ticket_type_and_slot",
            ),
        ]

    @property
    def subtotal_cents(self) -> int:
        """Quantity times unit price, in minor units."""
        return self.quantity * self.unit_price_cents
