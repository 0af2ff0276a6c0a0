"""What stands in a cell. Text that a spreadsheet would run is made harmless; numbers and moments stay what they are.

A CSV is read by whatever separates lists where its reader lives. Where that is a semicolon, quotes that follow a comma
mean nothing: a cell is cut at its own semicolons and line breaks, and each piece is a cell that could run. So all cells
stand in quotes, and pieces are made harmless as well.
"""

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

Cell = str | int | Decimal | datetime

# Formulas begin so, also behind white space, what nobody sees or a quote, and in the full widths of East Asia.
_UNSEEN = '\\s\\x00-\\x1f\u00ad\u200b-\u200f\u2060\ufeff"'
_STARTS = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
_RUNS = re.compile(f"[{_UNSEEN}]*{_STARTS}|[\\t\\r\\n]")
# Where a cell may be cut, if a formula follows.
_CUTS = re.compile(f"[;\\t\\n](?=[{_UNSEEN}]*{_STARTS})")
_SUSPICIOUS = frozenset('" =+-@\uff1d\uff0b\uff0d\uff20')
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
    """A cell as a PDF shows it."""
    if isinstance(cell, str):
        return harmless(cell)
    return _figure(cell)


def in_csv(cell: Cell) -> str:
    """A cell as it stands in a CSV: harmless also where it is cut at its own semicolons, tabs and line breaks."""
    if not isinstance(cell, str):
        return _figure(cell)
    if cell.isprintable() and ";" not in cell and cell[:1] not in _SUSPICIOUS:
        return cell
    return _CUTS.sub(r"\g<0>'", harmless(cell))


class _File(Protocol):
    def write(self, line: str, /) -> Any: ...


class CsvWriter:
    """Writes lines of CSV (RFC 4180), all of whose cells are harmless and stand in quotes."""

    def __init__(self, file: _File) -> None:
        self._lines = csv.writer(file, quoting=csv.QUOTE_ALL)

    def line(self, cells: Iterable[Cell]) -> Any:
        """Write one line; what the file's `write` answers."""
        return self._lines.writerow([in_csv(cell) for cell in cells])

    def lines(self, rows: Iterable[Iterable[Cell]]) -> None:
        """Write many lines."""
        self._lines.writerows([in_csv(cell) for cell in row] for row in rows)


class Echo:
    """A file whose lines are handed straight on."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _figure(cell: int | Decimal | datetime) -> str:
    return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else str(cell)
