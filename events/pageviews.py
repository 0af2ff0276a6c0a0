"""Counting looks at event pages, without cookies and without a statement in the request.

Each process gathers them and writes them every few seconds in one INSERT from a thread of its own; what a dying process
had gathered is lost, which is accepted. A visitor is a hash salted anew each day, so that nobody can be followed to
another day. Programs that say that they are programs are not counted.
"""

import hashlib
import hmac
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils import timezone

from events.models import Event, PageView
from ticketing.core.throttles import client_address

MOST_WAITING = 20_000
LONGEST_PATH = 300
LONGEST_HOST = 120
_PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|embedly|monitor|pingdom|lighthouse|headless"
    r"|curl|wget|python|java/|go-http|okhttp|axios|node-fetch|scrapy|libwww",
    re.IGNORECASE,
)
_log = structlog.stdlib.get_logger("foyer.pageviews")


@dataclass(frozen=True, slots=True)
class _Look:
    """What a request says, as it is; what may be kept of it is decided when it is written, seconds later."""

    at: datetime
    tenant_id: UUID
    event_id: UUID
    address: str
    agent: str
    referrer: str
    host: str
    path: str


_waiting: deque[_Look] = deque(maxlen=MOST_WAITING)
_starting = threading.Lock()
_writer: threading.Thread | None = None


def counter(event: Event) -> Callable[[HttpRequest], None]:
    """What counts one look at this event's page; handed to the page cache, which calls it for its hits too."""
    return partial(_count, event.tenant_id, event.pk)


def flush() -> int:
    """Write what was gathered; how many people looked."""
    looks = [_waiting.popleft() for _ in range(len(_waiting))]
    views = [_view(look) for look in looks if look.agent and not _PROGRAMS.search(look.agent)]
    PageView.objects.bulk_create(views)
    return len(views)


def _count(tenant_id: UUID, event_id: UUID, request: HttpRequest) -> None:
    if request.method != "GET":
        return
    meta = request.META
    agent, referrer = meta.get("HTTP_USER_AGENT", ""), meta.get("HTTP_REFERER", "")
    address, host = client_address(request), meta.get("HTTP_HOST", "")
    _waiting.append(_Look(timezone.now(), tenant_id, event_id, address, agent, referrer, host, request.path))
    _ensure_writer()


def _view(look: _Look) -> PageView:
    return PageView(
        created_at=look.at,
        tenant_id=look.tenant_id,
        event_id=look.event_id,
        visitor=_visitor(look.address, look.agent, look.at),
        referrer_host=_referrer_host(look),
        path=look.path[:LONGEST_PATH],
    )


def _visitor(address: str, agent: str, now: datetime) -> str:
    salt = hmac.digest(settings.SECRET_KEY.encode(), f"visitors of {now.date()}".encode(), "sha256")
    return hashlib.blake2b(f"{address} {agent}".encode(), key=salt, digest_size=16).hexdigest()


def _referrer_host(look: _Look) -> str:
    """The site that led here; nothing for our own."""
    try:
        host = urlsplit(look.referrer).hostname or ""
    except ValueError:
        return ""
    return "" if host == look.host.partition(":")[0] else host[:LONGEST_HOST]


def _ensure_writer() -> None:
    """Start the process's writer with its first view. A pause of 0 seconds leaves the writing to the caller."""
    global _writer
    if settings.PAGE_VIEWS_SECONDS <= 0 or (_writer is not None and _writer.is_alive()):
        return
    with _starting:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_write_for_ever, name="page-views", daemon=True)
            _writer.start()


def _write_for_ever() -> None:
    while True:
        time.sleep(settings.PAGE_VIEWS_SECONDS)
        try:
            flush()
        except DatabaseError as error:
            _log.warning("page views lost", error=type(error).__name__)
        finally:
            connection.close()
