"""Gates, the devices at them, and what went wrong."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, EventSession, TicketType
from orders.models import Ticket
from tenants.models import Tenant, User
from ticketing.core.constraints import in_order, one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class Gate(BaseModel):
    """A place where tickets are checked. No ticket types: all of the event's. No sessions: the event as a whole."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="gates")
    name = models.CharField(_("name"), max_length=120)
    ticket_types = models.ManyToManyField(TicketType, related_name="+", blank=True, verbose_name=_("ticket types"))
    sessions = models.ManyToManyField(EventSession, related_name="+", blank=True, verbose_name=_("sessions"))
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    allows_reentry = models.BooleanField(_("guests may leave and come back"), default=False)
    entries_per_day = models.PositiveSmallIntegerField(
        _("entries per day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ["created_at"]
        constraints = [
            in_order("opens_at", "closes_at", "gate_closes_after_it_opens"),
            models.UniqueConstraint(
                fields=["event", "name"], condition=Q(archived_at=None), name="gate_name_is_unique_within_its_event"
            ),
            models.CheckConstraint(
                condition=Q(entries_per_day__isnull=True) | Q(entries_per_day__gte=1),
                name="gate_admits_at_least_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Device(BaseModel):
    """A phone or scanner that may admit at one gate, by a token of which only the hash is kept."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(_("name"), max_length=120)
    paired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    battery_percent = models.PositiveSmallIntegerField(_("battery"), null=True, blank=True)
    queue_length = models.PositiveIntegerField(_("scans waiting"), default=0)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class Severity(models.TextChoices):
    """How grave an incident is."""

    NOTE = "note", _("Note")
    WARNING = "warning", _("Warning")
    URGENT = "urgent", _("Urgent")


class Incident(BaseModel):
    """A note of something that happened at the door."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="incidents")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    severity = models.CharField(_("severity"), max_length=7, choices=Severity, default=Severity.NOTE)
    note = models.TextField(_("note"))

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [one_of("severity", Severity, "incident_severity_is_known")]
