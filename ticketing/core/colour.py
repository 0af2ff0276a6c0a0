"""Colour arithmetic: hex, OKLCH and WCAG contrast.

Pure functions. A colour is an sRGB triple of floats from 0 to 1 or, where it is edited, an `Oklch`. The matrices
are those of Björn Ottosson's "A perceptual color space for image processing" (2020); contrast is WCAG 2.2's.
"""

import math
import re
from dataclasses import dataclass, replace

Rgb = tuple[float, float, float]

HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


@dataclass(frozen=True)
class Oklch:
    """A colour as the eye sorts it: lightness 0–1, chroma 0–0.4, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def parse_hex(text: str) -> Rgb:
    """Read `#rgb` or `#rrggbb`. Raises ValueError for anything else."""
    match = HEX.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a hex colour: {text!r}")
    digits = match[1]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return (int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255)


def to_hex(rgb: Rgb) -> str:
    """Write `#rrggbb`, each channel clamped and rounded."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, channel)) * 255):02x}" for channel in rgb)


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG contrast ratio, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: Rgb) -> float:
    """WCAG relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_to_linear(channel) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_oklch(rgb: Rgb) -> Oklch:
    """Sort a colour by lightness, chroma and hue."""
    red, green, blue = (_to_linear(channel) for channel in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_rgb(colour: Oklch) -> Rgb:
    """The nearest colour a screen can show: chroma gives way, lightness and hue stay."""
    rgb = _unclamped_rgb(colour)
    if _is_displayable(rgb):
        return _clamped(rgb)
    low, high = 0.0, colour.chroma
    for _ in range(18):
        middle = (low + high) / 2
        if _is_displayable(_unclamped_rgb(replace(colour, chroma=middle))):
            low = middle
        else:
            high = middle
    return _clamped(_unclamped_rgb(replace(colour, chroma=low)))


def as_shown(colour: Oklch) -> Rgb:
    """`to_rgb`, rounded to the 8 bits that a stylesheet carries: what contrast must be judged by."""
    return parse_hex(to_hex(to_rgb(colour)))


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of `one` over `other`, channel by channel."""
    return (
        one[0] * share + other[0] * (1 - share),
        one[1] * share + other[1] * (1 - share),
        one[2] * share + other[2] * (1 - share),
    )


def _unclamped_rgb(colour: Oklch) -> Rgb:
    angle = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _from_linear(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _from_linear(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _from_linear(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _is_displayable(rgb: Rgb) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in rgb)


def _clamped(rgb: Rgb) -> Rgb:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in rgb)
    return (red, green, blue)


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else math.pow((channel + 0.055) / 1.055, 2.4)


def _from_linear(channel: float) -> float:
    if channel <= 0.0031308:
        return 12.92 * channel
    return 1.055 * math.pow(channel, 1 / 2.4) - 0.055
