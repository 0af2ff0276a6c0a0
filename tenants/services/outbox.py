"""Mails of the outbox."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tenants.errors import MailNotFailed
from tenants.models import EmailLog, EmailStatus, User
from tenants.steps import defer_mail, log_activity


@transaction.atomic(durable=True)
def send_mail_again(*, email_id: UUID, by: User | None, now: datetime) -> None:
    """Queue a mail that failed once more, under its old Message-ID. Raises MailNotFailed."""
    moved = EmailLog.objects.filter(pk=email_id, status=EmailStatus.FAILED).update(
        status=EmailStatus.QUEUED, error="", updated_at=now
    )
    if not moved:
        raise MailNotFailed()
    log = EmailLog.objects.get(pk=email_id)
    log_activity(tenant=log.tenant_id, actor=by, action="mail.sent_again", target=log, now=now)
    defer_mail(log.pk)
