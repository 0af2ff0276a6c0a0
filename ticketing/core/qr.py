"""QR codes as pictures: black on white with a quiet zone, whatever the page's colours.

Error correction is M: a phone's screen and a clean print need no more, and a coarser code reads faster from afar.
"""

import io
import re
from functools import lru_cache

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M

from ticketing.core.qr_codewords import codewords
from ticketing.core.qr_modules import modules

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks for."""

MASK = 3
"""Trying out all eight masks takes nine tenths of the time and gains nothing: a signature is already as good as random,
so none makes it more readable than another (for lettering or blanks one would)."""

_BLACK = re.compile(b"\x01+")


def qr_svg(payload: str, *, title: str) -> SafeString:
    """One `<svg>` element of one path, scalable, named `title` for those who do not see it."""
    size, path = _outline(payload)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" viewBox="0 0 {size} {size}"'
        ' shape-rendering="crispEdges"><title>{title}</title>'
        '<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path stroke="#000" d="{path}"/></svg>',
        size=size,
        title=title,
        path=path,
    )


def qr_png(payload: str, *, module_pixels: int = 8) -> bytes:
    """A PNG in two colours, `module_pixels` per module; for mail, where SVG is not shown."""
    picture = _code(payload)
    picture.box_size = module_pixels
    stream = io.BytesIO()
    picture.make_image().get_image().convert("1").save(stream, "PNG", optimize=True)
    return stream.getvalue()


@lru_cache(maxsize=2048)
def _outline(payload: str) -> tuple[int, str]:
    """The side in modules and the path: a stroke one module wide for each horizontal run of black.

    Strokes take half the commands of rectangles: half the bytes in a page, a third of the work in a PDF.
    """
    rows = _rows(payload)
    steps = [
        f"M{run.start() + QUIET_ZONE} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(rows, QUIET_ZONE)
        for run in _BLACK.finditer(row)
    ]
    return len(rows) + 2 * QUIET_ZONE, "".join(steps)


def _rows(payload: str) -> list[bytes]:
    made = codewords(payload, ERROR_CORRECT_M)
    if made is None:
        return [bytes(map(bool, row)) for row in _code(payload).modules]
    return modules(made.version, ERROR_CORRECT_M, MASK, made.data)


def _code(payload: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=MASK)
    made = codewords(payload, ERROR_CORRECT_M)
    if made is None:
        code.add_data(payload, optimize=0)
        code.make(fit=True)
    else:
        code.version, code.data_cache = made
        code.makeImpl(False, MASK)
    return code
