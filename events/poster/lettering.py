"""Words of a poster: measured, wrapped, and as outlines where the shipped typeface has all their letters."""

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from threading import RLock
from typing import Any, ParamSpec, TypeVar
from unicodedata import bidirectional, east_asian_width

from django.conf import settings
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import ImageFont

P = ParamSpec("P")
R = TypeVar("R")

FILES = ("figtree.woff2", "figtree-ext.woff2")
UNITS = 1000
"""Metrics are kept per thousand of the type size."""


_FONTS_IN_USE = RLock()
"""fontTools reads a font's tables when they are first asked for, which two threads at once get wrong."""


def one_at_a_time(read: Callable[P, R]) -> Callable[P, R]:
    """Lets one thread at a time use the shared fonts."""

    @wraps(read)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        with _FONTS_IN_USE:
            return read(*args, **kwargs)

    return guarded


@one_at_a_time
def is_covered(text: str) -> bool:
    """Whether the shipped typeface can draw all of it."""
    return all(_face_of(letter) is not None for letter in text)


def is_right_to_left(text: str) -> bool:
    """By the first letter with a direction (Unicode's rule P2)."""
    for letter in text:
        direction = bidirectional(letter)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


@one_at_a_time
def width_of(text: str, size: float, weight: int) -> float:
    """Pixels that a line takes; a careful guess for scripts which the typeface lacks."""
    if is_covered(text):
        return sum(advance for _, advance in _advances(text, weight)) * size / UNITS
    return sum(1.02 if east_asian_width(letter) in "WF" else 0.62 for letter in text) * size


@one_at_a_time
def wrap(text: str, size: float, weight: int, width: float, most_lines: int) -> list[str] | None:
    """Lines no wider than `width`, broken at spaces, within words only where one alone is too wide; None: no fit."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, size, weight, width):
        longer = f"{line}{'' if _joins(line, word) else ' '}{word}" if line else word
        if line and width_of(longer, size, weight) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    return lines if len(lines) <= most_lines else None


@one_at_a_time
def outline(text: str, x: float, baseline: float, size: float, weight: int) -> str:
    """SVG path data of one covered line, one decimal."""
    commands = []
    for letter, advance in _advances(text, weight):
        face = _face_of(letter)
        if face is not None:
            font, glyphs = _font(face), _glyphs(face, weight)
            pen = SVGPathPen(glyphs, ntos=_short_number)
            scale = size / font["head"].unitsPerEm
            glyphs[font.getBestCmap()[ord(letter)]].draw(TransformPen(pen, (scale, 0, 0, -scale, x, baseline)))
            commands.append(pen.getCommands())
        x += advance * size / UNITS
    return "".join(commands)


def _short_number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


@lru_cache(maxsize=1024)
def _advances(text: str, weight: int) -> tuple[tuple[str, float], ...]:
    """Each letter with the way to the next one, kerned."""
    advances = []
    for index, letter in enumerate(text):
        following = text[index + 1 : index + 2]
        advances.append((letter, _pair(letter, following, weight)))
    return tuple(advances)


@lru_cache(maxsize=8192)
def _pair(letter: str, following: str, weight: int) -> float:
    face = _face_of(letter)
    if face is None:
        return 0.0
    alone = _measure(face, letter, weight)
    if not following or _face_of(following) != face:
        return alone
    return _measure(face, letter + following, weight) - _measure(face, following, weight)


def _measure(face: str, text: str, weight: int) -> float:
    return type_face(face, UNITS, weight).getlength(text, features=["-liga"])


@lru_cache(maxsize=64)
def type_face(face: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """The typeface for drawing pixels, of one weight and size."""
    font = ImageFont.truetype(_path(face), size)
    font.set_variation_by_axes([weight])
    return font


def _pieces(text: str, size: float, weight: int, width: float) -> list[str]:
    """Words; letters one by one in scripts without spaces; the parts of a word too long for a line."""
    pieces: list[str] = []
    for word in text.split():
        if any(east_asian_width(letter) in "WF" for letter in word):
            pieces.extend(word)
        elif width_of(word, size, weight) <= width:
            pieces.append(word)
        else:
            pieces.extend(_broken(word, size, weight, width))
    return pieces or [""]


def _broken(word: str, size: float, weight: int, width: float) -> list[str]:
    parts, part = [], ""
    for letter in word:
        if width_of(part + letter + "-", size, weight) > width and len(part) > 2:
            parts.append(part + "-")
            part = ""
        part += letter
    return [*parts, part]


def _joins(line: str, word: str) -> bool:
    return east_asian_width(line[-1]) in "WF" and east_asian_width(word[0]) in "WF"


@lru_cache(maxsize=4096)
def _face_of(letter: str) -> str | None:
    return next((face for face in FILES if ord(letter) in _font(face).getBestCmap()), None)


@lru_cache(maxsize=4)
def _font(face: str) -> Any:
    return TTFont(_path(face))


@lru_cache(maxsize=8)
def _glyphs(face: str, weight: int) -> Any:
    return _font(face).getGlyphSet(location={"wght": weight})


def _path(face: str) -> str:
    return str(Path(settings.BASE_DIR) / "static" / "fonts" / face)
