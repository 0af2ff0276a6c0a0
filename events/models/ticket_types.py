"""Ticket types: what is on sale."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event, EventSession
from events.models.stock import Stock
from events.models.venues import Venue
from tenants.models import Tenant
from ticketing.core.constraints import at_least, in_order, one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class TicketKind(models.TextChoices):
    """Whether what is sold admits a person or is handed over."""

    TICKET = "ticket", _("Ticket")
    MERCHANDISE = "merchandise", _("Merchandise")


class TicketTypeStatus(models.TextChoices):
    """Whether a ticket type is on offer."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")


class ActivationMode(models.TextChoices):
    """Whether a ticket works from its purchase or only once its holder activates it."""

    IMMEDIATE = "immediate", _("At purchase")
    DEFERRED = "deferred", _("By its holder, later")


class SlotChoice(models.TextChoices):
    """When the time of a visit is chosen; only for types that have a venue of visits."""

    LATER = "later", _("By its holder, later")
    CHECKOUT = "checkout", _("When it is bought")


class TicketTypeQuerySet(BaseQuerySet["TicketType"]):
    """Reads of ticket types."""

    def with_places(self) -> "TicketTypeQuerySet":
        """Each with its event, and with `session_stock_ids`: what it draws on besides its own and its event's stock."""
        sessions = EventSession.objects.filter(ticket_types=OuterRef("pk"))
        return (
            self.select_related("event")
            .defer("event__description", "event__search")
            .annotate(session_stock_ids=ArraySubquery(sessions.order_by("pk").values("stock_id")))
        )


class TicketType(BaseModel):
    """What is on sale: name, price, limits, sale window, and the places it draws on.

    `price_cents` is in minor units of the event's currency; null `tax_rate` means the tenant's. `valid_days` counts
    from purchase, or from activation where that is deferred. What a type draws on is fixed once sales began.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="ticket_types")
    kind = models.CharField(_("kind"), max_length=11, choices=TicketKind, default=TicketKind.TICKET)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    price_cents = models.PositiveIntegerField(_("price"), default=0)
    tax_rate = models.DecimalField(
        _("tax rate in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    min_per_order = models.PositiveSmallIntegerField(_("least per order"), default=1, validators=[MinValueValidator(1)])
    max_per_order = models.PositiveSmallIntegerField(_("most per order"), default=10, validators=[MinValueValidator(1)])
    max_per_buyer = models.PositiveSmallIntegerField(
        _("most per buyer"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    requires = models.ManyToManyField(
        "self", symmetrical=False, related_name="required_by", blank=True, verbose_name=_("only together with")
    )
    sales_starts_at = models.DateTimeField(_("sales start"), null=True, blank=True)
    sales_ends_at = models.DateTimeField(_("sales end"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=TicketTypeStatus, default=TicketTypeStatus.ACTIVE)
    is_hidden = models.BooleanField(_("hidden until a code unlocks it"), default=False)
    requires_approval = models.BooleanField(_("orders need approval"), default=False)
    sort_order = models.PositiveSmallIntegerField(_("position"), default=0)
    activation_mode = models.CharField(
        _("activation"), max_length=9, choices=ActivationMode, default=ActivationMode.IMMEDIATE
    )
    valid_days = models.PositiveSmallIntegerField(_("valid for days"), null=True, blank=True)
    admits = models.ManyToManyField(
        EventSession, related_name="ticket_types", blank=True, verbose_name=_("admits to sessions")
    )
    reservation_venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue of its visits")
    )
    slot_choice = models.CharField(
        _("time of the visit is chosen"), max_length=8, choices=SlotChoice, default=SlotChoice.LATER
    )
    metadata = models.JSONField(_("more data"), default=dict, blank=True)
    stock = models.OneToOneField(Stock, on_delete=models.PROTECT, related_name="ticket_type", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = TicketTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        ordering = ["sort_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="ticket_type_is_unique_within_its_tenant"),
            one_of("kind", TicketKind, "ticket_type_kind_is_known"),
            one_of("status", TicketTypeStatus, "ticket_type_status_is_known"),
            one_of("activation_mode", ActivationMode, "ticket_type_activation_mode_is_known"),
            in_order("sales_starts_at", "sales_ends_at", "ticket_type_sales_end_after_they_start"),
            at_least("price_cents", 0, "ticket_type_price_is_not_negative"),
            at_least("min_per_order", 1, "ticket_type_sells_at_least_one"),
            models.CheckConstraint(
                condition=Q(max_per_order__gte=F("min_per_order")),
                name="ticket_type_most_per_order_is_at_least_its_least",
            ),
            models.CheckConstraint(
                condition=Q(max_per_buyer__isnull=True) | Q(max_per_buyer__gte=1),
                name="ticket_type_most_per_buyer_is_at_least_one",
            ),
            one_of("slot_choice", SlotChoice, "ticket_type_slot_choice_is_known"),
            models.CheckConstraint(
                condition=~Q(slot_choice=SlotChoice.CHECKOUT) | Q(reservation_venue__isnull=False, kind="ticket"),
                name="ticket_type_with_a_slot_at_checkout_has_a_venue",
            ),
            models.CheckConstraint(
                condition=Q(tax_rate__isnull=True) | Q(tax_rate__range=(0, 100)),
                name="ticket_type_tax_rate_is_0_to_100",
            ),
        ]
        indexes = [models.Index(fields=["event", "sort_order"], name="ticket_types_of_an_event")]

    def __str__(self) -> str:
        return self.name

    @property
    def stock_ids(self) -> tuple[UUID, ...]:
        """The stocks that one place of this type comes out of: its own, its event's and its sessions'.

        Needs a row read by `with_places`.
        """
        annotated: Any = self
        return (self.stock_id, self.event.stock_id, *annotated.session_stock_ids)

    @property
    def asks_for_slot(self) -> bool:
        """Whether whoever buys it chooses the time of the visit with it."""
        return self.slot_choice == SlotChoice.CHECKOUT

    @property
    def is_free(self) -> bool:
        """Whether it costs nothing."""
        return self.price_cents == 0
