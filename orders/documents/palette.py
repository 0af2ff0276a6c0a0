"""An organizer's colour on paper and in mail."""

from typing import NamedTuple

from ticketing.core import colour


class Accent(NamedTuple):
    """The colour, and black or white on it, whichever is read more easily: also on a grey printer."""

    color: str
    ink: str


def accent(primary: str) -> Accent:
    """Raises ValueError for what is no hex colour."""
    shade = colour.parse_hex(primary)
    white, black = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
    ink = white if colour.contrast(shade, white) >= colour.contrast(shade, black) else black
    return Accent(colour.to_hex(shade), colour.to_hex(ink))
