"""Pictures that organizers upload: checked, made smaller, and written anew.

What is kept is what we wrote ourselves: no EXIF (which tells where a photo was taken), no second file hidden behind the
first, nothing a browser could run. SVG is a program and is refused.
"""

import hashlib
import io
import warnings
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from events.models import MediaFile, MediaKind
from tenants.models import Tenant, User
from ticketing.core.errors import DomainError
from ticketing.core.ids import uuid7

LARGEST_UPLOAD = 10 * 1024 * 1024
# Photos are unpacked no larger than they are needed; whatever else has many pixels fills hundreds of megabytes, and be
# it a file of some kilobytes in one colour.
MOST_PIXELS, MOST_PIXELS_BUT_PHOTOS = 60_000_000, 30_000_000
LONGEST_SIDE = 1_600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class PictureRefused(DomainError):
    """Not a picture that we can show."""

    code, status, field = "picture_refused", 422, "picture"
    text = _("This is not a picture we can use. Please choose a JPEG, PNG, WebP or GIF.")


class PictureTooLarge(PictureRefused):
    """More bytes or pixels than anyone needs. Facts: megabytes."""

    code, text = "picture_too_large", _("This picture is too large. Please choose one of at most %(megabytes)d MB.")


# What is cut off left, top, right and bottom of a picture, in percent.
Crop = tuple[int, int, int, int]
UNCUT: Crop = (0, 0, 0, 0)


def reencode(upload: BinaryIO, *, crop: Crop = UNCUT) -> tuple[bytes, int, int]:
    """The picture as WebP, at most 1 600 px long, turned upright: bytes, width, height. Raises PictureRefused."""
    data = upload.read(LARGEST_UPLOAD + 1)
    too_large = PictureTooLarge(megabytes=LARGEST_UPLOAD // (1024 * 1024))
    if len(data) > LARGEST_UPLOAD:
        raise too_large
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS_BUT_PHOTOS
                if picture.width * picture.height > most:
                    raise too_large
                return _as_webp(picture, crop)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise too_large from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureRefused() from error


def add_picture(
    *, tenant: Tenant, by: User | None, upload: BinaryIO, original_name: str, alternative_text: str = ""
) -> MediaFile:
    """Keep an uploaded picture. Raises PictureRefused."""
    encoded = reencode(upload)
    with transaction.atomic(durable=True):
        return keep(encoded, tenant=tenant, by=by, original_name=original_name, alternative_text=alternative_text)


def keep(
    encoded: tuple[bytes, int, int], *, tenant: Tenant, by: User | None, original_name: str, alternative_text: str = ""
) -> MediaFile:
    """Keep what `reencode` made, in the caller's transaction."""
    content, width, height = encoded
    name = f"{uuid7().hex}.webp"
    return MediaFile.objects.create(
        tenant=tenant,
        owner=by,
        file=ContentFile(content, name=name),
        file_name=name,
        original_name=original_name[-200:],
        mime_type="image/webp",
        file_size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        kind=MediaKind.IMAGE,
        width=width,
        height=height,
        alternative_text=alternative_text,
    )


def _as_webp(picture: Image.Image, crop: Crop) -> tuple[bytes, int, int]:
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    small = _smaller(picture, mode, crop)
    upright = ImageOps.exif_transpose(small)
    plain = upright if upright.mode == mode else upright.convert(mode)
    if crop != UNCUT:
        plain = plain.crop(_box(plain.size, crop))
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    target = io.BytesIO()
    # A copy of the pixels alone: what else the file carried stays behind.
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    clean.save(target, "WEBP", quality=QUALITY, method=4)
    return target.getvalue(), clean.width, clean.height


def _smaller(picture: Image.Image, mode: str, crop: Crop) -> Image.Image:
    """With no more pixels than are left to show: turning, cutting and converting copy a picture each time."""
    left, top, right, bottom = crop
    kept = max(1, min(100 - left - right, 100 - top - bottom))
    if picture.format != "JPEG" and picture.mode != mode:
        # Palettes and single bits cannot be made smaller well.
        picture = picture.convert(mode)
    picture.thumbnail((LONGEST_SIDE * 100 // kept,) * 2)
    return picture


def _box(size: tuple[int, int], crop: Crop) -> tuple[int, int, int, int]:
    """What is left after cutting, in pixels; at least one of them."""
    (width, height), (left, top, right, bottom) = size, crop
    x, y = width * left // 100, height * top // 100
    return x, y, max(x + 1, width - width * right // 100), max(y + 1, height - height * bottom // 100)
