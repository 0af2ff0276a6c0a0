"""PDF files from HTML, without any reach into the network or the file system.

Rendering takes tens of milliseconds a page: it belongs into a task, never into a request that someone waits for.
"""

import ctypes
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


class PdfUnavailable(Exception):
    """This machine lacks the libraries that PDFs are drawn with (Pango)."""


@cache
def can_render() -> bool:
    """Whether this machine can make PDFs at all. Cheap where it can, so that a page may ask."""
    try:
        ctypes.CDLL("libpangoft2-1.0.so.0")
    except OSError:
        # Elsewhere (macOS) the library has other names, which WeasyPrint knows.
        return _renderer() is not None
    return find_spec("weasyprint") is not None


def render_pdf(html: str, *, stylesheets: Sequence[str], theme: str = "", assets: Mapping[str, bytes]) -> bytes:
    """A tagged PDF of an HTML document; its title, language and author come from the document.

    `stylesheets` are names of templates of plain CSS, `theme` is CSS of this document alone. A picture that is not
    among `assets`, or is broken, is left out: a ticket without its logo is still a ticket. Raises PdfUnavailable.
    """
    renderer = _renderer()
    if renderer is None:
        raise PdfUnavailable
    pdf: bytes = renderer.render_pdf(html, stylesheets=stylesheets, theme=theme, assets=assets)
    return pdf


def render_parts(parts: Iterable[str], *, stylesheets: Sequence[str]) -> bytes:
    """A long PDF of HTML documents that follow each other, with the title and the language of the last.

    Only one of them is in memory at a time; each begins on a new page, and the counter `page` goes on. A single one is
    tagged; with more there are no tags. Raises PdfUnavailable.
    """
    renderer = _renderer("weasy_parts")
    if renderer is None:
        raise PdfUnavailable
    pdf: bytes = renderer.render_parts(parts, stylesheets=stylesheets)
    return pdf


@cache
def _renderer(name: str = "weasy") -> ModuleType | None:
    # Loaded when first needed: it takes a second, and a sale must go on where the system's libraries are missing.
    try:
        return import_module(f"ticketing.core.{name}")
    except (ImportError, OSError):
        return None
