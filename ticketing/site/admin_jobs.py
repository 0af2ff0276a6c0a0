"""What a platform admin does with jobs of the queue: have one run again, or call one off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.errors import DomainError


class JobChanged(DomainError):
    """The job is no longer in the state in which this can be done."""

    code, text = "job_changed", _("Job %(job)s is “%(status)s” now, so this is not possible.")


@transaction.atomic(durable=True)
def retry_job(*, job_id: int, by: User, now: datetime) -> None:
    """Have a failed job run again, at once. Raises JobChanged."""
    job = _expect(job_id, "failed")
    app.job_manager.retry_job_by_id(job_id, retry_at=now)
    _log(job, "job.retried", by, now)


@transaction.atomic(durable=True)
def cancel_job(*, job_id: int, by: User, now: datetime) -> None:
    """Call a waiting job off. Raises JobChanged where it has begun."""
    job = _expect(job_id, "todo")
    if not app.job_manager.cancel_job_by_id(job_id):
        raise JobChanged(job=job_id, status="doing")
    _log(job, "job.cancelled", by, now)


def _expect(job_id: int, status: str) -> ProcrastinateJob:
    job: ProcrastinateJob | None = ProcrastinateJob.objects.filter(pk=job_id).first()
    if job is None or job.status != status:
        raise JobChanged(job=job_id, status=job.status if job else _("done"))
    return job


def _log(job: ProcrastinateJob, action: str, by: User, now: datetime) -> None:
    facts = {"job": job.pk, "task": job.task_name, "queue": job.queue_name}
    log_activity(tenant=None, actor=by, action=action, metadata=facts, now=now)
