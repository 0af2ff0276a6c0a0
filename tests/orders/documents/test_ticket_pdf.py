import ctypes
import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from PIL import Image

from orders.documents.ticket_pdf import render_tickets

RED_DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0 0h20v20H0z" fill="#f00"/></svg>'


@pytest.fixture
def read():
    """Open PDFs, and close them after the test."""
    opened = []

    def open_pdf(data):
        opened.append(pypdfium2.PdfDocument(data))
        return opened[-1]

    yield open_pdf
    for document in opened:
        document.close()


def test_each_ticket_has_a_page_whose_qr_code_reads_back(order, read):
    pdf = read(render_tickets(order))

    codes = [zxingcpp.read_barcodes(page.render(scale=2).to_pil()) for page in pdf]

    assert [[code.text for code in page] for page in codes] == [[ticket.qr] for ticket in order.tickets]


def test_the_code_is_large_enough_for_paper(order, read):
    (code,) = zxingcpp.read_barcodes(read(render_tickets(order))[0].render(scale=4).to_pil())

    width = (code.position.top_right.x - code.position.top_left.x) / 4 / 72 * 25.4
    assert width >= 45, "millimetres"


def test_the_code_reads_from_a_grey_and_coarse_print(order, read):
    page = read(render_tickets(order))[0].render(scale=1, grayscale=True).to_pil()

    assert [code.text for code in zxingcpp.read_barcodes(page)] == [order.tickets[0].qr]


def test_a_page_says_what_the_door_and_the_guest_need(order, read):
    text = text_of(read(render_tickets(order))[1])

    for words in (
        "Nachtkonzert im Botanischen Garten",
        "Haus der Kleinen Künste",
        "Saturday, 3 April 2027",
        "20:00–01:30 CEST",
        "Großes Tropenhaus",
        "14195 Berlin",
        "Zoë Ångström",
        "Stalls",
        "Row 4, seat 12",
        "TKT-2026-7Q4M9X2KDB",
        "K7QF2M",
        "€42.50",
        "2 of 2",
        "Bring something warm.",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("محمد عبد الله", "Arabic"),
        ("שרה לוי", "Hebrew"),
        ("山田太郎", "CJK"),
        ("김민준", "CJK"),
        ("李小龍", "CJK"),
        ("สมชาย ใจดี", "Thai"),
        ("प्रिया शर्मा", "Devanagari"),
        ("Ирина Щербакова", "Noto-Sans"),
        ("Ελένη Παπαδάκη", "Noto-Sans"),
        ("Nguyễn Thị Ánh", "Noto-Sans"),
    ],
)
def test_names_of_all_scripts_are_drawn_in_a_font_that_has_them(one_ticket, read, name, font):
    page = read(render_tickets(one_ticket(name)))[0]

    special = {letter for letter in name if not letter.isascii()}
    fonts = {used for text, used in text_runs(page) if special & set(text)}
    assert fonts
    assert all(font in used for used in fonts), fonts


def test_emoji_are_drawn_in_colour(one_ticket, read):
    plain = read(render_tickets(one_ticket("Zoë")))[0]
    festive = read(render_tickets(one_ticket("Zoë 🎉👩‍🎤")))[0]

    assert pictures(festive) - pictures(plain) == 2


def test_an_arabic_ticket_runs_from_right_to_left(order, read):
    arabic = render_tickets(replace(order, locale="ar"))

    page = read(arabic)[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert code.text == order.tickets[0].qr
    assert code.position.top_left.x < page.get_width(), "the code is on the left half"
    assert "السبت، 3 أبريل 2027" in text_of(page)
    assert language(arabic) == "ar"


def test_the_file_names_itself_and_its_language(order, read):
    data = render_tickets(replace(order, locale="de"))

    facts = read(data).get_metadata_dict()
    assert order.event.name in facts["Title"]
    assert facts["Author"] == "Haus der Kleinen Künste"
    assert "K7QF2M" in facts["Subject"]
    assert language(data) == "de"


def test_the_longest_names_stay_on_their_page(order, read):
    long = replace(
        order,
        event=replace(order.event, name="Donaudampfschifffahrtsgesellschaft " * 5, notes="Noch etwas. " * 400),
        tickets=(replace(order.tickets[0], attendee_name="W" * 150, type_name="Ermäßigung " * 15),),
    )

    pdf = read(render_tickets(long))

    assert len(pdf) == 1
    assert [code.text for code in zxingcpp.read_barcodes(pdf[0].render(scale=2).to_pil())] == [order.tickets[0].qr]


def test_what_people_type_is_text_and_never_markup(one_ticket, read):
    typed = '<img src="file:///etc/passwd"><b>Zoë</b>'

    pdf = read(render_tickets(one_ticket(typed)))

    assert typed.replace(" ", "") in text_of(pdf[0]).replace(" ", "")


def test_the_organizers_logo_is_shown(order, read):
    with_logo = replace(order, organizer=replace(order.organizer, logo=RED_DOT))

    page = read(render_tickets(with_logo))[0].render(scale=1).to_pil()

    assert (255, 0, 0) in {color for _, color in page.getcolors(1 << 24)}


def test_a_broken_logo_or_one_that_reaches_out_costs_nobody_their_ticket(order, read, tmp_path):
    secret = tmp_path / "secret.png"
    Image.new("RGB", (20, 20), (255, 0, 0)).save(secret)
    reaching = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><image href="file://{secret}"/></svg>'

    for logo in (b"rubbish", reaching.encode()):
        page = read(render_tickets(replace(order, organizer=replace(order.organizer, logo=logo))))[0]
        picture = page.render(scale=1).to_pil()
        assert (255, 0, 0) not in {color for _, color in picture.getcolors(1 << 24)}
        assert "Jürgen Weiß" in text_of(page)


@pytest.mark.parametrize(("color", "ink"), [("#ffe08a", (0, 0, 0)), ("#10233f", (255, 255, 255))])
def test_the_organizers_colour_carries_readable_words(order, read, color, ink):
    page = read(render_tickets(replace(order, organizer=replace(order.organizer, primary_color=color))))[0]

    title = page.render(scale=2).to_pil().crop((80, 180, 520, 400))
    colors = {shade for _, shade in title.getcolors(1 << 24)}
    assert ink in colors
    assert Image.new("RGB", (1, 1), color).getpixel((0, 0)) in colors


def test_what_does_not_admit_is_not_printed(order, read):
    cancelled = replace(order.tickets[0], qr="")

    pdf = read(render_tickets(replace(order, tickets=(cancelled, order.tickets[1]))))

    assert len(pdf) == 1
    with pytest.raises(ValueError, match="no valid ticket"):
        render_tickets(replace(order, tickets=(cancelled,)))


def test_a_ticket_that_ends_says_when(order, read):
    ends = replace(order.tickets[0], expires_at=datetime(2027, 6, 30, 21, 59, tzinfo=UTC))

    text = text_of(read(render_tickets(order, (ends,)))[0])

    assert "30 June 2027, 23:59 CEST" in text


def text_of(page):
    text = page.get_textpage()
    try:
        return " ".join(text.get_text_range().split())
    finally:
        text.close()


def text_runs(page):
    """Each run of text with the name of its font."""
    textpage = page.get_textpage()
    for run in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=5):
        yield run_text(run, textpage), font_name(run)
    textpage.close()


def run_text(run, textpage):
    size = pdfium.FPDFTextObj_GetText(run.raw, textpage.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(run.raw, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def font_name(run):
    font = pdfium.FPDFTextObj_GetFont(run.raw)
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode()


def pictures(page):
    return len(list(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=5)))


def language(data):
    """The /Lang of the document's catalogue, which may lie in a compressed stream."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    streams = [zlib.decompressobj().decompress(stream) for stream in packed if stream.startswith(b"x")]
    (found,) = {name for part in (data, *streams) for name in re.findall(rb"/Lang ?\((\w+)\)", part)}
    return found.decode()
