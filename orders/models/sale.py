"""Orders: who bought what, at which price."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models import DiscountCode, Event, TicketType
from orders.models.cart import Cart
from tenants.models import DELETED, Tenant, User
from ticketing.core.constraints import at_least, lower_case, one_of, upper_case
from ticketing.core.models import BaseModel, BaseQuerySet

WITHOUT_TAG = Func(
    Lower("email"),
    Value(r"\+[^@]*@"),
    Value("@"),
    function="regexp_replace",
    output_field=models.CharField(max_length=254),
)


def person_words() -> Func:
    """What somebody is found by: the words of name and e-mail, and the tenant, so that others' people cost nothing."""
    words = ("tenant", "first_name", "last_name", "email")
    return Func(*words, function="orders_person_words", output_field=SearchVectorField())


class Buyer(BaseModel):
    """Who buys from a tenant. `email_key` (no `+tag`) is for limits per buyer only, never for access."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    email = models.EmailField(_("e-mail"))
    email_key = models.GeneratedField(
        expression=WITHOUT_TAG, output_field=models.CharField(max_length=254), db_persist=True
    )
    first_name = models.CharField(_("first name"), max_length=120, blank=True)
    last_name = models.CharField(_("last name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    address = models.JSONField(_("address"), default=dict, blank=True)
    marketing_consent_at = models.DateTimeField(_("agreed to news"), null=True, blank=True)
    marketing_consent_text = models.TextField(_("what was agreed to"), blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("buyer")
        verbose_name_plural = _("buyers")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "email"], name="one_buyer_per_tenant_and_email"),
            lower_case("email", "buyer_email_is_lower_case"),
        ]
        indexes = [
            models.Index(fields=["tenant", "email_key"], name="buyers_by_key_for_limits"),
            models.Index(fields=["tenant", "id"], name="buyers_of_a_tenant_in_order"),
            GinIndex(person_words(), name="buyers_by_words"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def full_name(self) -> str:
        """First and last name, as given."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_anonymous(self) -> bool:
        """Whether the person was taken out of the organizer's records."""
        return self.email.endswith(f"@{DELETED}")


class OrderStatus(models.TextChoices):
    """How far an order has come."""

    PENDING = "pending", _("Pending")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class PaymentState(models.TextChoices):
    """What is known of an order's payment."""

    PENDING = "pending", _("Not paid yet")
    PROCESSING = "processing", _("Processing")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")


class RefundState(models.TextChoices):
    """How much of an order was paid back."""

    NONE = "none", _("Not refunded")
    PARTIAL = "partial_refund", _("Partly refunded")
    REFUNDED = "refunded", _("Refunded")


class Order(BaseModel):
    """One purchase, from checkout on. Amounts are minor units of `currency` and add up by a constraint.

    `taxes_cents` are those added on top; `taxes_included_cents` lie within the prices. An order that holds places has
    an `expires_at`. `lookup_token` opens the order's page to whoever has its link.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_number = models.CharField(_("order number"), max_length=16, unique=True)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="orders", db_constraint=False, db_index=False
    )
    cart = models.OneToOneField(Cart, on_delete=models.PROTECT, null=True, blank=True, related_name="order")
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="orders")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders")
    buyer_email = models.EmailField(_("e-mail"))
    buyer_name = models.CharField(_("name"), max_length=250)
    discount_code = models.ForeignKey(
        DiscountCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("discount code"),
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    subtotal_cents = models.BigIntegerField(_("subtotal"))
    discount_cents = models.BigIntegerField(_("discount"), default=0)
    fees_cents = models.BigIntegerField(_("fees"), default=0)
    taxes_cents = models.BigIntegerField(_("taxes"), default=0)
    taxes_included_cents = models.BigIntegerField(_("taxes included"), default=0)
    total_cents = models.BigIntegerField(_("total"))
    refunded_cents = models.BigIntegerField(_("refunded"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=17, choices=OrderStatus, default=OrderStatus.PENDING)
    payment_status = models.CharField(_("payment"), max_length=10, choices=PaymentState, default=PaymentState.PENDING)
    refund_state = models.GeneratedField(
        expression=Case(
            When(refunded_cents=0, then=Value("none")),
            When(refunded_cents__lt=F("total_cents"), then=Value("partial_refund")),
            default=Value("refunded"),
        ),
        output_field=models.CharField(max_length=14, choices=RefundState),
        db_persist=True,
    )
    lookup_token = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    terms_accepted_at = models.DateTimeField(_("terms accepted"), null=True, blank=True)
    locale = models.CharField(_("language"), max_length=10, default="en")
    notes = models.TextField(_("notes"), blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="order_is_unique_within_its_tenant"),
            one_of("status", OrderStatus, "order_status_is_known"),
            one_of("payment_status", PaymentState, "order_payment_status_is_known"),
            models.CheckConstraint(
                condition=Q(total_cents=F("subtotal_cents") - F("discount_cents") + F("fees_cents") + F("taxes_cents")),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    subtotal_cents__gte=0,
                    discount_cents__gte=0,
                    fees_cents__gte=0,
                    taxes_cents__gte=0,
                    taxes_included_cents__gte=0,
                    total_cents__gte=0,
                ),
                name="order_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(discount_cents__lte=F("subtotal_cents")), name="order_discount_is_at_most_its_subtotal"
            ),
            models.CheckConstraint(condition=Q(refunded_cents__gte=0), name="order_refunds_are_not_negative"),
            lower_case("buyer_email", "order_buyer_email_is_lower_case"),
            upper_case("order_number", "order_number_is_upper_case"),
        ]
        indexes = [
            models.Index(fields=["tenant", "-created_at"], name="orders_of_a_tenant_by_time"),
            models.Index(fields=["event", "id"], name="orders_of_an_event_in_order"),
            models.Index(fields=["event", "status", "created_at"], name="orders_of_an_event_by_status"),
            models.Index(fields=["event", "-created_at"], name="orders_of_an_event_by_time"),
            models.Index(fields=["buyer_email"], name="orders_of_an_email"),
            # Members look for the beginning of an address, and for a buyer's names.
            models.Index(
                fields=["tenant", "buyer_email"],
                opclasses=["uuid_ops", "varchar_pattern_ops"],
                name="orders_found_by_email",
            ),
            GinIndex(SearchVector("buyer_name", config="foyer"), name="orders_found_by_name"),
            models.Index(
                fields=["tenant", "created_at"],
                name="orders_to_approve",
                condition=Q(status="awaiting_approval"),
            ),
            models.Index(
                fields=["event", "confirmed_at"],
                name="orders_of_an_event_by_day",
                condition=Q(confirmed_at__isnull=False),
            ),
            models.Index(
                fields=["event", "expires_at"],
                name="orders_that_lapse",
                condition=Q(status__in=["pending", "awaiting_approval"]),
            ),
        ]

    def __str__(self) -> str:
        return self.order_number

    @property
    def is_open(self) -> bool:
        """Whether it holds places and waits for money or approval."""
        return self.status in (OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL)

    @property
    def is_confirmed(self) -> bool:
        """Whether its tickets are good."""
        return self.status == OrderStatus.CONFIRMED


class ItemKind(models.TextChoices):
    """What a line of an order is for."""

    TICKET = "ticket", _("Ticket")
    MERCHANDISE = "merchandise", _("Merchandise")
    FEE = "fee", _("Fee")


class OrderItem(BaseModel):
    """One line with the agreed price. Amounts are minor units of the order's currency, for the whole line."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="items", db_constraint=False)
    ticket_type = models.ForeignKey(
        TicketType, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=11, choices=ItemKind, default=ItemKind.TICKET)
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    cancelled_quantity = models.PositiveIntegerField(default=0)
    unit_price_cents = models.BigIntegerField()
    subtotal_cents = models.BigIntegerField()
    discount_cents = models.BigIntegerField(default=0)
    fee_cents = models.BigIntegerField(default=0)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    tax_cents = models.BigIntegerField(default=0)
    tax_included_cents = models.BigIntegerField(default=0)
    slot_id = models.UUIDField(null=True, blank=True)
    metadata = models.JSONField(default=dict, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("order item")
        verbose_name_plural = _("order items")
        constraints = [
            one_of("kind", ItemKind, "order_item_kind_is_known"),
            at_least("quantity", 1, "order_item_is_for_at_least_one"),
            models.CheckConstraint(
                condition=Q(cancelled_quantity__lte=F("quantity")), name="order_item_cancels_at_most_its_quantity"
            ),
            models.CheckConstraint(
                condition=Q(subtotal_cents=F("unit_price_cents") * F("quantity")), name="order_item_subtotal_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(
                    unit_price_cents__gte=0,
                    discount_cents__gte=0,
                    fee_cents__gte=0,
                    tax_cents__gte=0,
                    tax_included_cents__gte=0,
                    discount_cents__lte=F("subtotal_cents"),
                ),
                name="order_item_amounts_are_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["ticket_type"], name="order_items_of_a_type")]

    @property
    def total_cents(self) -> int:
        """What the line costs: subtotal − discount + fee + tax on top, in minor units."""
        return self.subtotal_cents - self.discount_cents + self.fee_cents + self.tax_cents


class DiscountRedemption(BaseModel):
    """One use of a code by one order (`promo_redemptions` in the use cases). Given back when the order lapses."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    discount_code = models.ForeignKey(DiscountCode, on_delete=models.PROTECT, related_name="redemptions")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="discount_redemption")
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [at_least("amount_cents", 0, "discount_redemption_amount_is_not_negative")]
