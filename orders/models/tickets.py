"""Tickets and who enters with them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from events.models import ActivationMode, Event, TicketType
from orders.models.sale import Order, OrderItem, person_words
from tenants.models import Tenant, User
from ticketing.core.constraints import at_least, one_of, upper_case
from ticketing.core.models import BaseModel, BaseQuerySet


class TicketStatus(models.TextChoices):
    """Whether a ticket admits."""

    PENDING = "pending", _("Pending")
    VALID = "valid", _("Valid")
    USED = "used", _("Used")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class ActivationStatus(models.TextChoices):
    """The reservations document's words for how far a ticket's activation has come."""

    INACTIVE = "inactive", _("Not activated")
    ACTIVE = "active", _("Active")
    REDEEMED = "redeemed", _("Redeemed")
    CANCELLED = "cancelled", _("Cancelled")


class TicketBatch(BaseModel):
    """Tickets that were made beforehand, for print or resale: so many codes, each of which works once.

    They count as sold from then on, and wait for whoever holds a code to activate it.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="batches")
    label = models.CharField(_("label"), max_length=120)
    quantity = models.PositiveIntegerField(_("number of tickets"))
    activation_mode = models.CharField(
        _("activation"), max_length=9, choices=ActivationMode, default=ActivationMode.DEFERRED
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of tickets")
        verbose_name_plural = _("batches of tickets")
        constraints = [
            at_least("quantity", 1, "ticket_batch_has_at_least_one"),
            one_of("activation_mode", ActivationMode, "ticket_batch_activation_mode_is_known"),
        ]
        indexes = [models.Index(fields=["ticket_type", "-created_at"], name="ticket_batches_of_a_type")]

    def __str__(self) -> str:
        return self.label


class Ticket(BaseModel):
    """One person's right to enter, known by its `code`. Raising `qr_version` makes every earlier QR worthless.

    A pre-made ticket has no order. `status` may lag behind `expires_at`, so every check compares that itself.
    `session_titles`, and `key_id` and `sealed_key` of the event's signing key, are there where a query asked for them.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="tickets", db_constraint=False, db_index=False
    )
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="tickets", db_constraint=False)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets", db_constraint=False
    )
    order_item = models.ForeignKey(OrderItem, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets")
    batch = models.ForeignKey(
        TicketBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    purchased_at = models.DateTimeField(_("bought"))
    code = models.CharField(_("code"), max_length=64, unique=True)
    qr_version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(_("status"), max_length=9, choices=TicketStatus, default=TicketStatus.PENDING)
    seat_label = models.CharField(_("seat"), max_length=40, blank=True)
    price_paid_cents = models.BigIntegerField(_("price paid"), default=0)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    entitlements = models.JSONField(_("entitlements"), default=dict, blank=True)
    activation_mode = models.CharField(
        _("activation"), max_length=9, choices=ActivationMode, default=ActivationMode.IMMEDIATE
    )
    activated_at = models.DateTimeField(_("activated"), null=True, blank=True)
    activation_status = models.GeneratedField(
        expression=Case(
            When(status="cancelled", then=Value("cancelled")),
            When(status="used", then=Value("redeemed")),
            When(Q(status="valid") & Q(activated_at__isnull=False), then=Value("active")),
            default=Value("inactive"),
        ),
        output_field=models.CharField(max_length=9, choices=ActivationStatus),
        db_persist=True,
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("admitted"), null=True, blank=True)
    checked_in_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    customer_email = models.EmailField(_("e-mail"), blank=True)
    customer_phone = models.CharField(_("phone"), max_length=32, blank=True)
    reserved_at = models.DateTimeField(_("reserved"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    session_titles: list[str]
    key_id: str | None
    sealed_key: bytes

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="ticket_is_unique_within_its_tenant"),
            one_of("status", TicketStatus, "ticket_status_is_known"),
            one_of("activation_mode", ActivationMode, "ticket_activation_mode_is_known"),
            upper_case("code", "ticket_code_is_upper_case"),
            at_least("price_paid_cents", 0, "ticket_price_is_not_negative"),
        ]
        indexes = [
            models.Index(fields=["tenant", "id"], name="tickets_of_a_tenant_in_order"),
            models.Index(fields=["event", "id"], name="tickets_of_an_event_in_order"),
            models.Index(fields=["event", "status", "purchased_at"], name="tickets_of_an_event_by_status"),
            models.Index(fields=["user", "purchased_at"], name="tickets_of_a_user_by_time"),
            models.Index(fields=["ticket_type", "status"], name="tickets_of_a_type_by_status"),
            models.Index(fields=["batch"], name="tickets_of_a_batch", condition=Q(batch__isnull=False)),
            models.Index(
                fields=["event", "cancelled_at"],
                name="tickets_by_cancellation",
                condition=Q(cancelled_at__isnull=False),
            ),
            # With the type in it, check-ins are counted from the index alone.
            models.Index(
                fields=["event", "checked_in_at"],
                include=["ticket_type"],
                name="tickets_by_check_in",
                condition=Q(checked_in_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_good(self) -> bool:
        """Whether it was paid for and not cancelled: its holder may see its QR."""
        return self.status in (TicketStatus.VALID, TicketStatus.USED)


class Attendee(BaseModel):
    """The person a ticket is for, and what the organizer asked of them. Demographics are optional."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="attendee")
    first_name = models.CharField(_("first name"), max_length=120, blank=True)
    last_name = models.CharField(_("last name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    demographics = models.JSONField(_("demographics"), default=dict, blank=True)
    consents = models.JSONField(_("consents"), default=list, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        indexes = [
            models.Index(fields=["tenant", "email"], name="attendees_by_email"),
            models.Index(fields=["tenant", "last_name"], name="attendees_by_last_name"),
            GinIndex(person_words(), name="attendees_by_words"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        """First and last name, as given."""
        return f"{self.first_name} {self.last_name}".strip()
