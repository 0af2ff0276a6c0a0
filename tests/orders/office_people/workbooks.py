"""Reading a workbook as a spreadsheet does: its cells with their types, sheet by sheet."""

from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(file: "IO[bytes] | str") -> list[list[list[str | float]]]:
    """Rows of cells of all sheets: text as text, numbers and days as numbers. A formula is an error."""
    with ZipFile(file) as book:
        sheets = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [_sheet(ElementTree.fromstring(book.read(name))) for name in sheets]


def _sheet(root: ElementTree.Element) -> list[list[str | float]]:
    assert root.find(f".//{_SPACE}f") is None, "a formula"
    return [[_cell(cell) for cell in row] for row in root.iter(f"{_SPACE}row")]


def _cell(cell: ElementTree.Element) -> str | float:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_SPACE}t"))
    value = cell.find(f"{_SPACE}v")
    assert value is not None
    assert cell.get("t") in (None, "n")
    return float(value.text or "nan")
