"""The short way for a device's plain scan: the same answer, without what a framework does for every case there is.

It only ever says yes. Whatever is unusual, wrong or refused is left to the long way, which says what and why.
"""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from checkin import services
from checkin.api import bodies
from checkin.models import Direction
from checkin.values import Attempt
from ticketing.core.errors import DomainError

LARGEST_BODY = 64 * 1024
_DIRECTIONS = {direction.value: direction for direction in Direction}
_UUID_CHARACTERS = 36


def answer(request: HttpRequest, gate: UUID) -> JsonResponse | None:
    """The judged scan, or None where the long way has to look at it."""
    kind, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if kind != "Bearer" or request.content_type != "application/json" or int(length) > LARGEST_BODY:
        return None
    attempt = _attempt(request.body)
    if attempt is None:
        return None
    try:
        judged = services.redeem_at_device(token=token, gate=gate, attempt=attempt, now=timezone.now())
    except DomainError:
        return None
    return None if judged is None else JsonResponse(bodies.scan(judged))


def _attempt(body: bytes) -> Attempt | None:
    try:
        return _read(json.loads(body))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _read(sent: dict[str, Any]) -> Attempt | None:
    scan_id, at = sent["scan_id"], sent.get("scanned_at")
    texts = [sent[name] for name in ("qr", "code") if name in sent]
    if len(texts) != 1 or not isinstance(texts[0], str) or len(scan_id) != _UUID_CHARACTERS:
        return None
    scanned_at = None
    if at is not None:
        scanned_at = datetime.fromisoformat(at)
        if scanned_at.tzinfo is None:
            return None
        scanned_at = scanned_at.astimezone(UTC)
    direction = _DIRECTIONS[sent.get("direction", Direction.ENTRY.value)]
    return Attempt(scan_id=UUID(scan_id), text=texts[0], direction=direction, scanned_at=scanned_at)
