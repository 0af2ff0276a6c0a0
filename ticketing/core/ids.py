"""Primary keys: time-ordered UUIDs, so that indexes grow at their end (RFC 9562, version 7)."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new time-ordered identifier. It opens nothing: what grants access is a random token."""
    return _uuid7()
