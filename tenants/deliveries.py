"""Sending one mail of the outbox. Talks to the mail server: for tasks only, outside transactions."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F

from tenants import hooks
from tenants.models import EmailLog, EmailStatus
from ticketing.core import mail
from ticketing.core.logs import log_event

WAITING = (EmailStatus.QUEUED, EmailStatus.FAILED)
LONGEST_ERROR = 2000


def deliver(*, email_id: UUID, is_last_try: bool, now: datetime) -> None:
    """Build and send one queued mail; one that was sent already, or dropped, is left alone.

    A refusal for good marks it failed. Trouble that may pass is noted and raised, so that the job is tried again;
    on the last try that marks it failed too. The Message-ID is the same each time.
    """
    log = EmailLog.objects.filter(pk=email_id, status__in=WAITING).first()
    if log is None:
        return
    try:
        message = hooks.mail_builders[log.template](log.context, to=log.recipient, message_id=log.message_id)
        if message is None:
            _note(log, EmailStatus.DROPPED)
            return
        mail.send(message)
    except (mail.Undeliverable, ValidationError) as refusal:
        _note(log, EmailStatus.FAILED, error=refusal)
        log_event("mail_failed", mail=log.pk)
    except Exception as trouble:
        _note(log, EmailStatus.FAILED if is_last_try else EmailStatus.QUEUED, error=trouble)
        raise
    else:
        _note(log, EmailStatus.SENT, subject=message.subject, sent_at=now)


def _note(
    log: EmailLog,
    status: EmailStatus,
    *,
    error: Exception | None = None,
    subject: str = "",
    sent_at: datetime | None = None,
) -> None:
    EmailLog.objects.filter(pk=log.pk, status__in=WAITING).update(
        status=status,
        subject=subject or log.subject,
        provider=settings.EMAIL_BACKEND.split(".")[-2],
        sent_at=sent_at,
        attempts=F("attempts") + 1,
        error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR] if error else "",
    )
