"""A poster as SVG, for pages."""

from html import escape

from ticketing.core.colour import to_hex

from .art import Disc, Shape
from .layout import Line, compose
from .lettering import is_covered, outline

SIZE = (1200, 750)
FOOT = 655.0
"""The words end here, so that a 16:9 frame, which cuts top and bottom, still shows them."""
FALLBACK_FONTS = "system-ui, 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans CJK JP', sans-serif"


def poster_svg(title: str, date_text: str, place: str, primary: str, secondary: str, seed: str) -> str:
    """A poster of 1200 × 750 as an SVG document, to be shown as an image. The words may come from anybody."""
    poster = compose(title, (date_text, place), (primary, secondary), seed, size=SIZE, foot=FOOT)
    width, height = SIZE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(_printable(title))}">'
        f"{''.join(_shape(shape) for shape in poster.shapes)}"
        f'<path d="M0 {poster.horizon}h{width}V{height}H0z" fill="{to_hex(poster.palette.ground)}"/>'
        f'<g fill="{to_hex(poster.palette.words)}">{"".join(_line(line) for line in poster.lines)}</g></svg>'
    )


def _shape(shape: Shape) -> str:
    if isinstance(shape, Disc):
        return f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:.1f}" fill="{to_hex(shape.fill)}"/>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
    return f'<polygon points="{points}" fill="{to_hex(shape.fill)}"/>'


def _line(line: Line) -> str:
    text = _printable(line.text)
    if is_covered(text):
        return f'<path d="{outline(text, line.x, line.baseline, line.size, line.weight)}"/>'
    direction = ' direction="rtl"' if line.is_right_to_left else ""
    return (
        f'<text x="{line.x:.1f}" y="{line.baseline:.1f}" font-size="{line.size:.1f}" font-weight="700" '
        f'font-family="{FALLBACK_FONTS}"{direction}>{escape(text)}</text>'
    )


def _printable(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(letter for letter in text if letter.isprintable())
