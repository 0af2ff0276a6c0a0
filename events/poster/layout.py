"""Where the words of a poster stand, and how high above them the horizon is."""

from dataclasses import dataclass
from random import Random

from . import art, lettering
from .palette import Palette, make_palette

TITLE_WEIGHT = 800
LINE_WEIGHT = 600
LONGEST_TITLE = 160


@dataclass(frozen=True)
class Line:
    """One line of words on its baseline; `x` is where it begins, at the right edge for right-to-left words."""

    text: str
    x: float
    baseline: float
    size: float
    weight: int
    is_right_to_left: bool


@dataclass(frozen=True)
class Poster:
    """A poster ready to print, in pixels."""

    width: int
    height: int
    horizon: int
    palette: Palette
    shapes: list[art.Shape]
    lines: list[Line]


def compose(
    title: str, details: tuple[str, str], colours: tuple[str, str], seed: str, *, size: tuple[int, int], foot: float
) -> Poster:
    """Lay a poster out. `details` are date and place, `foot` is where the words end (below it a frame may cut)."""
    chance = Random(seed)  # noqa: S311 - a poster is no secret
    width, height = size
    margin = width * 0.06
    palette = make_palette(*colours, chance)
    title = _shortened(" ".join(title.split()))
    type_size, rows = _fit_title(title, width - 2 * margin, height)
    detail_size = width * 0.028
    details_text = " · ".join(part for part in details if part)
    detail_rows = lettering.wrap(details_text, detail_size, LINE_WEIGHT, width - 2 * margin, 2) or [details_text[:60]]
    right_to_left = lettering.is_right_to_left(title)
    x = width - margin if right_to_left else margin

    lines: list[Line] = []
    baseline = foot - (len(detail_rows) - 1) * detail_size * 1.35
    for number, row in enumerate(detail_rows):
        lines.append(Line(row, x, baseline + number * detail_size * 1.35, detail_size, LINE_WEIGHT, right_to_left))
    # Arabic and its kin reach far below the line.
    leading = type_size * (1.3 if right_to_left else 1.02)
    baseline -= detail_size * 1.3 + type_size * (0.4 if right_to_left else 0.12)
    for number, row in enumerate(reversed(rows)):
        lines.append(Line(row, x, baseline - number * leading, type_size, TITLE_WEIGHT, right_to_left))
    horizon = round(baseline - (len(rows) - 1) * leading - type_size * 1.15)
    stage = art.Stage(width, horizon)
    return Poster(width, height, horizon, palette, art.draw(stage, palette, chance), lines)


def _fit_title(title: str, width: float, height: int) -> tuple[float, list[str]]:
    """The largest type in which the title fits."""
    for share, most_lines in ((0.165, 1), (0.145, 2), (0.12, 2), (0.105, 3), (0.09, 3), (0.075, 4), (0.06, 4)):
        rows = lettering.wrap(title, height * share, TITLE_WEIGHT, width, most_lines)
        if rows is not None and not _is_torn(rows):
            return height * share, rows
    size = height * 0.06
    return size, (lettering.wrap(title, size, TITLE_WEIGHT, width, 99) or [title])[:4]


def _is_torn(rows: list[str]) -> bool:
    return any(row.endswith("-") for row in rows)


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
