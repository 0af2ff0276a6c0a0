"""Security throttles: how often somebody may try something, counted in the database for all processes together.

One upsert per attempt on an UNLOGGED table. Keys are stored as hashes, so the table names nobody. Call it outside a
transaction that may be rolled back, or the attempt is not counted.
"""

import hashlib
import hmac
import ipaddress
import math
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from ticketing.core.errors import TooManyRequests
from ticketing.core.models import ThrottleCount

_COUNT = """
INSERT INTO core_throttle_count AS old (key, window_ends_at, count) VALUES (%(key)s, %(ends)s, %(cost)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN old.window_ends_at <= %(now)s THEN %(cost)s ELSE LEAST(old.count + %(cost)s, %(most)s) END,
    window_ends_at = CASE WHEN old.window_ends_at <= %(now)s THEN excluded.window_ends_at ELSE old.window_ends_at END
RETURNING count, window_ends_at
"""


def throttle(key: str, *, limit: int, window_seconds: int, now: datetime, cost: int = 1) -> None:
    """Count one attempt under `key`, e.g. `"login:ada@example.org"`; `limit` of them pass in each window.

    An attempt that weighs more counts as `cost` of them.

    Raises TooManyRequests with `retry_after`, in seconds, until the window ends.
    """
    values: dict[str, str | int | datetime] = {
        "key": _stored(key),
        "ends": now + timedelta(seconds=window_seconds),
        "now": now,
        "cost": cost,
        # Never counted further than needed: a flood must not overflow the column.
        "most": limit + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        count, ends = cursor.fetchone()
    if count > limit:
        raise TooManyRequests(retry_after=max(1, math.ceil((ends - now).total_seconds())))


def forget(key: str) -> None:
    """Start afresh, as after a login that succeeded."""
    ThrottleCount.objects.filter(key=_stored(key)).delete()


def sweep(*, now: datetime) -> int:
    """Delete the windows that are over; how many there were."""
    return ThrottleCount.objects.filter(window_ends_at__lte=now).delete()[0]


def client_address(request: HttpRequest) -> str:
    """Whom to count by where a request comes from: an IPv6 address as its /64, since a visitor has all of that."""
    address = remote_address(request)
    return str(ipaddress.ip_network((address, 64), strict=False)) if ":" in address else address


def remote_address(request: HttpRequest) -> str:
    """The address that a request comes from, for logs; empty where there is none.

    Behind a proxy (`TRUST_PROXY_HEADERS`) the last entry of X-Forwarded-For is what the proxy itself saw.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUST_PROXY_HEADERS and (forwarded := request.headers.get("X-Forwarded-For")):
        address = forwarded.rpartition(",")[2].strip()
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def address_hash(request: HttpRequest) -> str:
    """The client's address as 32 hex digits: tells visitors apart without keeping where they are."""
    return _keyed(f"address:{client_address(request)}")[:32]


class AddressThrottle(BaseThrottle):
    """For API views: `limit` requests from one address in `window_seconds`. Subclasses set all three."""

    scope = "api"
    limit = 60
    window_seconds = 60

    def __init__(self) -> None:
        self.retry_after: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; whether it passes."""
        key = f"{self.scope}:{client_address(request._request)}"
        try:
            throttle(key, limit=self.limit, window_seconds=self.window_seconds, now=timezone.now())
        except TooManyRequests as refusal:
            self.retry_after = float(str(refusal.facts["retry_after"]))
            return False
        return True

    def wait(self) -> float | None:
        """Seconds until the window ends."""
        return self.retry_after


def _stored(key: str) -> str:
    scope = key.partition(":")[0][:40]
    return f"{scope}:{_keyed(key)}"


def _keyed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
