"""What a job failed of, kept beside the queue: the queue itself knows only that it failed."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from procrastinate import App, JobContext
from procrastinate.worker import Worker

from ticketing.core.models import JobError

LONGEST = 2000


def install(app: App) -> None:
    """Have workers note errors; called once the queue's app is made (`PROCRASTINATE_ON_APP_READY`)."""
    app.worker_defaults["task_middleware"] = [note_error]


def note_error(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Run a task; what it raises is written down, and raised on."""
    try:
        return call_next()
    except Exception as error:
        # Where the database is what failed, it cannot be told either.
        with suppress(DatabaseError):
            JobError.objects.update_or_create(
                job_id=context.job.id or 0,
                defaults={"error": f"{type(error).__name__}: {error}"[:LONGEST], "at": timezone.now()},
            )
        raise


def sweep() -> int:
    """Forget errors of jobs that are done; how many there were."""
    jobs = apps.get_model("procrastinate", "ProcrastinateJob")
    alive = jobs._default_manager.filter(pk=OuterRef("job_id"))
    return int(JobError.objects.filter(~Exists(alive)).delete()[0])
