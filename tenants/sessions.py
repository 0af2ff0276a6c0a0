"""Where a person is signed in: kept in allauth's table beside Django's sessions, and ended at once.

That somebody was seen is written at most every five minutes; what is due stands in the session itself, so nothing is
asked for it, and pages of visitors who are not signed in cost no statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.models import Membership, User
from tenants.steps import log_activity
from ticketing.core.throttles import remote_address

SEEN_EVERY = timedelta(minutes=5)
NOWHERE = "0.0.0.0"  # noqa: S104
"""Stands for an address that is not known; the column wants one."""

PROGRAM = "program"
"""Marks, in an entry's data, that it is an API client's."""

_SEEN = "seen"
_LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Device:
    """What somebody signed in with, in words, as far as the browser says."""

    words: str
    icon: str


class LastSeenMiddleware:
    """Notes that a signed-in person was here. Comes behind the middleware that finds out who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; afterwards, only where the page asked who is there, look whether a note is due."""
        response = self.get_response(request)
        if "_cached_user" in vars(request) and isinstance(user := request.user, User):
            now = timezone.now()
            if _is_due(request, now):
                note_seen(request, user, now=now)
        return response


def remember_login(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """Django's signal of a log-in: the session is in the list from its first moment, and teams see when it was."""
    now = timezone.now()
    if request.session.session_key:
        note_seen(request, user, now=now)
    Membership.objects.filter(user=user).update(last_login_at=now)


def note_seen(request: HttpRequest, user: User, *, now: datetime) -> None:
    """Write down when and from where this session was used last. A session that got a new key keeps its row."""
    session = request.session
    if session.session_key is None:
        session.save()
    key = str(session.session_key)
    before = session.get(_SEEN, [key])[0]
    session[_SEEN] = [key, now.timestamp()]
    agent = request.META.get("HTTP_USER_AGENT", "")[:_LONGEST_AGENT]
    if before != key:
        UserSession.objects.filter(user=user, session_key=before).update(session_key=key)
    values = {"user": user, "ip": remote_address(request) or NOWHERE, "user_agent": agent, "last_seen_at": now}
    if hasattr(request, "allauth") and hasattr(request.allauth, "headless"):
        values["data"] = {PROGRAM: True}
    UserSession.objects.bulk_create(
        [UserSession(session_key=key, created_at=now, **values)],
        update_conflicts=True,
        unique_fields=["session_key"],
        update_fields=list(values),
    )
    User.objects.filter(pk=user.pk).update(last_active_at=now)


def note_program_seen(request: HttpRequest, session_key: str, *, now: datetime) -> None:
    """Write down, every five minutes at most, that a program with an access token of this session was here.

    The session itself is left alone: its refresh tokens lie there, and may be changing.
    """
    UserSession.objects.filter(session_key=session_key, last_seen_at__lt=now - SEEN_EVERY).update(
        last_seen_at=now, ip=remote_address(request) or NOWHERE
    )


def is_program(entry: UserSession) -> bool:
    """Whether it is no browser that is signed in, but a program that uses the API."""
    return bool(entry.data.get(PROGRAM))


def sessions_of(user: User, *, now: datetime) -> QuerySet[UserSession]:
    """Where a person is signed in, the latest use first. What ended by itself is left out."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    found: QuerySet[UserSession] = UserSession.objects.filter(Exists(alive), user=user).order_by("-last_seen_at", "-pk")
    return found


@transaction.atomic(durable=True)
def end_session(*, user: User, session_id: int, by: User, now: datetime) -> bool:
    """Sign one of a person's devices out, at once; False where there is no such session."""
    return bool(_end(UserSession.objects.filter(user=user, pk=session_id), user=user, by=by, now=now))


@transaction.atomic(durable=True)
def end_program(*, user: User, session_key: str, now: datetime) -> None:
    """Sign a program out that comes with an access token of this session."""
    _end(UserSession.objects.filter(user=user, session_key=session_key), user=user, by=user, now=now)


@transaction.atomic(durable=True)
def end_sessions(*, user: User, by: User, now: datetime, keep: str | None = None) -> int:
    """Sign a person out everywhere, but for the session with the key `keep`; how many sessions that ended."""
    return end_all(user=user, by=by, now=now, keep=keep)


def end_all(*, user: User, by: User, now: datetime, keep: str | None = None) -> int:
    """As `end_sessions`, within the caller's transaction."""
    return _end(UserSession.objects.filter(user=user).exclude(session_key=keep or ""), user=user, by=by, now=now)


@transaction.atomic(durable=True)
def require_verification(*, user: User, by: User, now: datetime) -> None:
    """Sign a person out everywhere; to sign in again, they prove their address as when they signed up."""
    EmailAddress.objects.filter(user=user).update(verified=False)
    log_activity(tenant=None, actor=by, action="user.verification_required", target=user, now=now)
    end_all(user=user, by=by, now=now)


@transaction.atomic(durable=True)
def sweep(*, now: datetime) -> int:
    """Delete sessions that are over, and their entries in the lists; how many entries there were."""
    Session.objects.filter(expire_date__lte=now).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return int(UserSession.objects.filter(~Exists(alive)).delete()[0])


def device(user_agent: str) -> Device:
    """The browser and the system that a User-Agent header names."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system, icon = next(((name, icon) for mark, name, icon in _SYSTEMS if mark in user_agent), ("", "globe"))
    if browser and system:
        return Device(_("%(browser)s on %(system)s") % {"browser": browser, "system": system}, icon)
    return Device(browser or system or _("Unknown device"), icon)


# The first mark that fits counts: nearly every browser claims to be several.
_BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
]
_SYSTEMS = [
    ("iPhone", "iPhone", "smartphone"),
    ("iPad", "iPad", "smartphone"),
    ("Android", "Android", "smartphone"),
    ("Windows", "Windows", "monitor"),
    ("Mac OS X", "macOS", "monitor"),
    ("CrOS", "ChromeOS", "monitor"),
    ("Linux", "Linux", "monitor"),
]


def _is_due(request: HttpRequest, now: datetime) -> bool:
    key, at = request.session.get(_SEEN, ["", 0])
    return bool(key != request.session.session_key or at < (now - SEEN_EVERY).timestamp())


def _end(entries: QuerySet[UserSession], *, user: User, by: User, now: datetime) -> int:
    keys = list(entries.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
        log_activity(
            tenant=None, actor=by, action="user.sessions_ended", target=user, metadata={"count": len(keys)}, now=now
        )
    return len(keys)
