"""Notifications: their mails, and what their readers do with them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tenants.models import NoticeStatus, Notification, NotificationPreference, User
from tenants.steps import NOTICES, queue_mail


@transaction.atomic(durable=True)
def queue_mails(*, notification_ids: Sequence[UUID], now: datetime) -> int:
    """Queue the mails of notifications; one each, however often it is asked for."""
    waiting = Notification.objects.filter(pk__in=notification_ids, wants_mail=True, sent_at=None)
    queued = 0
    for notice in waiting.select_related("user", "tenant").order_by("pk"):
        queued += queue_mail(
            tenant=notice.tenant,
            template="notification",
            recipient=notice.user.email,
            dedupe_key=f"notification:{notice.pk}",
            target=notice,
            context={"notification": str(notice.pk)},
            now=now,
        )
    waiting.update(sent_at=now)
    return queued


@transaction.atomic(durable=True)
def mark_read(*, user: User, tenant_id: UUID, until: datetime, now: datetime) -> int:
    """What a member has been told up to a moment is seen; how much of it was new."""
    unread = Notification.objects.filter(user=user, tenant=tenant_id, status=NoticeStatus.UNREAD)
    return unread.filter(created_at__lte=until).update(status=NoticeStatus.READ, updated_at=now)


@transaction.atomic(durable=True)
def set_preferences(*, user: User, channels: Mapping[str, str], now: datetime) -> None:
    """How a person wants to be told of each of these kinds from now on."""
    NotificationPreference.objects.bulk_create(
        [
            NotificationPreference(user=user, kind=kind, channel=channel, created_at=now)
            for kind, channel in channels.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["channel"],
    )


def preferences_of(user: User) -> dict[str, str]:
    """How a person is told of each kind: as they wish, else as usual."""
    wished = dict(NotificationPreference.objects.filter(user=user).values_list("kind", "channel"))
    return {kind: wished.get(kind, usual) for kind, (_permission, usual) in NOTICES.items()}
