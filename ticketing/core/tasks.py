"""Housekeeping of the jobs themselves."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from ticketing.core import job_errors


@app.periodic(cron="* * * * *")
@app.task(name="core.retry_stalled_jobs", queue="default", queueing_lock="core.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again what a worker had begun when it was killed: every job expects to be run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="37 * * * *")
@app.task(name="core.sweep_job_errors", queue="default", queueing_lock="core.sweep_job_errors")
def sweep_job_errors(timestamp: int) -> None:
    """Forget what jobs failed of that are done."""
    job_errors.sweep()
