"""What of an organizer's CSS would be left out, line by line, and why. Judges by the lists of `tenants.custom_css`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2
from django.utils.translation import gettext as _

from tenants import custom_css

MOST = 20
"""Nobody reads more complaints at once."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that cannot stay, in words."""

    line: int
    text: str


def complaints(text: str) -> list[Complaint]:
    """What `sanitize_css` would leave out of this stylesheet, in the order of its lines."""
    if len(text) > custom_css.LONGEST:
        said = _("This is longer than %(most)d characters.") % {"most": custom_css.LONGEST}
        return [Complaint(text.count("\n", 0, custom_css.LONGEST) + 1, said)]
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    found = sorted(_of_rules(rules, depth=0), key=lambda complaint: complaint.line)
    return found[:MOST]


def _of_rules(rules: Iterable[Any], depth: int) -> Iterator[Complaint]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _of_style_rule(rule)
        elif rule.type == "at-rule":
            yield from _of_at_rule(rule, depth)
        elif rule.type == "error":
            yield Complaint(rule.source_line, _("This cannot be understood: a brace or a semicolon may be missing."))


def _of_at_rule(rule: Any, depth: int) -> Iterator[Complaint]:
    if rule.lower_at_keyword != "media" or rule.content is None or depth:
        said = _("“@%(name)s” is not allowed here: nothing may be fetched, and only “@media” may be asked.")
        yield Complaint(rule.source_line, said % {"name": rule.at_keyword})
    elif not custom_css.are_safe(rule.prelude, literals=custom_css.MEDIA_LITERALS, functions=frozenset()):
        yield Complaint(rule.source_line, _("This condition of “@media” is not allowed."))
    else:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        yield from _of_rules(inner, depth=1)


def _of_style_rule(rule: Any) -> Iterator[Complaint]:
    parts = custom_css.split_at_commas(rule.prelude)
    if any(not custom_css.scoped(part, ".tenant") for part in parts):
        selector = tinycss2.serialize(rule.prelude).strip()[:60]
        yield Complaint(rule.source_line, _("The selector “%(selector)s” is not allowed.") % {"selector": selector})
    for part in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            yield from _of_declaration(part)
        else:
            yield Complaint(part.source_line, _("This cannot be understood: a brace or a semicolon may be missing."))


def _of_declaration(declaration: Any) -> Iterator[Complaint]:
    if custom_css.is_safe_declaration(declaration):
        return
    fetches = any(_fetches(token) for token in declaration.value)
    name = declaration.name if declaration.name.startswith("--") else declaration.lower_name
    if fetches:
        said = _("“url()” is not allowed: nothing may be fetched.")
    elif name not in custom_css.PROPERTIES:
        said = _("“%(name)s” is not allowed: it could hide, cover or move parts of the page.") % {"name": name}
    else:
        said = _("This value of “%(name)s” is not allowed.") % {"name": name}
    yield Complaint(declaration.source_line, said)


def _fetches(token: Any) -> bool:
    return token.type == "url" or (token.type == "function" and token.lower_name in ("url", "image-set", "image"))
