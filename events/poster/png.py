"""A poster as PNG, for link previews, which show no SVG."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from ticketing.core.colour import Rgb

from .art import Disc, Shape
from .layout import Line, compose
from .lettering import FILES, is_covered, one_at_a_time, type_face

SIZE = (1200, 630)
FOOT = 570.0
SHARPNESS = 2
"""Shapes are drawn this many times larger and shrunk, which smooths their edges."""
FALLBACK_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansArabic-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansHebrew-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansThai-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansDevanagari-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
)


def poster_png(title: str, date_text: str, place: str, primary: str, secondary: str, seed: str) -> bytes:
    """The poster as a PNG of 1200 × 630, the size that link previews ask for. Takes some 100 ms: make it once."""
    poster = compose(title, (date_text, place), (primary, secondary), seed, size=SIZE, foot=FOOT)
    large = Image.new("RGB", (SIZE[0] * SHARPNESS, SIZE[1] * SHARPNESS), _ink(poster.palette.ground))
    pen = ImageDraw.Draw(large)
    for shape in poster.shapes:
        _draw_shape(pen, shape)
    pen.rectangle((0, poster.horizon * SHARPNESS, *large.size), fill=_ink(poster.palette.ground))
    for line in poster.lines:
        _draw_line(pen, line, _ink(poster.palette.words))
    file = BytesIO()
    large.resize(SIZE, Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_shape(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    if isinstance(shape, Disc):
        x, y, radius = shape.x * SHARPNESS, shape.y * SHARPNESS, shape.radius * SHARPNESS
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_ink(shape.fill))
    else:
        pen.polygon([(x * SHARPNESS, y * SHARPNESS) for x, y in shape.points], fill=_ink(shape.fill))


@one_at_a_time
def _draw_line(pen: ImageDraw.ImageDraw, line: Line, ink: tuple[int, int, int]) -> None:
    size = round(line.size * SHARPNESS)
    font = type_face(FILES[0], size, line.weight) if is_covered(line.text) else _fallback(line.text, size)
    anchor = "rs" if line.is_right_to_left else "ls"
    pen.text((line.x * SHARPNESS, line.baseline * SHARPNESS), line.text, fill=ink, font=font, anchor=anchor)


def _fallback(text: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The installed font that knows most of these letters; Pillow's own where there is none."""
    installed = [path for path in FALLBACK_FONTS if Path(path).exists()]
    if not installed:
        return ImageFont.load_default(size)
    best = max(installed, key=lambda path: sum(ord(letter) in _letters(path) for letter in text))
    return ImageFont.truetype(best, size)


@lru_cache(maxsize=8)
def _letters(path: str) -> frozenset[int]:
    return frozenset(TTFont(path, fontNumber=0, lazy=True).getBestCmap())


def _ink(colour: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(channel * 255) for channel in colour)
    return (red, green, blue)
