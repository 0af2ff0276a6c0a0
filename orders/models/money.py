"""Money: what came in, what went back, and the books."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models.cancellation import EventCancellation
from orders.models.payouts import Payout
from orders.models.sale import Order
from orders.models.tickets import Ticket
from tenants.models import Tenant, User
from ticketing.core.constraints import at_least, one_of
from ticketing.core.models import AppendOnlyModel, BaseModel, BaseQuerySet


class PaymentStatus(models.TextChoices):
    """What the provider says of a payment. Open: created, pending, processing."""

    CREATED = "created", _("Created")
    PENDING = "pending", _("Pending")
    PROCESSING = "processing", _("Processing")
    SUCCEEDED = "succeeded", _("Paid")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_PAYMENT = ("created", "pending", "processing")


class PaymentQuerySet(BaseQuerySet["Payment"]):
    """Reads of payments."""

    def open(self) -> "PaymentQuerySet":
        """Those whose end is not known yet."""
        return self.filter(status__in=OPEN_PAYMENT)


class Payment(BaseModel):
    """One attempt to pay an order through a provider; at most one is open per order.

    `applied_cents` is what went towards the order: 0 for money that came twice or too late, which is refunded.
    `provider_intent` is the provider's own number of the money's movement (a Stripe PaymentIntent). `refunding_cents`,
    what of it is on its way back, is there where a query asked for it.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    provider = models.CharField(_("provider"), max_length=40)
    # Null until the provider has named it: unique, and yet not known for several at once.
    provider_reference = models.CharField(_("reference"), max_length=255, null=True, blank=True)  # noqa: DJ001
    provider_intent = models.CharField(_("payment intent"), max_length=255, blank=True)
    redirect_url = models.TextField(blank=True)
    status = models.CharField(_("status"), max_length=10, choices=PaymentStatus, default=PaymentStatus.CREATED)
    method = models.CharField(_("method"), max_length=40, blank=True)
    amount_cents = models.BigIntegerField(_("amount"))
    applied_cents = models.BigIntegerField(_("applied"), default=0)
    refunded_cents = models.BigIntegerField(_("refunded"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    is_disputed = models.BooleanField(_("disputed"), default=False)
    processed_at = models.DateTimeField(_("processed"), null=True, blank=True)
    asked_at = models.DateTimeField(_("provider last asked"), null=True, blank=True)
    payload = models.JSONField(_("what the provider said"), default=dict, blank=True)

    refunding_cents: int

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            one_of("status", PaymentStatus, "payment_status_is_known"),
            models.UniqueConstraint(
                fields=["provider", "provider_reference"], name="payment_reference_is_unique_per_provider"
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status__in=OPEN_PAYMENT), name="one_open_payment_per_order"
            ),
            models.CheckConstraint(
                condition=Q(applied_cents__gte=0, applied_cents__lte=F("amount_cents")),
                name="payment_applies_at_most_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(refunded_cents__gte=0, refunded_cents__lte=F("amount_cents")),
                name="payment_refunds_at_most_its_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "status"], name="payments_of_a_user_by_status"),
            models.Index(fields=["created_at"], name="payments_to_ask_about", condition=Q(status__in=OPEN_PAYMENT)),
            models.Index(fields=["tenant"], name="disputed_payments_of_a_tenant", condition=Q(is_disputed=True)),
        ]

    def __str__(self) -> str:
        return self.provider_reference or str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether its end is not known yet."""
        return self.status in OPEN_PAYMENT


class RefundStatus(models.TextChoices):
    """How far a refund has come. A failed one is shown and can be tried again."""

    PENDING = "pending", _("On its way")
    SUCCEEDED = "succeeded", _("Paid back")
    FAILED = "failed", _("Failed")


class Refund(BaseModel):
    """Money on its way back to a buyer. It moves money only: cancelling is a separate act.

    One of a mass refund names the `cancellation` of its event, and is the only such one of its payment.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount_cents = models.BigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    tickets = models.ManyToManyField(Ticket, related_name="refunds", blank=True)
    status = models.CharField(_("status"), max_length=9, choices=RefundStatus, default=RefundStatus.PENDING)
    provider_reference = models.CharField(_("reference"), max_length=255, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error_message = models.TextField(_("error"), blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    processed_at = models.DateTimeField(_("processed"), null=True, blank=True)
    cancellation = models.ForeignKey(
        EventCancellation, on_delete=models.PROTECT, null=True, blank=True, related_name="refunds", editable=False
    )

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            one_of("status", RefundStatus, "refund_status_is_known"),
            at_least("amount_cents", 1, "refund_is_for_something"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(cancellation__isnull=False),
                name="one_refund_per_payment_of_a_cancelled_event",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="refunds_to_send", condition=~Q(status="succeeded")),
        ]


class TransactionType(models.TextChoices):
    """Why money moved."""

    PURCHASE = "purchase", _("Purchase")
    REFUND = "refund", _("Refund")
    REVERSAL = "reversal", _("Refund sent back")
    CHARGEBACK = "chargeback", _("Chargeback")
    PAYOUT = "payout", _("Payout")
    RETURNED = "returned", _("Payout sent back")
    FEE = "fee", _("Fee")


class Transaction(AppendOnlyModel):
    """Money that has moved: one entry in the books, its lines summing to zero by a deferred constraint.

    A refund that the buyer's bank sends back is booked by a reversal; tried again, it is the refund's next attempt. A
    payout that the organizer's bank sends back is booked as returned.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(_("type"), max_length=10, choices=TransactionType)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions")
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    amount_cents = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    gateway_fee_cents = models.BigIntegerField(_("provider's fee"), default=0)
    platform_fee_cents = models.BigIntegerField(_("platform's fee"), default=0)
    metadata = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")
        constraints = [
            one_of("type", TransactionType, "transaction_type_is_known"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(type="purchase"), name="one_purchase_transaction_per_payment"
            ),
            models.UniqueConstraint(
                fields=["refund", "attempt"], condition=Q(type="refund"), name="one_refund_transaction_per_attempt"
            ),
            models.UniqueConstraint(
                fields=["refund", "attempt"], condition=Q(type="reversal"), name="one_reversal_transaction_per_attempt"
            ),
            models.UniqueConstraint(
                fields=["payout", "type"], condition=Q(payout__isnull=False), name="one_payout_transaction_per_type"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "-created_at"], name="transactions_of_a_tenant")]


class Account(models.TextChoices):
    """Whose money it is, and where.

    The provider's account holds what was paid, until it is paid out to the bank; the others say to whom it belongs.
    """

    GATEWAY = "gateway", _("At the payment provider")
    BANK = "bank", _("At the organizer’s bank")
    GATEWAY_FEES = "gateway_fees", _("Provider's fees")
    SALES = "sales", _("Sales")
    TAXES = "taxes", _("Taxes")
    SERVICE_FEES = "service_fees", _("Service fees")
    UNAPPLIED = "unapplied", _("To be returned")


class LedgerEntry(AppendOnlyModel):
    """One line: so much onto (positive) or off (negative) an account, in minor units."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=12, choices=Account)
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [one_of("account", Account, "ledger_account_is_known")]
        indexes = [models.Index(fields=["tenant", "account", "created_at"], name="ledger_of_an_account_by_time")]


class WebhookStatus(models.TextChoices):
    """How far a provider's message was worked off."""

    RECEIVED = "received", _("Received")
    PROCESSED = "processed", _("Processed")
    IGNORED = "ignored", _("Of no concern")
    FAILED = "failed", _("Failed")


class WebhookEvent(BaseModel):
    """A provider's message as it came, stored before anything is done with it."""

    provider = models.CharField(_("provider"), max_length=40)
    provider_event_id = models.CharField(_("provider's id"), max_length=255)
    event_type = models.CharField(_("type"), max_length=80)
    payload = models.JSONField(_("payload"))
    received_at = models.DateTimeField(_("received"))
    processed_at = models.DateTimeField(_("processed"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=WebhookStatus, default=WebhookStatus.RECEIVED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error_message = models.TextField(_("error"), blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_event_id"], name="webhook_event_is_stored_once_per_provider"
            ),
            one_of("status", WebhookStatus, "webhook_status_is_known"),
        ]
        indexes = [models.Index(fields=["status", "-received_at"], name="webhooks_by_status_and_time")]

    def __str__(self) -> str:
        return f"{self.event_type} ({self.provider_event_id})"
