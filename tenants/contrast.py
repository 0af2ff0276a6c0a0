"""What becomes of an organizer's colour, in figures: how readable words are on it, and it as words."""

from dataclasses import dataclass

from tenants.theme import BLACK, DARK, DEFAULT_PRIMARY, LIGHT, Grounds, derive_accent
from ticketing.core.colour import contrast, parse_hex, to_hex


@dataclass(frozen=True, slots=True)
class Contrast:
    """One theme's answer. Ratios are WCAG's: 4.5 is readable for nearly everybody."""

    is_dark: bool
    on_fill_is_black: bool
    on_fill_ratio: float
    text_color: str
    text_ratio: float
    is_shifted: bool


def contrasts(primary: str) -> list[Contrast]:
    """For the light and the dark theme."""
    try:
        colour = parse_hex(primary)
    except ValueError:
        colour = parse_hex(DEFAULT_PRIMARY)
    return [_contrast(colour, grounds) for grounds in (LIGHT, DARK)]


def _contrast(colour: tuple[float, float, float], grounds: Grounds) -> Contrast:
    accent = derive_accent(colour, grounds)
    return Contrast(
        is_dark=grounds.is_dark,
        on_fill_is_black=accent.on_fill == BLACK,
        on_fill_ratio=contrast(accent.on_fill, accent.fill),
        text_color=to_hex(accent.text),
        text_ratio=contrast(accent.text, grounds.page),
        is_shifted=to_hex(accent.text) != to_hex(colour),
    )
