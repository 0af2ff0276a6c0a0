"""Imports: what an organizer brought along in a file, what came of each row, and how to undo it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from events.models import Event
from tenants.models import Tenant, User
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class ImportKind(models.TextChoices):
    """What the rows of a file are."""

    TICKET_TYPES = "ticket_types"
    CODES = "codes"
    ATTENDEES = "attendees"


class ImportStatus(models.TextChoices):
    """How far an import has come."""

    CHECKING = "checking"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Verdict(models.TextChoices):
    """What would come of a row."""

    UNKNOWN = "unknown"
    NEW = "new"
    CHANGED = "changed"
    REFUSED = "refused"


class RowState(models.TextChoices):
    """What has come of a row. One that stayed was used before its undoing."""

    WAITING = "waiting"
    WRITTEN = "written"
    FAILED = "failed"
    UNDONE = "undone"
    STAYED = "stayed"


class Import(BaseModel):
    """One file. Nothing of it is written before somebody has seen what would come of it.

    `ignored` are columns that mean nothing here; `encoding` is that of a CSV.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=ImportKind)
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=8, choices=ImportStatus, default=ImportStatus.CHECKING)
    row_count = models.PositiveIntegerField()
    ignored = models.JSONField(default=list, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", ImportKind, "import_kind_is_known"),
            one_of("status", ImportStatus, "import_status_is_known"),
        ]
        indexes = [models.Index(fields=["tenant", "-created_at"], name="imports_of_a_tenant_by_time")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Whether its rows are being worked off."""
        return self.status in (ImportStatus.CHECKING, ImportStatus.RUNNING, ImportStatus.UNDOING)


class ImportRow(BaseModel):
    """One row of a file: its cells by column, what would come of it and why not, and what has.

    `target_id` is what it made or changed, `before` what that was before a change; `note` says why it failed or stayed.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    verdict = models.CharField(max_length=7, choices=Verdict, default=Verdict.UNKNOWN)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=RowState, default=RowState.WAITING)
    target_id = models.UUIDField(null=True, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=500, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "line"], name="one_import_row_per_line"),
            one_of("verdict", Verdict, "import_row_verdict_is_known"),
            one_of("state", RowState, "import_row_state_is_known"),
        ]
