"""Writing a list as CSV, XLSX or PDF. All three keep little in memory, however long the list is; PDFs are short."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from orders.exports_office.columns import Column, ColumnKind
from orders.exports_office.reading import Row
from ticketing.core.cells import Cell, CsvWriter, harmless, written
from ticketing.core.pdf import render_parts

BOM = "\ufeff"
# What a sheet of XLSX can hold.
MOST_XLSX_ROWS = 1_048_576 - 1
LONGEST_XLSX_CELL = 32_767
MOST_PDF_ROWS = 5_000
MOST_PDF_COLUMNS = 12
# So many rows are laid out at a time.
PDF_PART = 400

Chunks = Iterable[list[Row]]
# Told how many rows have been written.
Progress = Callable[[int], None]


def csv_lines(columns: Sequence[Column], chunks: Chunks, *, has_bom: bool) -> Iterator[str]:
    """The list as CSV (RFC 4180), in pieces to be sent while it is read."""
    buffer = io.StringIO()
    lines = CsvWriter(buffer)
    if has_bom:
        buffer.write(BOM)
    lines.line(column.heading for column in columns)
    for chunk in chunks:
        lines.lines(chunk)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def write_xlsx(file: Path, title: str, columns: Sequence[Column], chunks: Chunks, *, told: Progress) -> None:
    """The list as a workbook, with the sums of its amounts by currency on a sheet of their own."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": file.parent}
    sums = Sums(columns)
    with xlsxwriter.Workbook(str(file), options) as book:
        formats = {
            ColumnKind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            ColumnKind.MONEY: book.add_format({"num_format": "#,##0.00#"}),
        }
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, 20 if column.kind in (ColumnKind.TEXT, ColumnKind.MOMENT) else 12)
            sheet.write_string(0, place, harmless(column.heading), heading)
        number = 0
        for chunk in chunks:
            for row in chunk:
                number += 1
                for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
                    _write_cell(sheet, number, place, cell, formats.get(column.kind))
            sums.add(chunk)
            told(number)
        sheet.autofilter(0, 0, number, len(columns) - 1)
        _write_sums(book, sums, heading, formats[ColumnKind.MONEY])


def render_list(
    title: str, subtitle: str, columns: Sequence[Column], chunks: Chunks, *, locale: str, told: Progress
) -> bytes:
    """The list as a PDF, in landscape, with the sums of its amounts at the end."""
    parts = _pdf_parts(title, subtitle, columns, chunks, locale=locale, told=told)
    return render_parts(parts, stylesheets=["orders/office_people/export_pdf.css"])


def _pdf_parts(
    title: str, subtitle: str, columns: Sequence[Column], chunks: Chunks, *, locale: str, told: Progress
) -> Iterator[str]:
    """The list in pieces that are laid out one after the other; the last brings the sums."""
    sums, done = Sums(columns), 0
    numeric = [column.kind in (ColumnKind.MONEY, ColumnKind.NUMBER) for column in columns]
    headings = list(zip([column.heading for column in columns], numeric, strict=True))
    for rows, is_last in _batches(chunks):
        sums.add(rows)
        context = {
            "title": title,
            "subtitle": "" if done else subtitle,
            "locale": locale,
            "headings": headings,
            "rows": [list(zip([written(cell) for cell in row], numeric, strict=True)) for row in rows],
            "sums": sums.lines() if is_last else (),
            "sum_headings": sums.headings,
        }
        yield render_to_string("orders/office_people/export_pdf.html", context)
        done += len(rows)
        told(done)


def _batches(chunks: Chunks) -> Iterator[tuple[Sequence[Row], bool]]:
    """The rows, so many at a time, and whether those are the last; once with none where there are none."""
    rows = (row for chunk in chunks for row in chunk)
    batch = list(islice(rows, PDF_PART))
    while True:
        following = list(islice(rows, PDF_PART))
        yield batch, not following
        if not following:
            return
        batch = following


class Sums:
    """The sums of the columns with amounts, by currency. A list without a column of currencies has none."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._places = [place for place, column in enumerate(columns) if column.kind == ColumnKind.MONEY]
        self.headings = [columns[place].heading for place in self._places]
        self._currency = next((place for place, column in enumerate(columns) if column.key == "currency"), None)
        self._by_currency: dict[str, list[Decimal]] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Count some more rows."""
        if self._currency is None or not self._places:
            return
        for row in rows:
            sums = self._by_currency.setdefault(str(row[self._currency]), [Decimal(0)] * len(self._places))
            for number, place in enumerate(self._places):
                cell = row[place]
                if isinstance(cell, Decimal):
                    sums[number] += cell

    def lines(self) -> list[tuple[str, list[Decimal]]]:
        """Each currency with its sums."""
        return sorted(self._by_currency.items())


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, form: Any) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, place, harmless(cell)[:LONGEST_XLSX_CELL])
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, place, cell, form)
    else:
        sheet.write_number(row, place, cell, form)


def _write_sums(book: Any, sums: Sums, heading: Any, money: Any) -> None:
    lines = sums.lines()
    if not lines:
        return
    sheet = book.add_worksheet(_("Sums")[:31])
    for place, text in enumerate([_("Currency"), *sums.headings]):
        sheet.write_string(0, place, harmless(str(text)), heading)
    for number, (currency, amounts) in enumerate(lines, start=1):
        sheet.write_string(number, 0, currency)
        for place, amount in enumerate(amounts, start=1):
            sheet.write_number(number, place, amount, money)
