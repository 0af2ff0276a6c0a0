"""WeasyPrint, kept from the network and the file system. Only `pdf` imports it: it needs libraries of the system."""

from collections.abc import Mapping, Sequence
from email.message import Message
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.template.loader import get_template
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

ASSET = "asset:"
"""The only scheme that a document may name: `asset:logo` is the bytes handed over as `logo`."""


def render_pdf(html: str, *, stylesheets: Sequence[str], theme: str = "", assets: Mapping[str, bytes]) -> bytes:
    """See `pdf.render_pdf`."""
    fetcher = AssetFetcher(assets)
    fonts = FontConfiguration()
    sheets = stylesheets_named(stylesheets)
    if theme:
        sheets.append(CSS(string=theme, url_fetcher=fetcher, font_config=fonts))
    document = HTML(string=html, url_fetcher=fetcher, base_url=ASSET)
    pdf: bytes = document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_tags=True)
    return pdf


def stylesheets_named(names: Sequence[str]) -> list[CSS]:
    """The templates of plain CSS with these names."""
    return [_stylesheet(name) for name in names]


class AssetFetcher(URLFetcher):
    """Hands WeasyPrint the given bytes and refuses everything else."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self.assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(ASSET)
        if not url.startswith(ASSET) or name not in self.assets:
            raise ValueError(f"not one of the document's own pictures: {url[:100]}")
        return URLFetcherResponse(url, BytesIO(self.assets[name]), Message())

    def open(self, fullurl: Any, data: Any = None, timeout: Any = None) -> Any:
        return self.fetch(fullurl if isinstance(fullurl, str) else fullurl.full_url)


@lru_cache(maxsize=16)
def _stylesheet(name: str) -> CSS:
    return CSS(string=get_template(name).render(), url_fetcher=AssetFetcher({}))
