"""Files that a person asked for: what is known about them."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class ExportStatus(models.TextChoices):
    """How far an export has come."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class PersonalExport(BaseModel):
    """All that is known about a person, as a file for that person alone. It is deleted when `expires_at` has come.

    `done` of `total` parts are in it. `file_name` is its name in the private storage.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(_("status"), max_length=7, choices=ExportStatus, default=ExportStatus.QUEUED)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    expires_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of a person's data")
        verbose_name_plural = _("exports of people's data")
        constraints = [
            one_of("status", ExportStatus, "personal_export_status_is_known"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=["queued", "running"]),
                name="one_personal_export_in_the_making_per_user",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | (~Q(file_name="") & Q(expires_at__isnull=False)),
                name="ready_personal_export_has_a_file_and_an_end",
            ),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="personal_exports_of_a_user")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_there(self, now: datetime) -> bool:
        """Whether the file can be fetched."""
        return self.status == ExportStatus.READY and self.expires_at is not None and self.expires_at > now
