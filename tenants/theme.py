"""An organizer's look: two colours, a typeface and a little CSS, made into one safe, readable stylesheet.

From the primary colour are derived fill, hover, edge, text, tint and line, each for the light and the dark theme. The
text on the accent, and the accent as text on every ground, keep a contrast of at least 4.5 (WCAG 2.2, 1.4.3), whatever
colour comes in. Custom CSS passes through `tenants.custom_css`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from ticketing.core.colour import Oklch, Rgb, as_shown, contrast, parse_hex, to_hex, to_oklch

from .custom_css import sanitize_css

DEFAULT_PRIMARY = "#972334"
DEFAULT_SECONDARY = "#c98a2b"
TEXT_CONTRAST = 4.5
TEXT_CONTRAST_IN_THE_DARK = 5.5
"""Colour on a dark ground tires the eye sooner, so links there get more than the law asks."""
EDGE_CONTRAST = 3.0
WHITE: Rgb = (1.0, 1.0, 1.0)
BLACK: Rgb = (0.0, 0.0, 0.0)

FONTS = {
    "Figtree": "sans-serif",
    "Inter": "sans-serif",
    "Nunito Sans": "sans-serif",
    "Space Grotesk": "sans-serif",
    "Lora": "serif",
    "Fraunces": "serif",
}
"""The vendored six, each with its generic fallback. `static/foyer.css` declares them."""
FONT_CHOICES = [(name, name) for name in FONTS]


@dataclass(frozen=True)
class Grounds:
    """What text stands on in one theme; the same values as the tokens in `static/foyer.css`."""

    is_dark: bool
    page: Rgb
    surface: Rgb
    sunken: Rgb


LIGHT = Grounds(False, parse_hex("#fbf9f5"), parse_hex("#ffffff"), parse_hex("#f3efea"))
DARK = Grounds(True, parse_hex("#14110e"), parse_hex("#1f1b17"), parse_hex("#0f0b09"))


@dataclass(frozen=True)
class Accent:
    """The accent colours of one theme."""

    fill: Rgb
    hover: Rgb
    on_fill: Rgb
    edge: Rgb
    text: Rgb
    tint: Rgb
    line: Rgb


@lru_cache(maxsize=512)
def theme_css(primary: str, secondary: str, font_family: str, custom_css: str) -> str:
    """The stylesheet of one organizer. Colours that are no hex colours and unknown fonts give Foyer's own."""
    first = _colour(primary, DEFAULT_PRIMARY)
    light, dark = derive_accent(first, LIGHT), derive_accent(first, DARK)
    second = _colour(secondary or primary, DEFAULT_SECONDARY)
    rules = [f"--{name}: light-dark({a}, {b});" for name, a, b in _pairs(light, dark)]
    rules.append(f"--second: {to_hex(second)};")
    if font_family in FONTS and font_family != "Figtree":
        rules.append(f'--font: "{font_family}", "Figtree", system-ui, {FONTS[font_family]};')
    css = "@layer theme {\n:root {\n  " + "\n  ".join(rules) + "\n}\n"
    return css + sanitize_css(custom_css, scope=".tenant") + "}\n"


def theme_hash(primary: str, secondary: str, font_family: str, custom_css: str) -> str:
    """Names the stylesheet by its content, so that it may be cached for ever."""
    return sha256(theme_css(primary, secondary, font_family, custom_css).encode()).hexdigest()[:16]


def derive_accent(primary: Rgb, grounds: Grounds) -> Accent:
    """All accent colours of one theme from the organizer's colour."""
    colour = to_oklch(primary)
    if grounds.is_dark:
        # A deep colour would drown in the dark page: lift it until its shape is seen.
        colour = _shift_until(colour, +0.01, lambda shown: contrast(shown, grounds.page) >= 2.2)
    fill = as_shown(colour)
    on_fill = WHITE if contrast(WHITE, fill) >= TEXT_CONTRAST else BLACK
    tint = _muted(colour, 0.27 if grounds.is_dark else 0.96, 0.045 if grounds.is_dark else 0.03)
    away = 0.01 if grounds.is_dark else -0.01
    standing_on = (grounds.page, grounds.surface, grounds.sunken, tint)
    enough = TEXT_CONTRAST_IN_THE_DARK if grounds.is_dark else TEXT_CONTRAST
    text = _shift_until(colour, away, lambda shown: min(contrast(shown, each) for each in standing_on) >= enough)
    edge = _shift_until(colour, away, lambda shown: contrast(shown, grounds.surface) >= EDGE_CONTRAST)
    return Accent(
        fill=fill,
        hover=_hover(colour, fill, on_fill),
        on_fill=on_fill,
        edge=as_shown(edge),
        text=as_shown(text),
        tint=tint,
        line=_muted(colour, 0.42 if grounds.is_dark else 0.86, 0.07 if grounds.is_dark else 0.06),
    )


def _hover(colour: Oklch, fill: Rgb, on_fill: Rgb) -> Rgb:
    """A step darker or lighter than the fill, whichever keeps the words on it readable."""
    for step in (-0.06, 0.06):
        shown = as_shown(replace(colour, lightness=min(1.0, max(0.0, colour.lightness + step))))
        if shown != fill and contrast(shown, on_fill) >= TEXT_CONTRAST:
            return shown
    return fill


def _muted(colour: Oklch, lightness: float, most_chroma: float) -> Rgb:
    return as_shown(Oklch(lightness, min(colour.chroma, most_chroma), colour.hue))


def _shift_until(colour: Oklch, step: float, is_enough: Callable[[Rgb], bool]) -> Oklch:
    """The nearest lightness in that direction that is enough; black or white at the end of the way."""
    while not is_enough(as_shown(colour)) and 0.0 < colour.lightness + step < 1.0:
        colour = replace(colour, lightness=colour.lightness + step)
    if is_enough(as_shown(colour)):
        return colour
    return Oklch(1.0 if step > 0 else 0.0, 0.0, 0.0)


def _pairs(light: Accent, dark: Accent) -> list[tuple[str, str, str]]:
    names = {
        "accent": "fill",
        "accent-hover": "hover",
        "on-accent": "on_fill",
        "accent-edge": "edge",
        "accent-text": "text",
        "accent-tint": "tint",
        "accent-line": "line",
    }
    return [(token, to_hex(getattr(light, field)), to_hex(getattr(dark, field))) for token, field in names.items()]


def _colour(text: str, default: str) -> Rgb:
    try:
        return parse_hex(text)
    except ValueError:
        return parse_hex(default)
