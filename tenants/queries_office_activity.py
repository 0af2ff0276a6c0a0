"""The activity log as a member reads it: filtered, the latest first, page by page by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tenants import console
from tenants.console import Named
from tenants.models import ActivityLog, Membership, Tenant, User
from tenants.words_office_log import action_words

PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log in words; `about` is what it was done to, where that has a name.

    `api_key` is how the API key begins with which it was done, if it was.
    """

    at: datetime
    who: User | None
    words: str
    about: Named | None
    ip: str
    api_key: str
    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines; `older` is the key of the next page, empty on the last."""

    entries: list[Entry]
    older: str


def activity(tenant: Tenant, *, filters: Mapping[str, Any], before: str) -> Page:
    """The lines of a tenant's log that fit the filters, from `before` (a key of the page) on backwards."""
    found = ActivityLog.objects.filter(_conditions(tenant, filters) & _before(before), tenant=tenant)
    rows = list(found.select_related("actor").order_by("-created_at", "-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    names = console.names(tenant, ((row.target_kind, row.target_id) for row in shown))
    entries = [
        Entry(
            at=row.created_at,
            who=row.actor,
            words=action_words(row.action),
            about=names.get(row.target_id) if row.target_id else None,
            ip=row.ip or "",
            api_key=str(row.metadata.get("api_key", "")),
            key=f"{row.created_at.isoformat()}_{row.pk}",
        )
        for row in shown
    ]
    return Page(entries, entries[-1].key if len(rows) > PAGE else "")


def people_of(tenant: Tenant) -> QuerySet[User]:
    """Who may have done something: those who work for the tenant."""
    working = Membership.objects.filter(tenant=tenant).values("user")
    return User.objects.filter(pk__in=working).order_by("full_name", "email")


def _conditions(tenant: Tenant, filters: Mapping[str, Any]) -> Q:
    zone, wanted = ZoneInfo(tenant.settings.time_zone), Q()
    if who := filters.get("who"):
        wanted &= Q(actor=who)
    if subject := filters.get("subject"):
        # `slot` finds what was done to one slot, and to several.
        wanted &= Q(action__startswith=f"{subject}.") | Q(action__startswith=f"{subject}s.")
    if first := filters.get("first"):
        wanted &= Q(created_at__gte=_midnight(first, zone))
    if last := filters.get("last"):
        wanted &= Q(created_at__lt=_midnight(last + timedelta(days=1), zone))
    if address := filters.get("address"):
        wanted &= Q(ip=address)
    return wanted


def _before(key: str) -> Q:
    """Rows that come after the one with this key; all, where it is none."""
    at, _line, pk = key.partition("_")
    try:
        moment, row = datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return Q()
    if moment.tzinfo is None:
        return Q()
    return Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=row)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
