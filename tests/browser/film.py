"""What Chromium's camera sees: a short film that shows one QR code, or nothing."""

from pathlib import Path

import qrcode
from PIL import Image

WIDTH, HEIGHT = 640, 480
FRAMES = 2


def show(film: Path, text: str) -> None:
    """Hold a code in front of the camera; an empty text is an empty wall. Pages see it when they open the camera."""
    picture = Image.new("L", (WIDTH, HEIGHT), 235)
    if text:
        code = qrcode.make(text, border=4).get_image().convert("L")
        side = HEIGHT - 80
        picture.paste(code.resize((side, side), Image.Resampling.NEAREST), ((WIDTH - side) // 2, 40))
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    frame = b"FRAME\n" + picture.tobytes() + grey
    film.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES)
