"""Work that takes longer than anybody waits for: exports to files, and acts on many tickets at once."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant, User
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class WorkStatus(models.TextChoices):
    """How far it has come."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


UNDER_WAY = (WorkStatus.QUEUED, WorkStatus.RUNNING)


class Work(BaseModel):
    """What a member asked for, over which rows (`filters`, as they stand in an address), and how far it is.

    `rows_total` is known once it runs; `error` is a word for why it failed.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=WorkStatus, default=WorkStatus.QUEUED)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=40, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.status in UNDER_WAY

    @property
    def has_failed(self) -> bool:
        """Whether it ended without a result, and can be tried again."""
        return self.status == WorkStatus.FAILED


class ExportKind(models.TextChoices):
    """What the rows are."""

    ATTENDEES = "attendees", _("Attendees")
    ORDERS = "orders", _("Orders")
    BUYERS = "buyers", _("Buyers")


class ExportFormat(models.TextChoices):
    """CSV is sent while it is read; the others are made by a task."""

    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel (XLSX)")
    PDF = "pdf", _("PDF")


class Export(Work):
    """A list taken home. Only the member who asked may fetch it, until it lapses; then its `file` is deleted.

    `columns` are keys in their order. `file` is a name in the private storage; a CSV has none.
    """

    kind = models.CharField(_("kind"), max_length=9, choices=ExportKind)
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat)
    columns = models.JSONField(_("columns"), default=list)
    has_bom = models.BooleanField(_("with a byte order mark"), default=False)
    locale = models.CharField(_("language"), max_length=10, default="en")
    file = models.CharField(_("file"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("lapses"), null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            one_of("kind", ExportKind, "export_kind_is_known"),
            one_of("format", ExportFormat, "export_format_is_known"),
            one_of("status", WorkStatus, "export_status_is_known"),
        ]
        indexes = [
            models.Index(fields=["by", "tenant", "-created_at"], name="exports_of_a_member_by_time"),
            models.Index(fields=["expires_at"], name="export_files_to_delete", condition=~Q(file="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_format_display()})"

    @property
    def is_streamed(self) -> bool:
        """Whether it is read anew at each download, rather than kept as a file."""
        return self.format == ExportFormat.CSV

    def is_ready(self, now: datetime | None = None) -> bool:
        """Whether it can be fetched."""
        if self.status != WorkStatus.DONE or self.expires_at is None or self.expires_at <= (now or timezone.now()):
            return False
        return self.is_streamed or bool(self.file)


class BulkKind(models.TextChoices):
    """What is done to each ticket."""

    RESEND = "resend", _("Send tickets again")
    CANCEL = "cancel", _("Cancel tickets")


class BulkAction(Work):
    """One act on many tickets: all that match the filters, which may name them.

    Tickets are gone through by id; `last_id` is the last that was dealt with: work that broke off goes on there.
    """

    kind = models.CharField(_("kind"), max_length=6, choices=BulkKind)
    last_id = models.UUIDField(null=True, blank=True)
    rows_skipped = models.PositiveIntegerField(_("passed over"), default=0)

    class Meta:
        verbose_name = _("act on many tickets")
        verbose_name_plural = _("acts on many tickets")
        constraints = [
            one_of("kind", BulkKind, "bulk_action_kind_is_known"),
            one_of("status", WorkStatus, "bulk_action_status_is_known"),
            models.CheckConstraint(
                condition=Q(rows_skipped__lte=F("rows_done")), name="bulk_action_skips_at_most_what_it_has_done"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
