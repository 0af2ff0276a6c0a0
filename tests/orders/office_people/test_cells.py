"""What stands in a cell: no spreadsheet runs it, and what was written is what is read back."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.exports_office import writing
from orders.exports_office.columns import Column, ColumnKind
from tests.orders.office_people import workbooks
from ticketing.core.cells import harmless, in_csv

STARTS = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n"
NASTY = st.text(alphabet=st.sampled_from(list(STARTS + "a1 ;,\"'|\u200b\ufeff\u2028ä漢\x0b")), max_size=12)


def runs(cell):
    """Whether a spreadsheet takes it for a formula."""
    return cell.lstrip(' \t\r\n\u200b\ufeff\x0b"').startswith(tuple(STARTS[:8]))


def columns(number):
    return [Column(f"c{place}", f"=Heading {place}", ("pk",), lambda value: value) for place in range(number)]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n",
        " =1",
        "\u200b=1",
        "\ufeff-1",
        "\uff1d1",
        "\uff0b1",
        "\x01=1",
    ],
)
def test_what_would_run_as_a_formula_begins_with_an_apostrophe(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["", "Ada", "1-2", "a=b", "ada@example.org", "Müller-Lüdenscheidt", "'tis"])
def test_all_other_text_stays_as_it_is(text):
    assert harmless(text) == text


@given(st.lists(st.lists(NASTY, min_size=3, max_size=3), max_size=6), st.booleans())
def test_a_csv_is_read_back_as_it_was_written(rows, has_bom):
    pieces = writing.csv_lines(columns(3), [rows], has_bom=has_bom)

    text = "".join(pieces)

    assert text.startswith("\ufeff") == has_bom
    heading, *found = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert heading == ["'=Heading 0", "'=Heading 1", "'=Heading 2"]
    assert found == [[in_csv(cell) for cell in row] for row in rows]
    assert not any(runs(cell) for row in found for cell in row)


@given(st.lists(st.lists(NASTY, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from(";\t"))
def test_no_piece_of_a_cell_runs_where_lists_are_separated_otherwise(rows, delimiter):
    text = "".join(writing.csv_lines(columns(3), [rows], has_bom=False))

    pieces = [piece for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for piece in line]
    pieces += [piece for line in text.split("\n") for piece in line.split(delimiter)]

    assert [piece for piece in pieces if runs(piece)] == []


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ('x;=HYPERLINK("http://a","b")', """x;'=HYPERLINK("http://a","b")"""),
        ("x;  +49", "x;'  +49"),
        ('x;"=1"', """x;'"=1\""""),
        ("Dear all\n=1+1", "Dear all\n'=1+1"),
        ("Tea; coffee", "Tea; coffee"),
        ("10 % - 20 %, = all", "10 % - 20 %, = all"),
    ],
)
def test_a_formula_behind_a_semicolon_or_a_line_break_is_text(text, stands):
    assert in_csv(text) == stands


def test_all_files_of_the_console_are_written_by_the_one_guard():
    root = Path(writing.__file__).parents[2]
    apps = ("tenants", "events", "orders", "checkin", "reservations")
    sources = [path for app in apps for path in (root / app).rglob("*.py")]

    assert [path.name for path in sources if "csv.writer" in path.read_text()] == []


def test_numbers_money_and_moments_stay_what_they_are(tmp_path):
    kinds = [ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.MOMENT, ColumnKind.TEXT]
    made = [Column(kind.value, kind.value, ("pk",), lambda value: value, kind) for kind in kinds]
    row = [-3, Decimal("-12.50"), datetime(2026, 12, 31, 19, 30), "=1+1"]  # noqa: DTZ001

    text = "".join(writing.csv_lines(made, [[row]], has_bom=False))
    told: list[int] = []
    writing.write_xlsx(tmp_path / "list.xlsx", "List", made, [[row]], told=told.append)

    assert text.splitlines()[1] == '"-3","-12.50","2026-12-31 19:30:00","\'=1+1"'
    (sheet,) = workbooks.read(str(tmp_path / "list.xlsx"))
    # Days since the end of 1899, as spreadsheets count them.
    assert sheet[1] == [-3, -12.5, 46387.8125, "'=1+1"]
    assert told == [1]
