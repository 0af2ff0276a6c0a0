"""An organizer's own CSS, cut down to what cannot harm: nothing is fetched, covered, hidden or moved over the page.

Every rule is parsed, judged and written anew by tinycss2; what is not on the lists below is left out, so that the rest
still works. `tenants.custom_css_office` tells whoever writes it what that would be.
"""

from collections.abc import Iterable
from typing import Any

import tinycss2

LONGEST = 20_000
"""More characters than this are not read."""

PROPERTIES = frozenset(
    """
    background background-color background-image border border-block border-block-end border-block-start border-bottom
    border-color border-inline border-inline-end border-inline-start border-left border-radius border-right
    border-style border-top border-width box-shadow color column-gap font-family font-feature-settings font-size
    font-style font-variant font-variant-numeric font-weight gap hyphens letter-spacing line-height list-style-type
    max-inline-size max-width outline-color padding padding-block padding-block-end padding-block-start padding-bottom
    padding-inline padding-inline-end padding-inline-start padding-left padding-right padding-top row-gap text-align
    text-decoration text-decoration-color text-decoration-style text-decoration-thickness text-shadow text-transform
    text-underline-offset text-wrap word-spacing --radius --radius-small --font-title
    """.split()
)
FUNCTIONS = frozenset(
    "rgb rgba hsl hsla oklch oklab lch lab color-mix light-dark linear-gradient radial-gradient conic-gradient calc "
    "min max clamp var".split()
)
SELECTOR_FUNCTIONS = frozenset({"not", "is", "where", "nth-child", "nth-last-child", "nth-of-type", "lang", "dir"})
SELECTOR_LITERALS = frozenset(".>+~*:,")
VALUE_LITERALS = frozenset(",/+-*")
MEDIA_LITERALS = frozenset(",:<>=/")
PLAIN_TOKENS = frozenset({"ident", "number", "percentage", "dimension", "hash", "whitespace"})
WHOLE_PAGE = frozenset({"body", "html", ":root", ".tenant"})


def sanitize_css(text: str, *, scope: str) -> str:
    """The harmless part of a stylesheet, each selector below `scope`; empty where nothing is left."""
    rules = tinycss2.parse_stylesheet(text[:LONGEST], skip_comments=True, skip_whitespace=True)
    return "".join(_rules(rules, scope, depth=0))


def _rules(rules: Iterable[Any], scope: str, depth: int) -> list[str]:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            kept.append(_style_rule(rule, scope))
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None and depth == 0:
            kept.append(_media_rule(rule, scope))
    return kept


def _style_rule(rule: Any, scope: str) -> str:
    selectors = [scoped(part, scope) for part in split_at_commas(rule.prelude)]
    declarations = [
        f"  {declaration.name}: {tinycss2.serialize(declaration.value).strip()};\n"
        for declaration in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
        if declaration.type == "declaration" and is_safe_declaration(declaration)
    ]
    if not declarations or "" in selectors:
        return ""
    return ", ".join(selectors) + " {\n" + "".join(declarations) + "}\n"


def _media_rule(rule: Any, scope: str) -> str:
    if not are_safe(rule.prelude, literals=MEDIA_LITERALS, functions=frozenset()):
        return ""
    inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    body = "".join(_rules(inner, scope, depth=1))
    return f"@media {tinycss2.serialize(rule.prelude).strip()} {{\n{body}}}\n" if body else ""


def scoped(tokens: list[Any], scope: str) -> str:
    """One selector below the scope; empty if it holds anything unusual."""
    selector = str(tinycss2.serialize(tokens)).strip()
    if not selector or selector[0] in ">+~" or not are_safe(tokens, SELECTOR_LITERALS, SELECTOR_FUNCTIONS):
        return ""
    first, _, rest = selector.partition(" ")
    if first.lower() in WHOLE_PAGE:
        return f"{scope} {rest}".strip()
    return f"{scope} {selector}"


def is_safe_declaration(declaration: Any) -> bool:
    name = declaration.name if declaration.name.startswith("--") else declaration.lower_name
    return name in PROPERTIES and are_safe(declaration.value, VALUE_LITERALS, FUNCTIONS, allow_strings=True)


def are_safe(
    tokens: Iterable[Any], literals: frozenset[str], functions: frozenset[str], *, allow_strings: bool = False
) -> bool:
    return all(_is_safe(token, literals, functions, allow_strings=allow_strings) for token in tokens)


def _is_safe(token: Any, literals: frozenset[str], functions: frozenset[str], *, allow_strings: bool) -> bool:
    match token.type:
        case "function":
            return token.lower_name in functions and are_safe(token.arguments, literals, functions)
        case "() block":
            return are_safe(token.content, literals, functions)
        case "literal":
            return token.value in literals
        case "string":
            return allow_strings and _is_plain(token.value.replace(" ", ""))
        case "ident":
            return _is_plain(token.value)
        case kind:
            return kind in PLAIN_TOKENS


def _is_plain(text: str) -> bool:
    return text.replace("-", "").replace("_", "").isalnum()


def split_at_commas(tokens: Iterable[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
