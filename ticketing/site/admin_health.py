"""How the platform is: what a platform admin looks at first when something is wrong."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.models import Refund, RefundStatus, WebhookEvent, WebhookStatus
from tenants.models import ActivityLog, EmailLog, EmailStatus

GOOD, WARN, BAD = "good", "warn", "bad"
# How long a job that is due may wait, how far clocks may differ, in seconds; how much room is left, as parts of 1.
LATE, TOO_LATE = 30, 120
SKEWED, TOO_SKEWED = 2, 30
NARROW, TOO_NARROW = 0.15, 0.05
CROWDED, TOO_CROWDED = 0.7, 0.9
OVERDUE_CHECK = timedelta(hours=26)
# What is younger than this still counts as trouble.
RECENT = timedelta(days=1)

_QUEUES = """
SELECT queue_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
    count(*) FILTER (WHERE status = 'failed'),
    extract(epoch FROM now() - min(coalesce(scheduled_at, event.at))
        FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()))
FROM procrastinate_jobs job
LEFT JOIN LATERAL (
    SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id AND type IN ('deferred', 'scheduled')
) event ON true
GROUP BY queue_name ORDER BY queue_name
"""
_DATABASE = """
SELECT clock_timestamp(), pg_database_size(current_database()), (SELECT count(*) FROM pg_stat_activity),
    current_setting('max_connections')::int, current_setting('server_version')
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what is so, and whether that is good, needs a look, or is bad."""

    name: str
    text: str
    state: str = GOOD
    hint: str = ""

    @property
    def verdict(self) -> str:
        """The state in words."""
        return {GOOD: _("Good"), WARN: _("Look at it"), BAD: _("Bad")}[self.state]


@dataclass(frozen=True, slots=True)
class Group:
    """Checks about one part."""

    title: str
    checks: list[Check]


def health(*, now: datetime) -> list[Group]:
    """Every check, by part."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES)
        queues = cursor.fetchall()
        cursor.execute(_DATABASE)
        database = cursor.fetchone()
    return [
        Group(_("Tasks"), list(_queues(queues))),
        Group(_("Mail"), list(_mail(now))),
        Group(_("Payments"), list(_payments(now))),
        Group(_("Places"), [_stock_check(now)]),
        Group(_("Machine and database"), list(_machine(database))),
        Group(_("Versions"), list(_versions(database[4]))),
    ]


def worst(groups: list[Group]) -> str:
    """The state of the whole: that of its worst part."""
    states = {check.state for group in groups for check in group.checks}
    return BAD if BAD in states else WARN if WARN in states else GOOD


def _queues(rows: list[tuple[Any, ...]]) -> Iterator[Check]:
    if not rows:
        yield Check(_("Queue"), _("No task waits."))
    for name, todo, doing, failed, oldest in rows:
        words = _("%(todo)d waiting, %(doing)d running, %(failed)d failed") % {
            "todo": todo,
            "doing": doing,
            "failed": failed,
        }
        state = WARN if failed else GOOD
        hint = _("See the failed tasks.") if failed else ""
        yield Check(_("Queue “%(name)s”") % {"name": name}, words, state, hint)
        if oldest is not None:
            seconds = max(0, int(oldest))
            yield Check(
                _("Longest waiting in “%(name)s”") % {"name": name},
                _("%(seconds)d seconds") % {"seconds": seconds},
                _graded(seconds, LATE, TOO_LATE),
                _("The worker is down or too slow.") if seconds > LATE else "",
            )


def _mail(now: datetime) -> Iterator[Check]:
    sent = EmailLog.objects.filter(status=EmailStatus.SENT).order_by("-created_at").values_list("sent_at", flat=True)
    failed = EmailLog.objects.filter(status=EmailStatus.FAILED, created_at__gt=now - RECENT).count()
    yield Check(_("Last mail sent"), _ago(sent.first(), now))
    yield Check(
        _("Failed mails of the last day"),
        str(failed),
        WARN if failed else GOOD,
        _("They can be sent again in the e-mail log.") if failed else "",
    )


def _payments(now: datetime) -> Iterator[Check]:
    for provider in sorted(WebhookEvent.objects.order_by().values_list("provider", flat=True).distinct()):
        latest = WebhookEvent.objects.filter(provider=provider).order_by("-received_at").first()
        yield Check(
            _("Last message of “%(provider)s”") % {"provider": provider},
            _ago(latest.received_at if latest else None, now),
        )
    unread = WebhookEvent.objects.filter(status=WebhookStatus.FAILED).count()
    yield Check(_("Messages that could not be worked off"), str(unread), BAD if unread else GOOD)
    refunds = Refund.objects.filter(status=RefundStatus.FAILED).count()
    yield Check(_("Refunds that failed"), str(refunds), WARN if refunds else GOOD)


def _stock_check(now: datetime) -> Check:
    name = _("Nightly check of the counters")
    last = ActivityLog.objects.filter(tenant=None, action="stock.checked").order_by("-created_at").first()
    if last is None:
        return Check(name, _("Not run yet"), WARN, _("It runs at night, by the worker."))
    differing = last.metadata.get("differing", 0)
    if differing:
        words = ngettext("%(count)d counter differs, %(ago)s", "%(count)d counters differ, %(ago)s", differing)
        words %= {"count": differing, "ago": _ago(last.created_at, now)}
        return Check(name, words, BAD, _("Run “manage.py check_stock --repair”."))
    is_late = now - last.created_at > OVERDUE_CHECK
    return Check(name, _("All right, %(ago)s") % {"ago": _ago(last.created_at, now)}, WARN if is_late else GOOD)


def _machine(database: tuple[Any, ...]) -> Iterator[Check]:
    clock, size, used, most, _version = database
    skew = abs((clock - timezone.now()).total_seconds())
    yield Check(
        _("Clocks of application and database"),
        _("%(seconds).1f seconds apart") % {"seconds": skew},
        _graded(skew, SKEWED, TOO_SKEWED),
    )
    for folder in sorted({str(settings.MEDIA_ROOT), str(settings.PRIVATE_MEDIA_ROOT)}):
        yield _room(folder)
    yield Check(_("Size of the database"), filesizeformat(size))
    words = _("%(used)d of %(most)d") % {"used": used, "most": most}
    yield Check(_("Connections to the database"), words, _graded(used / most, CROWDED, TOO_CROWDED))


def _room(folder: str) -> Check:
    """How much room is left where uploads are kept; the nearest folder that is there."""
    path = Path(folder)
    while not path.exists() and path != path.parent:
        path = path.parent
    usage = shutil.disk_usage(path)
    words = _("%(free)s of %(total)s free") % {"free": filesizeformat(usage.free), "total": filesizeformat(usage.total)}
    state = _graded(1 - usage.free / usage.total, 1 - NARROW, 1 - TOO_NARROW)
    return Check(_("Room for uploads in “%(folder)s”") % {"folder": Path(folder).name}, words, state)


def _versions(server: str) -> Iterator[Check]:
    yield Check("Foyer", _version_of("foyer"))
    yield Check("Python", platform.python_version())
    yield Check("Django", django.get_version())
    yield Check("PostgreSQL", server.partition(" ")[0])


def _version_of(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return _("from its folder")


def _graded(value: float, warn: float, bad: float) -> str:
    return BAD if value > bad else WARN if value > warn else GOOD


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return _("never")
    return _("%(time)s ago") % {"time": timesince(moment, now)}
