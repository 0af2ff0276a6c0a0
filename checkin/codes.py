"""Reading what a scanner or a keyboard sent: our signed text, a bare code, or something else."""

import re
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from checkin.models import ScanResult
from checkin.values import Door
from events.models import SigningKey
from ticketing.core import signing
from ticketing.core.tokens import normalize_ticket_code

_BARE_CODE = re.compile(r"[!-~]{1,64}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scanned:
    """What was read. `version` is set only by a genuine signature of the gate's own event."""

    code: str = ""
    version: int | None = None
    is_forged: bool = False
    if_missing: ScanResult | None = ScanResult.UNKNOWN
    """What to say if the event has no such ticket; None: that depends on whether the tenant has."""

    @property
    def is_signed(self) -> bool:
        """Whether a genuine signature vouches for it."""
        return self.version is not None


def read(text: str, door: Door) -> Scanned:
    """Understand a scanned text. Anything may come: rubbish, other platforms' codes, ten thousand characters.

    Forged is said of our format only, with a bad signature, or none of this tenant's for a ticket that is here. Other
    tenants' tickets are unknown here, genuine or not.
    """
    parsed = signing.parse(text)
    if parsed is None:
        code = normalize_ticket_code(text)
        return Scanned(code=code, if_missing=None) if _BARE_CODE.fullmatch(code) else Scanned()
    key = _key(parsed.key_id)
    if key is None or key.tenant_id != door.tenant_id:
        return Scanned(code=parsed.code, is_forged=True)
    if not signing.verify(parsed, key.public_key):
        return Scanned(code=parsed.code, is_forged=True, if_missing=ScanResult.FORGED)
    if key.event_id != door.event_id:
        return Scanned(code=parsed.code, if_missing=None)
    return Scanned(code=parsed.code, version=parsed.version)


def named(text: str) -> str:
    """The code that a scanned text names, whether or not it may be believed; empty where it is none."""
    parsed = signing.parse(text)
    code = parsed.code if parsed else normalize_ticket_code(text)
    return code if _BARE_CODE.fullmatch(code) else ""


class _Key(NamedTuple):
    tenant_id: UUID
    event_id: UUID
    public_key: bytes


# A key never changes, and a retired one still verifies; so what was read once need not be read again.
_keys: dict[str, _Key] = {}
_MOST_KEYS = 10_000


def _key(key_id: str) -> _Key | None:
    known = _keys.get(key_id)
    if known is None:
        found = SigningKey.objects.filter(key_id=key_id).values_list("tenant_id", "event_id", "public_key").first()
        if found is None:
            return None
        if len(_keys) >= _MOST_KEYS:
            _keys.clear()
        known = _keys[key_id] = _Key(found[0], found[1], bytes(found[2]))
    return known
