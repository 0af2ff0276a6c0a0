"""What stands in a cell. Text that a spreadsheet would run is made harmless; numbers and moments stay what they are."""

import re
from datetime import datetime
from decimal import Decimal

Cell = str | int | Decimal | datetime

# Formulas begin so, also behind white space or what nobody sees, and in the full widths of East Asia.
_RUNS = re.compile("[\\s\\x00-\\x1f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\\t\\r\\n]")
_SUSPICIOUS = frozenset(" =+-@\uff1d\uff0b\uff0d\uff20")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c]")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula, with line breaks of one kind."""
    # Nearly all text is plain: nothing in it is unseen, and its first letter is harmless.
    if text.isprintable() and text[:1] not in _SUSPICIOUS:
        return text
    return _BREAKS.sub("\n", inert(text))


def inert(text: str) -> str:
    """Text that no spreadsheet runs as a formula, otherwise as it is."""
    return f"'{text}" if _RUNS.match(text) else text


def written(cell: Cell) -> str:
    """A cell as CSV and PDF show it."""
    if isinstance(cell, str):
        return harmless(cell)
    return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else str(cell)
