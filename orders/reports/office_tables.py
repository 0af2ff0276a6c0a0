"""A report's tables: one shape for the page, for the chart drawn from it, and for the file to take home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal, format_percent
from django.http import HttpResponse
from django.utils.translation import get_language

from orders.reports.office_periods import day_words
from ticketing.core.cells import Cell as FileCell
from ticketing.core.cells import CsvWriter
from ticketing.core.money import babel_locale, exponent, format_money, to_decimal


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one column: `kind` is text, day, distance (days before 0), count, money or share (a part of 1)."""

    text: str
    kind: str = "count"

    @property
    def is_number(self) -> bool:
        """Whether figures stand in it, one below the other."""
        return self.kind in ("count", "distance", "money", "share")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: for people as `text`, for charts as `value`, `url` where it leads on."""

    text: str
    value: str
    url: str = ""


@dataclass(slots=True)
class Table:
    """Rows of values below columns. `chart` (bars or lines) is drawn of the columns whose places `series` names.

    `step` says what a day stands for: itself, its week or its month. `note` says what is not obvious. `decimals` is
    what a chart divides amounts by.
    """

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    currency: str = ""
    chart: str = ""
    series: Sequence[int] = ()
    step: str = "day"
    note: str = ""
    urls: Sequence[str] = field(default_factory=list)

    @property
    def decimals(self) -> int:
        """How many decimals the amounts have."""
        return exponent(self.currency) if self.currency else 0

    @property
    def drawn(self) -> str:
        """The places of the columns that the chart shows, for its script."""
        return ",".join(str(place) for place in self.series)

    @property
    def is_money(self) -> bool:
        """Whether the chart shows amounts."""
        return any(self.columns[place].kind == "money" for place in self.series)

    def cells(self) -> Iterator[list[tuple[Column, Cell]]]:
        """The rows as people read them."""
        for place, row in enumerate(self.rows):
            url = self.urls[place] if self.urls else ""
            yield [
                (column, Cell(self.words(column, value), _plain(value), url if number == 0 else ""))
                for number, (column, value) in enumerate(zip(self.columns, row, strict=True))
            ]

    def words(self, column: Column, value: Any) -> str:
        """One value as people read it; nothing where there is none."""
        if value is None:
            return "–"
        if column.kind == "day":
            return day_words(value, self.step)
        if column.kind == "money":
            return format_money(value, self.currency)
        if column.kind == "share":
            return share_words(value)
        return str(value) if column.kind == "text" else count_words(abs(value))


def count_words(value: int) -> str:
    """A number of things, as the reader's language writes it."""
    return str(format_decimal(value, locale=babel_locale(get_language())))


def share_words(value: float) -> str:
    """A part of 1 as percent; small ones with a decimal."""
    pattern = "#,##0.0%" if 0 < abs(value) < 0.1 else "#,##0%"
    return str(format_percent(value, format=pattern, locale=babel_locale(get_language())))


def as_csv(table: Table, name: str) -> HttpResponse:
    """The table as a file: days as ISO writes them, amounts in the currency's main unit."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{table.key}.csv"'
    # Spreadsheets take a file without the mark for Latin-1.
    response.write("\ufeff")
    writer = CsvWriter(response)
    heads = [f"{column.text} ({table.currency})" if column.kind == "money" else column.text for column in table.columns]
    writer.line(heads)
    for row in table.rows:
        writer.line(_filed(table, column, value) for column, value in zip(table.columns, row, strict=True))
    return response


def _filed(table: Table, column: Column, value: Any) -> FileCell:
    if value is None:
        return ""
    if column.kind == "money":
        return to_decimal(value, table.currency)
    if column.kind == "share":
        return Decimal(f"{value:.4f}")
    return value if isinstance(value, int) else _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
