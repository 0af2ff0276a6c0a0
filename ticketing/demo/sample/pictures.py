"""Pictures of the sample data, painted with gradients and layers of shapes. The same seed gives the same picture.

Nothing is fetched, nobody's photograph is used.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1000
LOGO = 400
Ink = tuple[int, int, int]
Painter = Callable[[Image.Image, Ink, Ink, Random], Image.Image]

NIGHT: Ink = (14, 16, 34)
PAPER: Ink = (250, 244, 232)


def picture(scene: str, primary: str, secondary: str, seed: str) -> BytesIO:
    """A scene in an organizer's colours as JPEG, 1600 × 1000."""
    chance = Random(seed)
    first, second = _ink(primary), _ink(secondary)
    painted = _SCENES[scene](Image.new("RGB", (WIDTH, HEIGHT)), first, second, chance)
    return _file(_with_grain(painted, chance), "JPEG", quality=88)


def logo(mark: str, primary: str, secondary: str) -> BytesIO:
    """A mark on a round ground, as PNG with transparency: `petals`, `sunrise`, `moon`, `arches` or `bars`."""
    size = LOGO * 2
    image = Image.new("RGBA", (size, size))
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, size - 1, size - 1), fill=_ink(primary))
    _MARKS[mark](pen, size, _ink(primary), _ink(secondary))
    return _file(image.resize((LOGO, LOGO), Image.Resampling.LANCZOS), "PNG")


def _petals(pen: ImageDraw.ImageDraw, size: int, first: Ink, second: Ink) -> None:
    radius, away = size * 0.17, size * 0.19
    for number in range(6):
        angle = pi * number / 3 - pi / 2
        x, y = size / 2 + away * cos(angle), size / 2 + away * sin(angle)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=second if number % 2 else PAPER)
    pen.ellipse((size * 0.4, size * 0.4, size * 0.6, size * 0.6), fill=first)


def _sunrise(pen: ImageDraw.ImageDraw, size: int, first: Ink, second: Ink) -> None:
    for share, ink in ((0.36, second), (0.25, first), (0.17, PAPER)):
        radius, x, y = size * share, size / 2, size * 0.62
        pen.pieslice((x - radius, y - radius, x + radius, y + radius), 180, 360, fill=ink)
    pen.rectangle((size * 0.16, size * 0.66, size * 0.84, size * 0.7), fill=PAPER)


def _moon(pen: ImageDraw.ImageDraw, size: int, first: Ink, second: Ink) -> None:
    pen.ellipse((size * 0.2, size * 0.2, size * 0.8, size * 0.8), fill=PAPER)
    pen.ellipse((size * 0.36, size * 0.14, size * 0.92, size * 0.7), fill=first)
    pen.ellipse((size * 0.58, size * 0.36, size * 0.7, size * 0.48), fill=second)


def _arches(pen: ImageDraw.ImageDraw, size: int, first: Ink, second: Ink) -> None:
    for share, ink in ((0.3, PAPER), (0.2, second), (0.1, first)):
        half, x, y = size * share, size / 2, size * (0.8 - 1.5 * share)
        pen.pieslice((x - half, y - half, x + half, y + half), 180, 360, fill=ink)
        pen.rectangle((x - half, y, x + half, size * 0.78), fill=ink)


def _bars(pen: ImageDraw.ImageDraw, size: int, first: Ink, second: Ink) -> None:
    for number, (tall, ink) in enumerate(((0.3, PAPER), (0.52, second), (0.4, PAPER), (0.22, second))):
        x = size * (0.25 + number * 0.135)
        box = (x, size * (0.5 - tall / 2), x + size * 0.095, size * (0.5 + tall / 2))
        pen.rounded_rectangle(box, size * 0.047, fill=ink)


_MARKS = {"petals": _petals, "sunrise": _sunrise, "moon": _moon, "arches": _arches, "bars": _bars}


def _stage(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """Beams of light through haze, and the heads of a crowd."""
    canvas = _gradient(_mix(first, NIGHT, 0.75), _mix(first, NIGHT, 0.25))
    for number in range(7):
        foot = chance.uniform(0, WIDTH)
        top = WIDTH * (number + 0.5) / 7
        spread = chance.uniform(60, 190)
        beam = [(top - 12, -20), (top + 12, -20), (foot + spread, HEIGHT), (foot - spread, HEIGHT)]
        canvas = _lit(canvas, beam, chance.choice((second, PAPER, first)), 26, chance.uniform(0.25, 0.6))
    pen = ImageDraw.Draw(canvas)
    for row, shade in ((0, 0.75), (1, 0.9)):
        x = -40.0
        while x < WIDTH + 40:
            radius = chance.uniform(26, 40) * (1 + row * 0.3)
            y = HEIGHT - 120 + row * 70 + chance.uniform(-18, 18)
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_mix(first, NIGHT, shade))
            pen.rounded_rectangle(
                (x - radius * 1.7, y + radius * 0.8, x + radius * 1.7, HEIGHT + 40),
                radius,
                fill=_mix(first, NIGHT, shade),
            )
            x += radius * chance.uniform(2.4, 3.4)
    return canvas


def _aurora(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """Curtains of light over dark hills and a moon."""
    canvas = _gradient(NIGHT, _mix(first, NIGHT, 0.5))
    pen = ImageDraw.Draw(canvas)
    for _star in range(160):
        x, y, radius = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT * 0.7), chance.uniform(0.6, 2.2)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_mix(PAPER, first, chance.uniform(0, 0.5)))
    for number in range(4):
        base, phase = HEIGHT * chance.uniform(0.3, 0.62), chance.uniform(0, 6)
        tall = chance.uniform(170, 330)
        wave = [(x, base + 80 * sin(x / 210 + phase) + 30 * sin(x / 77 + phase)) for x in range(-20, WIDTH + 41, 20)]
        curtain = wave + [(x, y - tall) for x, y in reversed(wave)]
        canvas = _lit(canvas, curtain, second if number % 2 else _mix(first, PAPER, 0.35), 46, 0.55)
    x, y = chance.uniform(0.62, 0.85) * WIDTH, 210.0
    canvas = _lit(canvas, _circle(x, y, 120), PAPER, 60, 0.5)
    ImageDraw.Draw(canvas).ellipse((x - 62, y - 62, x + 62, y + 62), fill=_mix(PAPER, second, 0.15))
    return _hills(canvas, (_mix(first, NIGHT, 0.72), _mix(first, NIGHT, 0.84), NIGHT), 0.72, chance)


def _waves(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """A low sun and bands of water."""
    canvas = _gradient(_mix(second, PAPER, 0.5), _mix(first, second, 0.35))
    x = WIDTH * chance.uniform(0.25, 0.75)
    canvas = _lit(canvas, _circle(x, 420, 260), PAPER, 70, 0.6)
    ImageDraw.Draw(canvas).ellipse((x - 150, 270, x + 150, 570), fill=_mix(second, PAPER, 0.45))
    inks = tuple(_mix(first, PAPER, 0.6 - step * 0.13) for step in range(6))
    return _hills(canvas, inks, 0.48, chance, swing=24, waves=3.4)


def _dunes(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """Warm hills, one behind the other, and a large sun."""
    canvas = _gradient(_mix(second, PAPER, 0.65), _mix(second, first, 0.15))
    x = WIDTH * chance.uniform(0.2, 0.8)
    canvas = _lit(canvas, _circle(x, 380, 240), PAPER, 80, 0.5)
    ImageDraw.Draw(canvas).ellipse((x - 170, 210, x + 170, 550), fill=_mix(second, (255, 96, 60), 0.35))
    inks = tuple(_mix(second, first, 0.2 + step * 0.2) for step in range(5))
    return _hills(canvas, inks, 0.5, chance, swing=90, waves=1.1)


def _skyline(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """A town by night, its lights in the water."""
    canvas = _gradient(NIGHT, _mix(first, second, 0.35))
    pen = ImageDraw.Draw(canvas)
    horizon = round(HEIGHT * 0.7)
    for depth in range(3):
        wall = _mix(first, NIGHT, 0.4 + depth * 0.22)
        x = -20.0
        while x < WIDTH:
            wide = chance.uniform(70, 160)
            tall = chance.uniform(120, 420) * (1.1 - depth * 0.25)
            pen.rectangle((x, horizon - tall, x + wide, horizon), fill=wall)
            for across in range(int(wide // 22)):
                for up in range(int(tall // 30)):
                    if chance.random() < 0.28:
                        left, top = x + 8 + across * 22, horizon - tall + 12 + up * 30
                        lamp = _mix(second, PAPER, chance.uniform(0.1, 0.6))
                        pen.rectangle((left, top, left + 9, top + 13), fill=lamp)
            x += wide + chance.uniform(0, 26)
    mirrored = canvas.crop((0, 2 * horizon - HEIGHT, WIDTH, horizon)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirrored = Image.blend(mirrored.filter(ImageFilter.GaussianBlur(9)), Image.new("RGB", mirrored.size, NIGHT), 0.35)
    canvas.paste(mirrored, (0, horizon))
    return canvas


def _bokeh(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """Strings of lamps, out of focus, over an evening."""
    canvas = _gradient(_mix(first, NIGHT, 0.65), _mix(first, second, 0.4))
    for blur, count, least, most in ((6, 26, 60, 130), (2, 40, 24, 64), (0.5, 46, 8, 22)):
        # Worked at a quarter of the size: nobody looks for sharp edges out of focus.
        lamps = Image.new("RGBA", (WIDTH // 4, HEIGHT // 4))
        for _lamp in range(count):
            ink = _mix(chance.choice((second, PAPER, first)), PAPER, chance.uniform(0, 0.5))
            x, y = chance.uniform(0, WIDTH) / 4, HEIGHT * chance.triangular(0, 1, 0.4) / 4
            radius, strength = chance.uniform(least, most) / 4, round(chance.uniform(30, 100))
            lamp = Image.new("RGBA", lamps.size)
            ImageDraw.Draw(lamp).ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*ink, strength))
            lamps = Image.alpha_composite(lamps, lamp)
        lamps = lamps.filter(ImageFilter.GaussianBlur(blur)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        canvas.paste(lamps.convert("RGB"), mask=lamps.getchannel("A"))
    return canvas


def _botanical(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """Leaves in layers, like cut paper."""
    canvas = _gradient(_mix(PAPER, second, 0.15), _mix(PAPER, first, 0.3))
    for layer in range(3):
        for _stem in range(9 - layer):
            ink = _mix(chance.choice((first, second, _mix(first, second, 0.5))), PAPER, 0.55 - layer * 0.25)
            canvas = _shaded(canvas, _plant(chance, 1 + layer * 0.25), ink)
    return canvas


def _papercut(canvas: Image.Image, first: Ink, second: Ink, chance: Random) -> Image.Image:
    """Sheets of paper, each with a hole, one behind the other, and a light at the end."""
    canvas = _gradient(_mix(second, PAPER, 0.75), _mix(second, PAPER, 0.3))
    x, y = WIDTH * chance.uniform(0.35, 0.65), HEIGHT * chance.uniform(0.42, 0.58)
    canvas = _lit(canvas, _circle(x, y, 120), PAPER, 40, 0.9)
    for layer in range(6):
        radius = 190 + layer * 92
        phase, wobble = chance.uniform(0, 6), chance.uniform(14, 40)
        bumps = chance.choice((3, 5, 7))
        hole = [
            (
                x + 1.35 * (radius + wobble * sin(bumps * angle + phase)) * cos(angle),
                y + (radius + wobble * sin(bumps * angle + phase)) * sin(angle),
            )
            for angle in (2 * pi * step / 120 for step in range(120))
        ]
        sheet = Image.new("L", (WIDTH, HEIGHT), 255)
        ImageDraw.Draw(sheet).polygon(hole, fill=0)
        shadow = ImageChops.offset(sheet, 0, 10).filter(ImageFilter.GaussianBlur(16)).point(lambda value: value * 0.4)
        canvas.paste(NIGHT, mask=shadow)
        canvas.paste(_mix(_mix(second, first, min(1.0, 0.15 + layer * 0.2)), NIGHT, layer * 0.07), mask=sheet)
    return canvas


_SCENES: dict[str, Painter] = {
    "stage": _stage,
    "aurora": _aurora,
    "waves": _waves,
    "dunes": _dunes,
    "skyline": _skyline,
    "bokeh": _bokeh,
    "botanical": _botanical,
    "papercut": _papercut,
}
WORDS = {
    "stage": "Beams of light over the heads of a crowd",
    "aurora": "Curtains of light over dark hills and a moon",
    "waves": "A low sun over bands of water",
    "dunes": "Rolling hills under a large sun",
    "skyline": "A town by night, its lights in the water",
    "bokeh": "Lamps out of focus in the evening",
    "botanical": "Leaves cut from paper",
    "papercut": "Sheets of cut paper around a light",
}
"""What each scene shows, for those who do not see it."""


def _plant(chance: Random, scale: float) -> list[list[tuple[float, float]]]:
    """A stem's leaves, growing from the lower edge."""
    x, lean = chance.uniform(-50, WIDTH + 50), chance.uniform(-0.5, 0.5)
    y = HEIGHT + 20.0
    leaves = []
    for number in range(chance.randint(5, 9)):
        length = chance.uniform(130, 210) * scale
        angle = -pi / 2 + lean + (0.9 if number % 2 else -0.9)
        leaves.append(_leaf(x, y, angle, length, length * 0.26))
        x += 62 * scale * sin(lean)
        y -= 62 * scale * cos(lean)
        lean += chance.uniform(-0.12, 0.12)
    return leaves


def _leaf(x: float, y: float, angle: float, length: float, wide: float) -> list[tuple[float, float]]:
    edge = []
    for side in (1, -1):
        steps = range(13) if side == 1 else range(12, -1, -1)
        for step in steps:
            along, across = length * step / 12, side * wide * sin(pi * step / 12)
            edge.append((x + along * cos(angle) - across * sin(angle), y + along * sin(angle) + across * cos(angle)))
    return edge


def _hills(
    canvas: Image.Image, inks: tuple[Ink, ...], top: float, chance: Random, *, swing: float = 60, waves: float = 1.6
) -> Image.Image:
    pen = ImageDraw.Draw(canvas)
    for number, ink in enumerate(inks):
        base = HEIGHT * (top + (1 - top) * number / len(inks))
        phase, second_phase = chance.uniform(0, 6), chance.uniform(0, 6)
        ridge = [
            (
                x,
                base
                + swing * sin(2 * pi * waves * x / WIDTH + phase)
                + swing * 0.4 * sin(5 * waves * x / WIDTH + second_phase),
            )
            for x in range(0, WIDTH + 20, 20)
        ]
        pen.polygon([(0, HEIGHT), *ridge, (WIDTH, HEIGHT)], fill=ink)
    return canvas


def _gradient(top: Ink, foot: Ink) -> Image.Image:
    strip = Image.new("RGB", (1, HEIGHT))
    strip.putdata([_mix(top, foot, y / (HEIGHT - 1)) for y in range(HEIGHT)])
    return strip.resize((WIDTH, HEIGHT))


def _lit(
    canvas: Image.Image, shape: Sequence[tuple[float, float]], ink: Ink, blur: float, strength: float
) -> Image.Image:
    """Add a soft light of this shape. Worked at a quarter of the size, which nobody sees in a blur."""
    step = 4 if blur > 6 else 2
    mask = Image.new("L", (WIDTH // step, HEIGHT // step))
    ImageDraw.Draw(mask).polygon([(x / step, y / step) for x, y in shape], fill=round(255 * strength))
    mask = mask.filter(ImageFilter.GaussianBlur(blur / step)).resize((WIDTH, HEIGHT))
    canvas.paste(ink, mask=mask)
    return canvas


def _shaded(canvas: Image.Image, shapes: list[list[tuple[float, float]]], ink: Ink) -> Image.Image:
    """Paste shapes with a soft shadow below them."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(mask)
    for shape in shapes:
        pen.polygon(shape, fill=255)
    small = mask.resize((WIDTH // 4, HEIGHT // 4)).filter(ImageFilter.GaussianBlur(4)).point(lambda value: value * 0.25)
    canvas.paste(NIGHT, (6, 12), small.resize((WIDTH, HEIGHT)))
    canvas.paste(ink, mask=mask)
    return canvas


def _circle(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [(x + radius * cos(2 * pi * step / 48), y + radius * sin(2 * pi * step / 48)) for step in range(48)]


def _with_grain(canvas: Image.Image, chance: Random) -> Image.Image:
    """A breath of noise keeps gradients from showing bands."""
    tile = Image.frombytes("L", (256, 256), chance.randbytes(256 * 256)).point(lambda value: 120 + value // 16)
    grain = Image.new("L", (WIDTH, HEIGHT))
    for x in range(0, WIDTH, 256):
        for y in range(0, HEIGHT, 256):
            grain.paste(tile, (x, y))
    return ImageChops.overlay(canvas, Image.merge("RGB", (grain, grain, grain)))


def _mix(first: Ink, second: Ink, share: float) -> Ink:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return (red, green, blue)


def _ink(colour: str) -> Ink:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _file(image: Image.Image, kind: str, **options: int) -> BytesIO:
    file = BytesIO()
    image.save(file, kind, **options)
    file.seek(0)
    return file
