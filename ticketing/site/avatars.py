"""People's pictures: checked and written anew as those of events are, and then cut to a small square."""

import io
from typing import BinaryIO

from PIL import Image, ImageOps

from events.media import QUALITY, reencode

SIDE = 256


def square(upload: BinaryIO) -> bytes:
    """The middle of the picture as WebP. Raises PictureRefused."""
    content, _width, _height = reencode(upload)
    target = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        ImageOps.fit(picture, (SIDE, SIDE)).save(target, "WEBP", quality=QUALITY)
    return target.getvalue()
