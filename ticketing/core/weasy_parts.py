"""Long documents in parts, joined to one file: laid out at once, a table of thousands of rows would take gigabytes.

Each part is drawn by WeasyPrint, whose boxes are then let go; what stays of it are its objects as bytes, numbered anew.
A part's pages keep their own node in the tree of pages. Parts are not tagged: the tree of tags would be as large again.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from ticketing.core import weasy

_REFERENCE = re.compile(rb"(\d+) 0 R")


def render_parts(parts: Iterable[str], *, stylesheets: Sequence[str]) -> bytes:
    """See `pdf.render_parts`."""
    rest = iter(parts)
    first, second = next(rest), next(rest, None)
    if second is None:
        return weasy.render_pdf(first, stylesheets=stylesheets, assets={})
    whole = pydyf.PDF()
    for html in chain([first, second], rest):
        _draw(html, stylesheets, whole)
    file = BytesIO()
    whole.write(file)
    return file.getvalue()


class _Written(pydyf.Object):
    """An object that only its bytes are left of."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        return self._data


def _draw(html: str, stylesheets: Sequence[str], whole: Any) -> None:
    """Add one part, as WeasyPrint makes it, its pages counted from where the last one ended."""
    fetcher, fonts = weasy.AssetFetcher({}), FontConfiguration()
    number = whole.pages["Count"] + 1
    goes_on = CSS(string=f"@page :first {{ counter-reset: page {number} }}", font_config=fonts)
    # Asked before the part's own file is written, which nobody keeps.
    HTML(string=html, url_fetcher=fetcher, base_url=weasy.ASSET).write_pdf(
        BytesIO(),
        stylesheets=[*weasy.stylesheets_named(stylesheets), goes_on],
        font_config=fonts,
        finisher=lambda _document, part: _add(whole, part),
    )


def _add(whole: Any, part: Any) -> None:
    """Add a part's objects under new numbers, and its node of pages to the tree."""
    kept = [object_ for object_ in part.objects if object_.free == "n" and object_ is not part.catalog]
    places = {object_.number: len(whole.objects) + place for place, object_ in enumerate(kept)}
    part.pages["Kids"] = pydyf.Array(part.page_references)
    for object_ in kept:
        moved = _renumbered(object_, places)
        if object_ is part.pages:
            moved["Parent"] = whole.pages.reference
        whole.add_object(_Written(moved.data))
    whole.pages["Kids"].append(b"%d 0 R" % places[part.pages.number])
    whole.pages["Count"] += part.pages["Count"]
    whole.info.update(part.info)
    whole.catalog["Lang"] = part.catalog["Lang"]


def _renumbered(value: Any, places: dict[int, int]) -> Any:
    """A value with all references in it led to the new places."""
    if isinstance(value, pydyf.Stream):
        value.extra = _renumbered(value.extra, places)
    elif isinstance(value, dict):
        return pydyf.Dictionary({key: _renumbered(inner, places) for key, inner in value.items()})
    elif isinstance(value, pydyf.Array):
        return pydyf.Array(_renumbered(inner, places) for inner in value)
    elif isinstance(value, bytes) and (found := _REFERENCE.fullmatch(value)):
        return b"%d 0 R" % places[int(found[1])]
    return value
