"""Organizers' Markdown as safe HTML.

Raw HTML in the source is shown as text; what the renderer makes is cleaned once more, so that neither a flaw of the one
nor of the other lets a script through. Pictures are left out: a page makes no request to another host.
"""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table")
_TAGS = set("p br strong em s code pre blockquote ul ol li h2 h3 h4 h5 hr a table thead tbody tr th td".split())
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DEEPEST = 5


@lru_cache(maxsize=1024)
def to_html(source: str) -> SafeString:
    """The text as HTML to be put into a page. Its headings start at the second level; links say that they lead away."""
    environment: dict[str, object] = {}
    tokens = _PARSER.parse(source, environment)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, _DEEPEST)}"
    html = _PARSER.renderer.render(tokens, _PARSER.options, environment)
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow ugc noopener noreferrer"
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def to_text(source: str, length: int = 300) -> str:
    """The words alone, cut at a word, for search engines and calendars."""
    words = " ".join(nh3.clean(to_html(source), tags=set()).split())
    plain = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    if len(plain) <= length:
        return plain
    return plain[: length - 1].rsplit(" ", 1)[0] + "…"
