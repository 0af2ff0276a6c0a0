import io
from xml.etree import ElementTree

import zxingcpp
from PIL import Image

from ticketing.core import qr, signing

KEY = signing.new_key()
TEXT = signing.sign_ticket(KEY.private_key, KEY.key_id, "TKT-2026-7Q4M9X2KDA", 1)
SVG = "{http://www.w3.org/2000/svg}"


def test_the_png_reads_back_as_the_text():
    picture = Image.open(io.BytesIO(qr.qr_png(TEXT)))

    codes = zxingcpp.read_barcodes(picture)

    assert [code.text for code in codes] == [TEXT]


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
