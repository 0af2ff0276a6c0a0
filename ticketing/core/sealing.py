"""Secrets at rest: AES-256-GCM under keys derived (HKDF-SHA256) from SECRET_KEY, one per purpose.

A copy of the database alone opens nothing. What was sealed under one of SECRET_KEY_FALLBACKS still opens.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12


class Unreadable(Exception):
    """This does not open with the installation's SECRET_KEY or its fallbacks."""


def seal(data: bytes, *, purpose: str, bound_to: str = "") -> bytes:
    """Data that opens only here, for this purpose, beside the name that it is bound to."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(settings.SECRET_KEY, purpose).encrypt(nonce, data, bound_to.encode())


def opened(sealed: bytes, *, purpose: str, bound_to: str = "") -> bytes:
    """What was sealed. Raises Unreadable."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for candidate in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(candidate, purpose).decrypt(nonce, rest, bound_to.encode())
        except (InvalidTag, ValueError):
            continue
    raise Unreadable(bound_to)


def _cipher(secret: str, purpose: str) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return AESGCM(derive.derive(secret.encode()))
