import io
from xml.etree import ElementTree

import pytest
import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from ticketing.core import qr, signing
from ticketing.core.qr_codewords import codewords
from ticketing.core.qr_modules import modules

KEY = signing.new_key()
TEXT = signing.sign_ticket(KEY.private_key, KEY.key_id, "TKT-2026-7Q4M9X2KDA", 1)
SVG = "{http://www.w3.org/2000/svg}"


def test_the_png_reads_back_as_the_text():
    picture = Image.open(io.BytesIO(qr.qr_png(TEXT)))

    codes = zxingcpp.read_barcodes(picture)

    assert [code.text for code in codes] == [TEXT]


@pytest.mark.parametrize("length", [0, 1, 2, 3, 25, 38, 61, 90, 122, 154, 178, 221, 262])
def test_codewords_are_those_of_the_library(length):
    text = ("FY1:AB CD$%*+-./0189Z" * 20)[:length]
    theirs = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=qr.MASK)
    theirs.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    theirs.make()

    made = codewords(text, ERROR_CORRECT_M)

    assert (made.version, made.data) == (theirs.version, theirs.data_cache)


@pytest.mark.parametrize("length", [1, 20, 61, 122, 178, 221])
def test_modules_are_those_of_the_library(length):
    text = ("FY1:AB CD$%*+-./0189Z" * 20)[:length]
    theirs = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=qr.MASK)
    theirs.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    theirs.make()

    made = codewords(text, ERROR_CORRECT_M)
    rows = modules(made.version, ERROR_CORRECT_M, qr.MASK, made.data)

    assert [[*map(bool, row)] for row in rows] == theirs.modules


def test_a_text_of_other_letters_or_too_long_is_left_to_the_library():
    assert codewords("Tickets", ERROR_CORRECT_M) is None
    assert codewords("A" * 400, ERROR_CORRECT_M) is None
    assert qr.qr_svg("Tickets", title="x")


def test_a_signed_ticket_is_a_version_6_code_with_its_quiet_zone():
    svg = ElementTree.fromstring(qr.qr_svg(TEXT, title="Ticket"))

    assert svg.get("viewBox") == "0 0 49 49", "41 modules and 4 of white on each side"


def test_the_svg_is_an_image_with_a_name_in_black_on_white():
    svg = ElementTree.fromstring(qr.qr_svg(TEXT, title="Ticket of <Zoë> & Co"))

    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == "Ticket of <Zoë> & Co"
    ground, code = svg.findall(f"{SVG}path")
    assert (ground.get("fill"), code.get("stroke")) == ("#fff", "#000")


def test_the_svg_draws_the_same_modules_as_the_png():
    path = ElementTree.fromstring(qr.qr_svg(TEXT, title="x")).findall(f"{SVG}path")[1].get("d")
    pixels = Image.open(io.BytesIO(qr.qr_png(TEXT, module_pixels=1))).convert("L")

    drawn = set()
    for step in path.removeprefix("M").split("M"):
        corner, width = step.split("h")
        x, y = map(int, corner.removesuffix(".5").split())
        drawn |= {(x + i, y) for i in range(int(width))}

    black = {(x, y) for x in range(pixels.width) for y in range(pixels.height) if pixels.getpixel((x, y)) == 0}
    assert drawn == black
