"""Scans and redemptions: every attempt, and every admission."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkin.models.door import Device, Gate
from orders.models import Ticket
from tenants.models import Tenant, User
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class ScanResult(models.TextChoices):
    """What was answered to a scan. Only `admitted` and `left` changed anything."""

    ADMITTED = "admitted", _("Admitted")
    LEFT = "left", _("Left")
    ALREADY_USED = "already_used", _("Already used")
    WRONG_EVENT = "wrong_event", _("Wrong event")
    WRONG_GATE = "wrong_gate", _("Wrong gate")
    TOO_EARLY = "too_early", _("Not yet")
    TOO_LATE = "too_late", _("No longer")
    UNPAID = "unpaid", _("Not paid")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    NOT_ACTIVATED = "not_activated", _("Not activated")
    NOT_RESERVED = "not_reserved", _("No time reserved")
    WRONG_DAY = "wrong_day", _("Another day")
    WRONG_VENUE = "wrong_venue", _("Another venue")
    REPLACED = "replaced", _("An older QR code")
    NOT_INSIDE = "not_inside", _("Not inside")
    FORGED = "forged", _("Forged")
    UNKNOWN = "unknown", _("Unknown")


class Direction(models.TextChoices):
    """In or out."""

    ENTRY = "entry", _("In")
    EXIT = "exit", _("Out")


class Scan(BaseModel):
    """One attempt at a gate. `client_id` is the device's own id of it: a scan sent again is the same scan.

    `scanned_at` is the device's clock, corrected; `facts` is what was shown, so that a repeat gives the same answer.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="scans")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, blank=True, related_name="scans")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    operator = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_id = models.UUIDField(unique=True)
    direction = models.CharField(max_length=5, choices=Direction, default=Direction.ENTRY)
    result = models.CharField(_("result"), max_length=13, choices=ScanResult)
    facts = models.JSONField(default=dict, blank=True)
    scanned_at = models.DateTimeField(_("scanned"))
    received_at = models.DateTimeField(_("received"))
    is_signed = models.BooleanField(_("signed code"), default=False)
    is_offline = models.BooleanField(_("offline"), default=False)
    is_conflict = models.BooleanField(_("conflict"), default=False)
    is_forced = models.BooleanField(_("admitted anyway"), default=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            one_of("result", ScanResult, "scan_result_is_known"),
            one_of("direction", Direction, "scan_direction_is_known"),
        ]
        indexes = [models.Index(fields=["gate", "-received_at"], name="scans_of_a_gate_by_time")]


class Redemption(BaseModel):
    """One admission. Undoing it, or leaving where coming back is allowed, ends it and frees the ticket.

    `admission_key` names the admission: empty for "once in all", a session's id, or a local date.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="redemptions")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="redemptions")
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")
    admission_key = models.CharField(max_length=40, blank=True)
    redeemed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "admission_key"],
                condition=Q(ended_at=None),
                name="one_live_redemption_per_admission",
            )
        ]
        indexes = [models.Index(fields=["gate", "-redeemed_at"], name="redemptions_of_a_gate_by_time")]
