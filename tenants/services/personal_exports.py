"""What is known about a person, as a file for that person alone: asked for, made by a task, deleted after a week.

The file is a ZIP: `data.json`, with a part for each kind of thing, and the files that the person uploaded.
"""

import json
import secrets
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import IO, Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.core.files.base import File
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from tenants import hooks
from tenants.errors import ExportInTheMaking
from tenants.hooks import Person, PersonalFile, Section
from tenants.models import (
    ActivityLog,
    EmailLog,
    ExportStatus,
    Invitation,
    Membership,
    Notification,
    PersonalExport,
    User,
)
from tenants.services.accounts import person_of
from tenants.steps import log_activity, queue_mail
from ticketing.core.violations import refusing

KEPT = timedelta(days=7)
GIVEN_UP_AFTER = timedelta(hours=1)
"""Whoever was making it has died: another may be asked for."""
MAKING = (ExportStatus.QUEUED, ExportStatus.RUNNING)
IN_MEMORY = 2 * 1024 * 1024


@transaction.atomic(durable=True)
def request_export(*, user: User, now: datetime) -> PersonalExport:
    """Have a person's data gathered. Raises ExportInTheMaking where that is being done."""
    making = PersonalExport.objects.filter(user=user, status__in=MAKING)
    making.filter(updated_at__lte=now - GIVEN_UP_AFTER).update(status=ExportStatus.FAILED, updated_at=now)
    if making.exists():
        raise ExportInTheMaking()
    with refusing(one_personal_export_in_the_making_per_user=ExportInTheMaking):
        export = PersonalExport.objects.create(
            user=user, total=1 + len(hooks.personal_data), created_at=now, updated_at=now
        )
    log_activity(tenant=None, actor=user, action="user.export_requested", target=export, now=now)
    app.configure_task("tenants.make_personal_export", queue="default").defer(export_id=str(export.pk))
    return export


def latest_export(user: User) -> PersonalExport | None:
    """What a person asked for last."""
    return PersonalExport.objects.filter(user=user).order_by("-created_at").first()


def make(*, export_id: UUID) -> None:
    """Gather a person's data and tell them. What was made already, or given up, is left alone."""
    export = PersonalExport.objects.select_related("user").filter(pk=export_id, status__in=MAKING).first()
    if export is None:
        return
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
            _write(target, export)
            size = target.tell()
            target.seek(0)
            name = storages["private"].save(f"exports/{secrets.token_hex(24)}.zip", File(target))
    except Exception:
        _step(export, status=ExportStatus.FAILED)
        raise
    _finish(export, name, size, now=timezone.now())


def sweep(*, now: datetime) -> int:
    """Delete the exports whose time is over, and their files; how many there were."""
    over = list(PersonalExport.objects.filter(expires_at__lte=now)[:1000])
    for export in over:
        storages["private"].delete(export.file_name)
        export.delete()
    return len(over)


def _write(target: IO[bytes], export: PersonalExport) -> None:
    person = person_of(export.user)
    parts: dict[str, Any] = {}
    files: list[PersonalFile] = []
    for done, sections in enumerate(_all_sections(person), start=1):
        for section in sections:
            parts[section.name] = list(section.rows)
            files.extend(section.files)
        _step(export, status=ExportStatus.RUNNING, done=done)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(parts, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
        for number, file in enumerate(files, start=1):
            if storages["private"].exists(file.stored):
                with storages["private"].open(file.stored) as content:
                    archive.writestr(f"files/{number:03} {PurePath(file.name).name}", content.read())
        picture = str(export.user.avatar.name or "")
        if picture and storages["default"].exists(picture):
            with storages["default"].open(picture) as content:
                archive.writestr(f"files/picture{PurePath(picture).suffix}", content.read())


def _all_sections(person: Person) -> Iterator[Iterable[Section]]:
    yield _own_sections(person)
    for data in hooks.personal_data:
        yield data.export(person)


def _own_sections(person: Person) -> list[Section]:
    user = person.user
    assert user is not None
    fields = ("email", "full_name", "phone", "locale", "time_zone", "created_at", "last_login", "last_active_at")
    addresses = sorted(person.addresses)
    return [
        Section("account", [{name: getattr(user, name) for name in fields} | {"proven_addresses": addresses}]),
        Section(
            "memberships",
            list(
                Membership.objects.filter(user=user)
                .order_by("created_at")
                .values("tenant__name", "role", "status", "created_at", "invited_at", "last_login_at")
            ),
        ),
        Section(
            "invitations",
            list(
                Invitation.objects.filter(email__in=addresses)
                .order_by("created_at")
                .values("tenant__name", "email", "role", "created_at", "accepted_at", "revoked_at")
            ),
        ),
        Section(
            "notifications",
            list(
                Notification.objects.filter(user=user)
                .order_by("created_at")
                .values("tenant__name", "kind", "status", "created_at", "sent_at")
            ),
        ),
        Section(
            "sessions",
            list(UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")),
        ),
        Section(
            "activity",
            list(
                ActivityLog.objects.filter(actor=user)
                .order_by("created_at")
                .values("created_at", "tenant__name", "action", "ip", "metadata")
            ),
        ),
        Section(
            "mails",
            list(
                EmailLog.objects.filter(recipient__in=addresses)
                .order_by("created_at")
                .values("created_at", "tenant__name", "template", "subject", "recipient", "status", "sent_at")
            ),
        ),
    ]


def _step(export: PersonalExport, **values: Any) -> None:
    PersonalExport.objects.filter(pk=export.pk, status__in=MAKING).update(**values)


def _finish(export: PersonalExport, name: str, size: int, *, now: datetime) -> None:
    """The file is there, unless the account has gone meanwhile: then the file goes too."""
    with transaction.atomic():
        is_wanted = PersonalExport.objects.filter(pk=export.pk, status__in=MAKING).update(
            status=ExportStatus.READY, file_name=name, file_size=size, finished_at=now, expires_at=now + KEPT
        )
        if is_wanted:
            queue_mail(
                tenant=None,
                template="account_data",
                recipient=export.user.email,
                dedupe_key=f"account_data:{export.pk}",
                target=export.user,
                context={"locale": export.user.locale or "en"},
                now=now,
            )
    if not is_wanted:
        storages["private"].delete(name)
