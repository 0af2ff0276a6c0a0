"""Jobs of `tenants`."""

from uuid import UUID

from django.core.files.storage import storages
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from tenants import deliveries, sessions
from tenants.services import notices, personal_exports
from ticketing.core import throttles

# 3, 9, 27… seconds: the tenth try is about a day after the first.
RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.periodic(cron="7 * * * *")
@app.task(name="tenants.sweep_throttles", queue="default", queueing_lock="tenants.sweep_throttles")
def sweep_throttles(timestamp: int) -> None:
    """Drop the windows of security throttles that are over."""
    throttles.sweep(now=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="tenants.sweep_sessions", queue="default", queueing_lock="tenants.sweep_sessions")
def sweep_sessions(timestamp: int) -> None:
    """Drop sessions that are over."""
    sessions.sweep(now=timezone.now())


@app.task(name="tenants.tasks.send_mail", queue="mail", retry=RETRY, pass_context=True)
def send_mail(context: JobContext, email_id: str) -> None:
    """Send one mail of the log, with growing pauses while the mail server is out of reach."""
    attempts = context.job.attempts
    deliveries.deliver(email_id=UUID(email_id), is_last_try=attempts >= (RETRY.max_attempts or 0), now=timezone.now())


@app.task(name="tenants.make_personal_export", queue="default")
def make_personal_export(export_id: str) -> None:
    """Gather what is known about a person who asked for it."""
    personal_exports.make(export_id=UUID(export_id))


@app.periodic(cron="27 * * * *")
@app.task(name="tenants.sweep_personal_exports", queue="default", queueing_lock="tenants.sweep_personal_exports")
def sweep_personal_exports(timestamp: int) -> None:
    """Delete the files whose week is over."""
    personal_exports.sweep(now=timezone.now())


@app.task(name="tenants.delete_files", queue="default", retry=RETRY)
def delete_files(storage: str, names: list[str]) -> None:
    """Delete files, and folders of files (with a slash), of somebody who is gone; queued when that was written."""
    found = storages[storage]
    for name in names:
        if name.endswith("/"):
            for within in found.listdir(name)[1] if found.exists(name) else ():
                found.delete(f"{name}{within}")
        else:
            found.delete(name)


@app.task(name="tenants.tasks.mail_notifications", queue="mail", retry=RETRY)
def mail_notifications(notification_ids: list[str]) -> None:
    """Queue the mails of notifications whose readers want one."""
    notices.queue_mails(notification_ids=[UUID(pk) for pk in notification_ids], now=timezone.now())
