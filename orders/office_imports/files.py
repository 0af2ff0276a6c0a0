"""Reading a table from a file that somebody made with a program we do not know.

What it is, is judged by its content, never by its name. CSV comes with commas, semicolons or tabs, in UTF-8, UTF-16 or
Windows' own letters; XLSX with the values of its first sheet.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from orders import errors_office_imports as errors
from orders.office_imports.unpacked import TooMuch, demand_sensible

MEGABYTES = 5
LARGEST_BYTES = MEGABYTES * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 10_000, 60, 2_000
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FOREIGN = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"%PDF", b"\x1f\x8b")
# What Python's and openpyxl's readers say of files that are broken, or locked by a password.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
# What our own exports put before a cell that a spreadsheet would run.
_HARMLESS = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the lines below with their numbers in the file. `encoding` is that of a CSV."""

    columns: Sequence[str]
    lines: Sequence[tuple[int, Sequence[str]]]
    encoding: str = ""


def read(content: bytes) -> Table:
    """The table in a file. Raises a FileRefused that says what is wrong with it."""
    if len(content) > LARGEST_BYTES:
        raise errors.FileTooLarge(megabytes=MEGABYTES)
    if not content.strip():
        raise errors.FileEmpty()
    if content.startswith(_OLD_EXCEL):
        raise errors.OldSpreadsheet()
    if content.startswith(_FOREIGN):
        raise errors.FileRefused()
    return _table(*_sheet(content)) if content.startswith(_ZIP) else _table(*_text(content))


def _table(lines: Iterable[tuple[int, list[str]]], encoding: str) -> Table:
    filled = [(number, cells) for number, cells in _limited(lines) if any(cells)]
    if len(filled) < 2:
        raise errors.FileEmpty()
    (_number, heads), *rest = filled
    while heads and not heads[-1]:
        heads.pop()
    return Table(columns=heads, lines=rest, encoding=encoding)


def _limited(lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for count, (number, cells) in enumerate(lines):
        if count > MOST_ROWS:
            raise errors.TooManyRows(most=MOST_ROWS)
        yield number, [_plain(cell) for cell in cells[:MOST_COLUMNS]]


def _plain(cell: str) -> str:
    text = cell.strip().replace("\x00", "")[:LONGEST_CELL]
    return text[1:] if text.startswith(_HARMLESS) else text


def _text(content: bytes) -> tuple[Iterator[tuple[int, list[str]]], str]:
    text, encoding = _decoded(content)
    if any(ord(character) < 32 and character not in "\r\n\t" for character in text[:10_000]):
        raise errors.FileRefused()
    head = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    return _csv_lines(text, delimiter), encoding


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as unreadable:
            raise errors.FileRefused() from unreadable
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def _csv_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as unreadable:
            raise errors.LineUnreadable(line=reader.line_num) from unreadable
        yield number, cells
        number = reader.line_num + 1


def _sheet(content: bytes) -> tuple[Iterator[tuple[int, list[str]]], str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise errors.FileRefused()
            demand_sensible(packed)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        found = [
            (number, [_cell(value) for value in row])
            for number, row in zip(range(1, MOST_ROWS + 3), _rows(book.worksheets[0]), strict=False)
        ]
    except TooMuch as grown:
        raise errors.FileTooLarge(megabytes=MEGABYTES) from grown
    except _DAMAGES as damaged:
        raise errors.FileDamaged() from damaged
    return iter(found), ""


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """Rows no wider than we read: a sheet may claim sixteen thousand columns, and each row would be filled up to them.

    Nor are rows that the file leaves out filled in further than that.
    """
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
