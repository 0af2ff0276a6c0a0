"""Signed tickets: the text inside a ticket's QR code, and the keys that sign it.

The format, for whoever verifies offline (the door's web app, another scanner)::

    FY1:<key id>:<code>:<version>:<signature>
    FY1:K7QF2MXA:TKT-2026-7Q4M9X2KDA:1:5WZ3…(103 characters)

- ``FY1`` names the format. A later format has another name.
- ``key id``: 8 characters of A-Z and 2-7; says which of the event's public keys to use.
- ``code``: the ticket's code, 1 to 40 characters of A-Z, 0-9 and ``-``.
- ``version``: the ticket's QR version, a decimal number from 1 to 999999 without leading zeros. A ticket whose version
  has been raised is no longer opened by the earlier text, so a verifier compares it with the version that it knows.
- ``signature``: the 64 bytes of an Ed25519 signature (RFC 8032) over everything before the last colon, as ASCII bytes,
  written in base32 (RFC 4648, upper case, no padding: 103 characters whose unused last three bits are 0).

The text holds only characters of a QR code's alphanumeric mode, which keeps the code coarse and quick to read, and no
personal data. There is one way to write a signature: a verifier refuses any other spelling. In a browser::

    const cut = text.lastIndexOf(":");
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    const genuine = await crypto.subtle.verify("Ed25519", key, base32(text.slice(cut + 1)), ascii(text.slice(0, cut)));

Private keys are stored sealed: AES-256-GCM under a key derived (HKDF-SHA256) from ``SECRET_KEY``, bound to the key id,
so that a copy of the database alone signs nothing. Keys sealed under one of ``SECRET_KEY_FALLBACKS`` still open.
"""

import base64
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from ticketing.core import sealing

PREFIX = "FY1"
SIGNATURE_CHARACTERS = 103
LONGEST_TEXT = 200

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_KEY_ID_CHARACTERS = 8
_PURPOSE = "foyer ticket signing keys, 1"
_HEAD = r"FY1:(?P<key_id>[A-Z2-7]{8}):(?P<code>[A-Z0-9-]{1,40}):(?P<version>[1-9][0-9]{0,5})"
_HEAD_PATTERN = re.compile(_HEAD, re.ASCII)
_TEXT_PATTERN = re.compile(rf"(?P<signed>{_HEAD}):(?P<signature>[A-Z2-7]{{103}})", re.ASCII)


class NewKey(NamedTuple):
    """A signing key, ready to be stored."""

    key_id: str
    public_key: bytes
    """32 raw bytes; may be handed to anyone."""
    private_key: bytes
    """Sealed; opens only with this installation's secret."""


class KeyUnreadable(Exception):
    """A stored private key does not open with this installation's SECRET_KEY or its fallbacks."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text in our format. Nothing in it may be believed before `verify` said yes."""

    key_id: str
    code: str
    version: int
    signed: bytes
    signature: bytes


def new_key() -> NewKey:
    """Make an Ed25519 key pair with a random id."""
    key_id = "".join(secrets.choice(_BASE32) for _ in range(_KEY_ID_CHARACTERS))
    private = Ed25519PrivateKey.generate()
    sealed = sealing.seal(private.private_bytes_raw(), purpose=_PURPOSE, bound_to=key_id)
    return NewKey(key_id, private.public_key().public_bytes_raw(), sealed)


def sign_ticket(private_key: bytes | memoryview, key_id: str, code: str, version: int) -> str:
    """The text of a ticket's QR code, signed with a stored (sealed) private key.

    Signing the same ticket again gives the same text. Raises KeyUnreadable if the key does not open here, and
    ValueError for a key id, code or version that the format has no room for.
    """
    signed = f"{PREFIX}:{key_id}:{code}:{version}"
    if _HEAD_PATTERN.fullmatch(signed) is None:
        raise ValueError(f"cannot be written as a ticket's QR text: {signed!r}")
    signature = _load(bytes(private_key), key_id, settings.SECRET_KEY).sign(signed.encode("ascii"))
    return f"{signed}:{_encode(signature)}"


def parse(text: str) -> Parsed | None:
    """Read a scanned text; None if it is not in our format. Takes anything a scanner or a keyboard may send."""
    if len(text) > LONGEST_TEXT:
        return None
    match = _TEXT_PATTERN.fullmatch(text.strip())
    if match is None:
        return None
    signature = base64.b32decode(match["signature"] + "=")
    if _encode(signature) != match["signature"]:
        return None
    return Parsed(match["key_id"], match["code"], int(match["version"]), match["signed"].encode("ascii"), signature)


def verify(parsed: Parsed, public_key: bytes | memoryview) -> bool:
    """Whether the text was signed with the private half of this key. Compares neither version nor status."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes(public_key)).verify(parsed.signature, parsed.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _encode(signature: bytes) -> str:
    return base64.b32encode(signature).decode("ascii").rstrip("=")


@lru_cache(maxsize=512)
def _load(private_key: bytes, key_id: str, secret: str) -> Ed25519PrivateKey:
    """Opening a key costs more than signing with it: events sell in bursts, so the last few hundred stay open."""
    try:
        return Ed25519PrivateKey.from_private_bytes(sealing.opened(private_key, purpose=_PURPOSE, bound_to=key_id))
    except sealing.Unreadable as error:
        raise KeyUnreadable(key_id) from error
