"""Parts of a write that every app shares: the activity log and the outbox of mails. None has its own transaction."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from procrastinate.contrib.django import app

from tenants.models import DELETED, ActivityLog, EmailLog, EmailStatus, Tenant, User
from ticketing.core.ids import uuid7
from ticketing.core.mail import new_message_id
from ticketing.core.prepared import cursor, insert

# Jobs of mass mailings and mass refunds: the worker takes whatever else there is before them.
BULK_PRIORITY = -10

_QUEUE_ONCE = """
INSERT INTO tenants_emaillog (
    id, created_at, updated_at, tenant_id, target_kind, target_id, recipient, template, context, subject, provider,
    message_id, dedupe_key, status, attempts, error
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', %s, %s, %s, 0, '')
ON CONFLICT (dedupe_key) DO NOTHING
"""

_drops_mail: ContextVar[bool] = ContextVar("drops_mail", default=False)
_api_key: ContextVar[str] = ContextVar("api_key", default="")


def log_activity(
    *,
    tenant: Tenant | UUID | None,
    actor: User | None,
    action: str,
    target: models.Model | None = None,
    metadata: Mapping[str, Any] | None = None,
    ip: str | None = None,
    now: datetime | None = None,
) -> None:
    """Write down, in the caller's transaction, that `actor` (None: the system, or a guest) did `action` to `target`.

    `action` is a word for what was done and to what, such as `order.confirmed`. `now` defaults to this moment. What was
    done with an API key says so: its actor is who made the key.
    """
    by_key = {"api_key": key} if (key := _api_key.get()) else {}
    entry = ActivityLog(
        tenant_id=_id(tenant),
        actor=actor,
        action=action,
        target_kind=_kind(target),
        target_id=target.pk if target is not None else None,
        metadata={**(metadata or {}), **by_key},
        ip=ip,
        created_at=now or timezone.now(),
    )
    insert([entry])


def queue_mail(
    *,
    tenant: Tenant | UUID | None,
    template: str,
    recipient: str,
    dedupe_key: str,
    target: models.Model | None,
    context: Mapping[str, Any],
    is_bulk: bool = False,
    now: datetime,
) -> bool:
    """Have a mail sent once the caller's transaction is committed; once per `dedupe_key`, however often it is asked.

    `context` names, as JSON, what the builder registered for `template` needs: ids rather than people's data. What
    `is_bulk` goes to many at once, and waits for all other work. Returns whether it was queued now; what is for
    somebody who was anonymized is logged as dropped.
    """
    drops = _drops_mail.get() or recipient.endswith(f"@{DELETED}")
    email_id = uuid7()
    status = EmailStatus.DROPPED if drops else EmailStatus.QUEUED
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    values = [email_id, now, now, _id(tenant), _kind(target), target.pk if target is not None else None, recipient]
    values += [template, json.dumps(dict(context)), new_message_id(domain), dedupe_key, status.value]
    with cursor() as sender:
        sender.execute(_QUEUE_ONCE, values)
        is_new = bool(sender.rowcount)
    if is_new and not drops:
        defer_mail(email_id, is_bulk=is_bulk)
    return is_new


def defer_mail(email_id: UUID, *, is_bulk: bool = False) -> None:
    """Queue the job that sends one mail of the log, in the caller's transaction."""
    queue, priority = ("bulk", BULK_PRIORITY) if is_bulk else ("mail", 0)
    task = app.configure_task("tenants.tasks.send_mail", queue=queue, priority=priority, lock=f"mail:{email_id}")
    task.defer(email_id=str(email_id))


@contextmanager
def dropping_mail() -> Iterator[None]:
    """What is queued meanwhile is logged as dropped and never sent: for histories that are written after the fact."""
    token = _drops_mail.set(True)
    try:
        yield
    finally:
        _drops_mail.reset(token)


def redact_mails(which: models.Q, *, now: datetime) -> None:
    """Take the recipients out of the log of these mails. What was not sent yet never will be."""
    waiting = models.Q(status__in=(EmailStatus.QUEUED, EmailStatus.FAILED))
    EmailLog.objects.filter(which).update(
        recipient=f"redacted@{DELETED}",
        dedupe_key=Concat(models.Value("redacted:"), Cast("pk", models.CharField())),
        context={},
        error="",
        status=models.Case(models.When(waiting, then=models.Value(EmailStatus.DROPPED)), default=models.F("status")),
        updated_at=now,
    )


def redact_activity(which: models.Q) -> None:
    """Blank the details of these entries, and from where they were made. Who did what, and when, stays."""
    ActivityLog.objects.filter(which).update(metadata={}, ip=None)


@contextmanager
def with_its_own_key() -> Iterator[None]:
    """Around one request to the API: the key that `note_api_key` names is forgotten afterwards."""
    token = _api_key.set("")
    try:
        yield
    finally:
        _api_key.reset(token)


def note_api_key(prefix: str) -> None:
    """Have what is written down from now on, within `with_its_own_key`, say with which key it was done."""
    _api_key.set(prefix)


def _id(tenant: Tenant | UUID | None) -> UUID | None:
    return tenant.pk if isinstance(tenant, Tenant) else tenant


def _kind(target: models.Model | None) -> str:
    return target._meta.model_name or "" if target is not None else ""
