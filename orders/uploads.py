"""Files that buyers upload as answers: private, small, and nothing but PDFs and pictures.

What comes in is judged by its content, never by its name. A picture is decoded and written anew, so that what is kept
is what we wrote ourselves, without its metadata (where it was taken). A file is kept as soon as the form is sent, even
if another field is refused; the form then carries a signed note of it, so that nobody uploads twice.
"""

import io
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from orders.answers import files_in
from orders.models import Attendee, Cart, Order
from ticketing.core.errors import DomainError

LARGEST_BYTES = 5 * 1024 * 1024
# A picture that is small as a file can still fill the memory when it is decoded.
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3000
KEPT_SECONDS = 24 * 60 * 60
KEPT_UNORDERED = timedelta(days=3)
# Older days were swept before; this leaves weeks for a worker that stood still.
LOOKED_AT = timedelta(days=30)
PDF = "application/pdf"
JPEG = "image/jpeg"
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"

_FOLDER = "answers"
_SALT = "foyer.answer-file"


class FileTooLarge(DomainError):
    """More than 5 MB, or more pixels than we decode."""

    code, status, text = "file_too_large", 413, _("This file is larger than 5 MB. Please choose a smaller one.")


class FileRefused(DomainError):
    """Neither a PDF nor a picture."""

    code, status, text = "file_refused", 422, _("Please choose a PDF or a picture (JPEG, PNG or WebP).")


@dataclass(frozen=True)
class KeptFile:
    """A stored file: `file` is its name in the private storage, `size` is in bytes."""

    file: str
    name: str
    type: str
    size: int

    @property
    def answer(self) -> dict[str, Any]:
        """How it stands among the answers."""
        return asdict(self)


def keep(upload: "UploadedFile[bytes]") -> KeptFile:
    """Store an uploaded file. Raises FileTooLarge or FileRefused."""
    if (upload.size or 0) > LARGEST_BYTES:
        raise FileTooLarge()
    content = upload.read()
    if content.startswith(b"%PDF-"):
        mime, suffix = PDF, ".pdf"
    else:
        content, mime, suffix = _as_jpeg(content), JPEG, ".jpg"
    name = f"{_FOLDER}/{timezone.now():%Y-%m-%d}/{secrets.token_hex(24)}{suffix}"
    stored = storages["private"].save(name, ContentFile(content))
    shown = PurePath(upload.name or "").stem[:80] or "file"
    return KeptFile(file=stored, name=shown + suffix, type=mime, size=len(content))


def sweep(*, now: datetime) -> int:
    """Delete the files of which no order came within three days; how many those were. For a job that runs daily."""
    storage = storages["private"]
    if not storage.exists(_FOLDER):
        return 0
    deleted = 0
    for day in storage.listdir(_FOLDER)[0]:
        if f"{now - LOOKED_AT:%Y-%m-%d}" <= day < f"{now - KEPT_UNORDERED:%Y-%m-%d}":
            stored = {f"{_FOLDER}/{day}/{name}" for name in storage.listdir(f"{_FOLDER}/{day}")[1]}
            unwanted = stored - _answers_since(day)
            for name in unwanted:
                storage.delete(name)
            deleted += len(unwanted)
    return deleted


def _answers_since(day: str) -> set[str]:
    """The files among the answers of the orders that may have come of that day's uploads."""
    since = datetime.fromisoformat(day).replace(tzinfo=UTC)
    within = Q(created_at__gte=since, created_at__lt=since + KEPT_UNORDERED)
    given = [
        *Order.objects.filter(within).exclude(answers={}).values_list("answers", flat=True),
        *Attendee.objects.filter(within).exclude(answers={}).values_list("answers", flat=True),
    ]
    return {str(answer["file"]) for answers in given for answer in files_in(answers)}


def note_of(kept: KeptFile, cart: Cart, question_key: str) -> str:
    """The signed note that the form carries; good for this cart's event and this question only."""
    note = {"event": str(cart.event_id), "question": question_key, **kept.answer}
    return signing.dumps(note, salt=_SALT, compress=True)


def kept_file(note: str, cart: Cart, question_key: str) -> KeptFile | None:
    """The file that a note stands for; None where it is not ours, not for here, or too old."""
    if not note:
        return None
    try:
        read = signing.loads(note, salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    if read.pop("event") != str(cart.event_id) or read.pop("question") != question_key:
        return None
    return KeptFile(**read)


def _as_jpeg(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileTooLarge()
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # Before it is turned: that copies all its pixels, of which a file of some kilobytes can have millions.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            flat = Image.new("RGB", upright.size, "white")
            flat.paste(upright, mask=upright.convert("RGBA").getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as unreadable:
        raise FileRefused() from unreadable
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
