"""The compositions: flat shapes that fill the stage above the horizon."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from random import Random

from ticketing.core.colour import Rgb, mix

from .palette import Palette

Point = tuple[float, float]

OVERLAP = 12
"""Shapes that stand on the ground reach this far into it: two edges at one place would show a hairline."""


@dataclass(frozen=True)
class Disc:
    """A full circle."""

    x: float
    y: float
    radius: float
    fill: Rgb


@dataclass(frozen=True)
class Polygon:
    """A closed shape; curves are many short edges."""

    points: tuple[Point, ...]
    fill: Rgb


Shape = Disc | Polygon


@dataclass(frozen=True)
class Stage:
    """The place for shapes, in pixels: from the top edge down to the horizon."""

    width: float
    height: float


Composition = Callable[[Stage, Palette, Random], Iterator[Shape]]


def draw(stage: Stage, palette: Palette, chance: Random) -> list[Shape]:
    """One composition by chance. Shapes may reach beyond the stage, whoever prints them cuts there."""
    composition = chance.choice(COMPOSITIONS)
    sky = _box(0, 0, stage.width, stage.height + OVERLAP, palette.sky)
    return [sky, *composition(stage, palette, chance)]


def arcade(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """Doorways within doorways, the innermost lit."""
    count = chance.choice((1, 2, 3))
    inks = [palette.pale, palette.main, palette.deep, palette.spice, palette.light]
    reach = stage.height * 0.94
    widest = min(reach * 0.72, stage.width / count * 0.47)
    for number in range(count):
        x = stage.width * (number + 0.5) / count
        for ring, ink in enumerate(inks):
            radius = widest * (1 - ring * 0.185)
            spring = stage.height - reach * (1 - ring * 0.17) + radius
            yield Polygon(_arch(x, spring, radius, stage.height + OVERLAP), ink)


def sunset(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """A large sun behind hills, the last of which is the ground."""
    x = stage.width * chance.uniform(0.28, 0.72)
    radius = stage.height * chance.uniform(0.34, 0.44)
    for step, ink in ((1.32, mix(palette.spice, palette.sky, 0.35)), (1.0, palette.spice)):
        yield Disc(x, stage.height * 0.52, radius * step, ink)
    for number, ink in enumerate((palette.pale, palette.main, palette.deep, palette.ground)):
        top = stage.height * (0.52 + number * 0.135)
        yield Polygon(_hill(stage, top, stage.height * 0.075, chance.uniform(0, 2 * pi), chance.uniform(0.7, 1.5)), ink)


def spotlights(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """Beams from above, meeting on the boards."""
    inks = [palette.main, palette.spice, palette.pale, palette.light]
    chance.shuffle(inks)
    for number, ink in enumerate(inks):
        top = stage.width * (0.14 + 0.24 * number)
        foot = stage.width * chance.uniform(0.22, 0.78)
        spread = stage.width * chance.uniform(0.1, 0.16)
        shade = mix(ink, palette.sky, 0.62 if number < len(inks) - 1 else 0.85)
        yield Polygon(
            ((top - 8, -8), (top + 8, -8), (foot + spread, stage.height), (foot - spread, stage.height)), shade
        )
        yield Polygon(_ellipse(foot, stage.height, spread, spread * 0.24), ink)
        yield Disc(top, 0, stage.width * 0.022, palette.light)


def tiles(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """A floor of quarter circles, discs and triangles."""
    rows = chance.choice((2, 3))
    side = stage.height / rows
    columns = int(stage.width / side) + 1
    start = (stage.width - columns * side) / 2
    for row in range(rows):
        for column in range(columns):
            yield from _tile(start + column * side, row * side, side, palette, chance)


def rays(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """The sun half risen, its light in stripes."""
    x, count = stage.width * chance.choice((0.3, 0.5, 0.7)), chance.choice((13, 17, 21))
    reach = hypot(stage.width, stage.height)
    shade = mix(palette.pale, palette.sky, 0.75)
    for number in range(0, 2 * count, 2):
        start, end = pi + pi * number / (2 * count - 1), pi + pi * (number + 1) / (2 * count - 1)
        edge = (
            (x + reach * cos(start), stage.height + reach * sin(start)),
            (x + reach * cos(end), stage.height + reach * sin(end)),
        )
        yield Polygon(((x, stage.height), *edge), shade)
    for share, ink in ((0.72, palette.main), (0.56, palette.light), (0.44, palette.spice), (0.2, palette.deep)):
        yield Disc(x, stage.height, stage.height * share, ink)


def confetti(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """A halftone of dots that swell towards one place."""
    side = stage.height / chance.choice((9, 11))
    focus = (stage.width * chance.uniform(0.3, 0.75), stage.height * chance.uniform(0.35, 0.7))
    reach = stage.width * 0.52
    yield Disc(*focus, stage.height * 0.36, mix(palette.main, palette.sky, 0.85))
    for row in range(int(stage.height / side) + 2):
        for column in range(int(stage.width / side) + 2):
            x, y = (column + (row % 2) / 2) * side, row * side
            swell = max(0.0, 1 - hypot(x - focus[0], y - focus[1]) / reach)
            if swell > 0.06:
                ink = palette.spice if chance.random() < 0.82 else chance.choice((palette.light, palette.pale))
                yield Disc(x, y, side * 0.46 * swell, ink)


def curtain(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """A curtain drawn to both sides of a lit stage."""
    yield Disc(stage.width / 2, stage.height * 0.62, stage.height * 0.4, palette.spice)
    yield Disc(stage.width / 2, stage.height * 0.62, stage.height * 0.26, palette.light)
    folds, reach = chance.choice((6, 7, 8)), stage.width * chance.uniform(0.4, 0.47)
    inks = (palette.main, palette.deep)
    for fold in range(folds, 0, -1):
        top, foot = reach * fold / folds, reach * 0.62 * fold / folds
        edge = [(_sweep(top, foot, step / 16), stage.height * step / 16) for step in range(17)]
        yield Polygon(((0, 0), *edge, (0, stage.height)), inks[fold % 2])
        yield Polygon(tuple((stage.width - x, y) for x, y in ((0, 0), *edge, (0, stage.height))), inks[fold % 2])
    count = 9
    for number in range(count):
        yield Disc(stage.width * (number + 0.5) / count, 0, stage.width / count * 0.56, palette.deep)
        yield Disc(stage.width * (number + 0.5) / count, -stage.width * 0.012, stage.width / count * 0.5, palette.main)


def record(stage: Stage, palette: Palette, chance: Random) -> Iterator[Shape]:
    """Two sets of rings that overlap, like sound."""
    left = chance.choice((True, False))
    for x, y, inks in (
        (0.27 if left else 0.73, 0.42, (palette.pale, palette.main)),
        (0.68 if left else 0.32, 0.66, (palette.spice, palette.deep)),
    ):
        rings = chance.choice((6, 7, 8))
        for ring in range(rings, 0, -1):
            yield Disc(stage.width * x, stage.height * y, stage.height * 0.62 * ring / rings, inks[ring % 2])
        yield Disc(stage.width * x, stage.height * y, stage.height * 0.05, palette.light)


COMPOSITIONS: tuple[Composition, ...] = (arcade, sunset, spotlights, tiles, rays, confetti, curtain, record)


def _tile(x: float, y: float, side: float, palette: Palette, chance: Random) -> Iterator[Shape]:
    back, front = chance.sample((palette.sky, *palette.inks), 2)
    yield _box(x, y, side + 0.5, side + 0.5, back)
    corner = chance.choice(((0, 0), (1, 0), (0, 1), (1, 1)))
    match chance.randrange(5):
        case 0:
            yield Polygon(_quarter(x, y, side, corner), front)
        case 1:
            yield Disc(x + side / 2, y + side / 2, side * 0.36, front)
        case 2:
            corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
            corners.pop(chance.randrange(4))
            yield Polygon(tuple(corners), front)
        case 3:
            yield Polygon(_quarter(x, y, side, corner), front)
            yield Polygon(_quarter(x, y, side, corner, 0.5), back)
        case _:
            yield _box(x, y + side / 2, side + 0.5, side / 2 + 0.5, front)


def _box(x: float, y: float, width: float, height: float, fill: Rgb) -> Polygon:
    return Polygon(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), fill)


def _arch(x: float, spring: float, radius: float, foot: float) -> tuple[Point, ...]:
    curve = [(x + radius * cos(pi + pi * step / 48), spring + radius * sin(pi + pi * step / 48)) for step in range(49)]
    return ((x - radius, foot), *curve, (x + radius, foot))


def _ellipse(x: float, y: float, wide: float, high: float) -> tuple[Point, ...]:
    return tuple((x + wide * cos(pi * step / 24), y + high * sin(pi * step / 24)) for step in range(48))


def _quarter(x: float, y: float, side: float, corner: tuple[int, int], share: float = 1.0) -> tuple[Point, ...]:
    """A quarter disc around one corner of a tile."""
    across, down = corner
    centre = (x + across * side, y + down * side)
    radius = side * share
    curve = [pi / 2 * step / 24 for step in range(25)]
    towards = (-1 if across else 1, -1 if down else 1)
    return (
        centre,
        *((centre[0] + towards[0] * radius * cos(a), centre[1] + towards[1] * radius * sin(a)) for a in curve),
    )


def _hill(stage: Stage, top: float, swing: float, phase: float, waves: float) -> tuple[Point, ...]:
    line = []
    for step in range(61):
        turn = 2 * pi * waves * step / 60 + phase
        line.append((stage.width * step / 60, top + swing * (sin(turn) + 0.35 * sin(2.3 * turn))))
    return (*line, (stage.width, stage.height + OVERLAP), (0, stage.height + OVERLAP))


def _sweep(top: float, foot: float, way: float) -> float:
    """How far a fold hangs into the stage on its way down: gathered, then let go."""
    return foot + (top - foot) * (1 - way) ** 2 + top * 0.08 * max(0.0, way - 0.7) * 3.3
