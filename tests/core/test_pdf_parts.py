"""Long PDFs, which are laid out in parts."""

import io

import pypdfium2
import pytest

from orders.exports_office import writing
from orders.exports_office.columns import number, text
from ticketing.core.pdf import render_parts

STYLE = "orders/office_people/export_pdf.css"


def words_of(pdf: bytes) -> list[str]:
    """What each page says, as an independent reader sees it."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def part(word: str) -> str:
    return f'<!doctype html><html lang="de"><head><title>Guests</title></head><body><p>{word}</p></body></html>'


def test_parts_follow_each_other_and_their_pages_are_counted_on():
    words = words_of(render_parts(map(part, ("Ada", "Grace", "Żółć")), stylesheets=[STYLE]))

    assert [page.split() for page in words] == [["Ada", "1"], ["Grace", "2"], ["Żółć", "3"]]


def test_the_file_says_what_it_is_and_in_which_language():
    pdf = render_parts(map(part, ("Ada", "Grace")), stylesheets=[STYLE])

    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    assert document.get_metadata_value("Title") == "Guests"
    assert b"/Lang (de)" in pdf
    document.close()


def test_a_list_that_fits_one_part_is_tagged():
    document = pypdfium2.PdfDocument(render_parts([part("Ada")], stylesheets=[STYLE]))

    assert document.is_tagged()
    document.close()


@pytest.mark.parametrize("count", [0, 1, writing.PDF_PART, writing.PDF_PART + 1])
def test_a_list_has_each_row_once_whatever_its_length(count):
    columns = [text("name", "Name", "name"), number("seat", "Seat", "seat")]
    rows = [[f"guest{place}", place] for place in range(count)]
    told: list[int] = []

    pdf = writing.render_list("Guests", "Blue Note", columns, [rows], locale="en", told=told.append)

    pages = words_of(pdf)
    found = [word for page in pages for word in page.split() if word.startswith("guest")]
    assert found == [row[0] for row in rows]
    assert (told[-1], pages[0].count("Blue Note"), "Name" in pages[-1]) == (count, 1, True)
    assert all(page.strip().endswith(str(place)) for place, page in enumerate(pages, start=1))
