"""Parts of a write that every app shares: activity log, mails, notifications. None has its own transaction."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from procrastinate.contrib.django import app

from tenants.models import DELETED, ActivityLog, Channel, EmailLog, EmailStatus, NoticeKind, Tenant, User
from tenants.permissions import Role, permissions_of
from ticketing.core import remote
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

# Whom each kind of notification is for, and how they are told unless they wish otherwise.
NOTICES: dict[str, tuple[str, Channel]] = {
    NoticeKind.FIRST_SALE: ("reports.read", Channel.MAIL),
    NoticeKind.SOLD_OUT: ("reports.read", Channel.MAIL),
    NoticeKind.ORDER_AWAITING_APPROVAL: ("orders.change", Channel.MAIL),
    NoticeKind.REFUND_REQUESTED: ("orders.refund", Channel.CONSOLE),
    NoticeKind.REFUND_FAILED: ("orders.refund", Channel.MAIL),
    NoticeKind.PAYMENT_FAILED: ("orders.change", Channel.CONSOLE),
    NoticeKind.PAYMENT_DISPUTED: ("orders.refund", Channel.MAIL),
    NoticeKind.PAYOUT_FAILED: ("payouts.read", Channel.MAIL),
    NoticeKind.NEW_MEMBER: ("team.change", Channel.CONSOLE),
}

_NOTIFY = """
INSERT INTO tenants_notification (
    id, created_at, updated_at, tenant_id, user_id, kind, target_kind, target_id, metadata, dedupe_key, status,
    wants_mail
)
SELECT gen_random_uuid(), %s, %s, member.tenant_id, member.user_id, %s, %s, %s, %s::jsonb, %s, 'unread',
    coalesce(wish.channel, %s) = 'mail' AND settings.email_notifications
FROM tenants_membership member
JOIN tenants_user person ON person.id = member.user_id AND person.is_active
JOIN tenants_tenantsettings settings ON settings.tenant_id = member.tenant_id
LEFT JOIN tenants_notificationpreference wish ON wish.user_id = member.user_id AND wish.kind = %s
WHERE member.tenant_id = %s AND member.status = 'active' AND member.user_id IS DISTINCT FROM %s
    AND (member.role = ANY(%s) OR %s = ANY(member.extra_permissions)) AND coalesce(wish.channel, %s) <> 'none'
    AND (NOT member.is_limited OR member.id IN ({reaching}))
ON CONFLICT (tenant_id, user_id, dedupe_key) DO NOTHING
RETURNING id, wants_mail
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

    `action` is a word for what was done and to what, such as `order.confirmed`. `now` defaults to this moment, `ip` to
    where the request under way comes from. What was done with an API key says so: its actor is who made the key.
    """
    by_key = {"api_key": key} if (key := _api_key.get()) else {}
    entry = ActivityLog(
        tenant_id=_id(tenant),
        actor=actor,
        action=action,
        target_kind=_kind(target),
        target_id=target.pk if target is not None else None,
        metadata={**(metadata or {}), **by_key},
        ip=ip or remote.current_address(),
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


def notify(
    *,
    tenant: Tenant | UUID,
    kind: NoticeKind,
    target: models.Model | None,
    context: Mapping[str, Any],
    dedupe_key: str,
    reaching: QuerySet[Any, Any] | None = None,
    but: User | None = None,
    now: datetime,
) -> int:
    """Tell the members who may do something about it, in the caller's transaction; how many were told now.

    `context` is what its words are made of, `dedupe_key` what it is about: nobody is told the same twice. Of limited
    members only those are told whose membership's id `reaching` gives. `but` knows already. One statement, and one more
    where somebody wants a mail.
    """
    permission, usual = NOTICES[kind]
    roles = [role.value for role in Role if permission in permissions_of(role)]
    limited, given = ("NULL", ()) if reaching is None else reaching.query.sql_with_params()
    about = [kind.value, _kind(target), target.pk if target is not None else None, json.dumps(context), dedupe_key]
    whom = [kind.value, _id(tenant), but.pk if but else None, roles, permission, usual.value]
    with connection.cursor() as sender:
        sender.execute(_NOTIFY.format(reaching=limited), [now, now, *about, usual.value, *whom, *given])
        told = sender.fetchall()
    mailed: list[Any] = [str(pk) for pk, wants_mail in told if wants_mail]
    if mailed and not _drops_mail.get():
        app.configure_task("tenants.tasks.mail_notifications", queue="mail").defer(notification_ids=mailed)
    return len(told)


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
