"""Base models: identifiers and the two moments every row carries."""

from collections.abc import Collection, Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import signals
from django.db.models.base import ModelState
from django.utils import timezone

from ticketing.core.ids import uuid7

T = TypeVar("T", bound=models.Model, covariant=True)


class BaseQuerySet(models.QuerySet[T]):
    """Keeps `updated_at` true in bulk updates as well."""

    def update(self, **values: Any) -> int:
        """Update the rows and their `updated_at`, where they have one."""
        if "updated_at" not in values and any(field.name == "updated_at" for field in self.model._meta.fields):
            values["updated_at"] = timezone.now()
        return super().update(**values)


class AppendOnlyModel(models.Model):
    """A row that is written once: a log line, a ledger entry, a scan."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **later: Any) -> Self:
        """A row as Django's own makes it, in a third of the time: what `__init__` would judge comes from the database.

        Whoever listens to the making of a model's instances is told as ever. `later` is what later Djangos ask for.
        """
        if later or signals.pre_init.has_listeners(cls) or signals.post_init.has_listeners(cls):
            return super().from_db(db, field_names, values, **later)
        made = cls.__new__(cls)
        state = vars(made)["_state"] = ModelState()
        state.adding, state.db = False, db
        vars(made).update(zip(field_names, values, strict=True))
        return made


class BaseModel(AppendOnlyModel):
    """A row with a time-ordered identifier, `created_at` and an `updated_at` that is always kept."""

    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, with `updated_at` among the fields whichever the caller names."""
        if not self._state.adding:
            self.updated_at = timezone.now()
        if update_fields is not None:
            update_fields = {*update_fields, "updated_at"}
        super().save(*args, update_fields=update_fields, **kwargs)


class ThrottleCount(models.Model):
    """How often one key was used in one window: the counter of the security throttles.

    The table is UNLOGGED: after a crash of the database it is empty, which costs nothing but a fresh start of the
    windows.
    """

    key = models.CharField(max_length=120, primary_key=True)
    window_ends_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "core_throttle_count"
        indexes = [models.Index(fields=["window_ends_at"], name="throttle_by_end_for_sweeping")]


class JobError(models.Model):
    """What a job failed of last. No foreign key: the queue's tables are not ours, and jobs that succeed are deleted."""

    job_id = models.BigIntegerField(primary_key=True)
    error = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "core_job_error"
