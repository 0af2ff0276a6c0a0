"""An organizer's two colours made into seven that go together."""

from dataclasses import dataclass, replace
from random import Random

from ticketing.core.colour import Oklch, Rgb, as_shown, contrast, parse_hex, to_oklch

CREAM = as_shown(Oklch(0.955, 0.02, 85))
INK = as_shown(Oklch(0.2, 0.02, 50))
DEFAULT_PRIMARY = "#972334"
DEFAULT_SECONDARY = "#c98a2b"


@dataclass(frozen=True)
class Palette:
    """The inks of one poster. `words` reads on `ground` with a contrast of at least 4.5."""

    ground: Rgb
    sky: Rgb
    main: Rgb
    deep: Rgb
    pale: Rgb
    spice: Rgb
    light: Rgb
    words: Rgb

    @property
    def inks(self) -> tuple[Rgb, Rgb, Rgb, Rgb, Rgb]:
        """What shapes are printed in."""
        return (self.main, self.spice, self.pale, self.deep, self.light)


def make_palette(primary: str, secondary: str, chance: Random) -> Palette:
    """Night, day or bold, by chance; colours that are no hex colours give Foyer's own."""
    first = to_oklch(_parsed(primary, DEFAULT_PRIMARY))
    second = _apart(first, to_oklch(_parsed(secondary, DEFAULT_SECONDARY)))
    scheme = chance.choice((_night, _day, _bold))
    return scheme(first, second)


def _night(first: Oklch, second: Oklch) -> Palette:
    ground = _ink(first, 0.2, 0.05)
    return Palette(
        ground=ground,
        sky=_ink(first, 0.31, 0.09),
        main=_ink(first, 0.53, 0.17),
        deep=_ink(first, 0.4, 0.13),
        pale=_ink(first, 0.76, 0.1),
        spice=_ink(second, 0.77, 0.15),
        light=CREAM,
        words=_words_on(ground),
    )


def _day(first: Oklch, second: Oklch) -> Palette:
    ground = _ink(first, 0.955, 0.018)
    return Palette(
        ground=ground,
        sky=_ink(first, 0.87, 0.05),
        main=_ink(first, min(max(first.lightness, 0.45), 0.62), 0.19),
        deep=_ink(first, 0.33, 0.1),
        pale=_ink(first, 0.76, 0.09),
        spice=_ink(second, min(max(second.lightness, 0.62), 0.8), 0.16),
        light=CREAM,
        words=_ink(first, 0.27, 0.06),
    )


def _bold(first: Oklch, second: Oklch) -> Palette:
    ground = _ink(first, 0.42, 0.15)
    return Palette(
        ground=ground,
        sky=_ink(second, 0.82, 0.12),
        main=_ink(first, 0.55, 0.18),
        deep=_ink(first, 0.31, 0.1),
        pale=_ink(first, 0.74, 0.12),
        spice=_ink(second, 0.68, 0.17),
        light=CREAM,
        words=_words_on(ground),
    )


def _ink(colour: Oklch, lightness: float, most_chroma: float) -> Rgb:
    return as_shown(Oklch(lightness, min(colour.chroma, most_chroma), colour.hue))


def _words_on(ground: Rgb) -> Rgb:
    return max((CREAM, INK), key=lambda words: contrast(words, ground))


def _apart(first: Oklch, second: Oklch) -> Oklch:
    """The second colour; moved along the wheel where it would not be told from the first."""
    distance = abs((first.hue - second.hue + 180) % 360 - 180)
    if first.chroma > 0.04 and (distance < 28 or second.chroma < 0.04):
        return replace(second, hue=(first.hue + 62) % 360, chroma=max(second.chroma, 0.11))
    return replace(second, chroma=max(second.chroma, 0.09))


def _parsed(text: str, default: str) -> Rgb:
    try:
        return parse_hex(text)
    except ValueError:
        return parse_hex(default)
