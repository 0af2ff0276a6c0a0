"""The queue of jobs in Django's admin."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from tenants.administration import ReadOnlyAdmin, acting_user, pretty_json
from ticketing.core.models import JobError
from ticketing.site import admin_jobs

STATUSES = {
    "failed": _("Failed"),
    "todo": _("Waiting"),
    "doing": _("Running"),
    "succeeded": _("Done"),
    "cancelled": _("Cancelled"),
    "aborted": _("Broken off"),
}


class StatusFilter(admin.SimpleListFilter):
    """How far jobs are, in words."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """All there are."""
        return list(STATUSES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProcrastinateJob]) -> QuerySet[ProcrastinateJob]:
        """Those of the chosen one."""
        chosen: QuerySet[ProcrastinateJob] = queryset.filter(status=self.value())
        return chosen if self.value() in STATUSES else queryset


@admin.register(ProcrastinateJob)
class JobAdmin(ReadOnlyAdmin):
    """Tasks that wait, run or have failed; the worker deletes those that are done."""

    list_display = ("id", "task_name", "queue_name", "status_words", "attempts", "scheduled_at", "last_error")
    list_filter = (StatusFilter, "queue_name", "task_name")
    search_fields = ("=id", "task_name")
    ordering = ("-id",)
    actions = ("run_again", "call_off")
    fields = (
        ("id", "task_name", "queue_name"),
        ("status_words", "attempts", "priority", "scheduled_at"),
        ("lock", "queueing_lock"),
        "last_error",
        "given",
        "history",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProcrastinateJob]:
        """With what they failed of."""
        errors = JobError.objects.filter(job_id=OuterRef("pk")).values("error")
        found: QuerySet[ProcrastinateJob] = super().get_queryset(request).annotate(noted_error=Subquery(errors))
        return found

    def actions_for(self, obj: ProcrastinateJob) -> tuple[str, ...]:
        """What failed runs again; what waits can be called off."""
        return {"failed": ("run_again",), "todo": ("call_off",)}.get(obj.status, ())

    @admin.display(description=_("status"), ordering="status")
    def status_words(self, obj: ProcrastinateJob) -> str:
        """How far it is."""
        return str(STATUSES.get(obj.status, obj.status))

    @admin.display(description=_("last error"))
    def last_error(self, obj: ProcrastinateJob) -> str:
        """What it failed of the last time."""
        return str(vars(obj).get("noted_error") or "–")

    @admin.display(description=_("given"))
    def given(self, obj: ProcrastinateJob) -> SafeString:
        """What the task is called with: ids."""
        return pretty_json(obj.args)

    @admin.display(description=_("history"))
    def history(self, obj: ProcrastinateJob) -> str:
        """What became of it when."""
        events = ProcrastinateEvent.objects.filter(job=obj).order_by("id")
        return "\n".join(f"{event.at:%Y-%m-%d %H:%M:%S} {event.type}" for event in events if event.at) or "–"

    @admin.action(description=_("Run again"))
    def run_again(self, request: HttpRequest, queryset: QuerySet[ProcrastinateJob]) -> None:
        """Have failed jobs run again."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: admin_jobs.retry_job(job_id=row.pk, by=by, now=now),
            lambda count: ngettext("%(count)d job runs again.", "%(count)d jobs run again.", count) % {"count": count},
        )

    @admin.action(description=_("Call off"))
    def call_off(self, request: HttpRequest, queryset: QuerySet[ProcrastinateJob]) -> None:
        """Cancel jobs that wait."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: admin_jobs.cancel_job(job_id=row.pk, by=by, now=now),
            lambda count: ngettext("%(count)d job called off.", "%(count)d jobs called off.", count) % {"count": count},
        )
