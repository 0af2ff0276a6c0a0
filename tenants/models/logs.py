"""Logs: who did what, and which mail went out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.models.tenants import Tenant
from ticketing.core.constraints import one_of
from ticketing.core.models import AppendOnlyModel, BaseModel, BaseQuerySet


class ActivityLog(AppendOnlyModel):
    """One entry: who did what to which row, from where. Written once; only a redaction may blank `metadata` and `ip`.

    Partitioned by month of `created_at`; `target_id` points nowhere by constraint, so that nothing hinders old months
    from being detached.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("tenant"))
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    action = models.CharField(_("action"), max_length=60)
    target_kind = models.CharField(_("kind"), max_length=40, blank=True)
    target_id = models.UUIDField(_("target"), null=True)
    metadata = models.JSONField(_("details"), default=dict, blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activity log")
        indexes = [
            models.Index(fields=["tenant", "-created_at"], name="activity_of_a_tenant_by_time"),
            models.Index(fields=["actor", "-created_at"], name="activity_of_an_actor_by_time"),
            models.Index(fields=["target_id", "-created_at"], name="activity_of_a_target_by_time"),
        ]

    def __str__(self) -> str:
        return self.action


class EmailStatus(models.TextChoices):
    """How far a mail got."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Not sent")


class EmailLog(BaseModel):
    """One mail: queued at most once per `dedupe_key`, sent under one Message-ID however often it is tried.

    `context` is what its builder needs to render it: ids only, since the words are made when it is sent.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("tenant"))
    target_kind = models.CharField(_("kind"), max_length=40, blank=True)
    target_id = models.UUIDField(_("target"), null=True)
    recipient = models.EmailField(_("recipient"), max_length=320)
    template = models.CharField(_("mail"), max_length=60)
    context = models.JSONField(_("about"), default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    provider = models.CharField(_("sent through"), max_length=40, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True)
    dedupe_key = models.CharField(_("key"), max_length=200, unique=True)
    status = models.CharField(_("status"), max_length=7, choices=EmailStatus, default=EmailStatus.QUEUED)
    sent_at = models.DateTimeField(_("sent"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mail log")
        constraints = [one_of("status", EmailStatus, "email_status_is_known")]
        indexes = [
            models.Index(fields=["tenant", "-created_at"], name="emails_of_a_tenant_by_time"),
            models.Index(fields=["target_id", "-created_at"], name="emails_of_a_target_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.recipient}"
