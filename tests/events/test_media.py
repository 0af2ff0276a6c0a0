"""Pictures are checked and written anew."""

import io

import pytest
from PIL import Image

from events import media
from events.models import MediaFile
from tests import make


def test_a_photo_becomes_a_small_upright_webp_without_its_exif(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x0112] = 6  # Taken with the phone on its side.
    exif[0x010E] = "at home"
    tenant = make.tenant()

    kept = media.add_picture(
        tenant=tenant, by=None, upload=_file("JPEG", (4000, 2000), exif=exif), original_name="me.jpg"
    )

    written = Image.open(kept.file.path)
    assert written.format == "WEBP"
    assert written.size == (kept.width, kept.height) == (800, 1600)
    assert not written.getexif()
    assert b"at home" not in kept.file.read()
    assert (kept.mime_type, kept.original_name, kept.file_size) == ("image/webp", "me.jpg", kept.file.size)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_pictures_of_the_usual_kinds_are_taken(kind):
    assert media.reencode(_file(kind, (30, 20)))[1:] == (30, 20)


def test_transparency_is_kept():
    content = media.reencode(_file("PNG", (10, 10), mode="RGBA"))[0]

    assert Image.open(io.BytesIO(content)).mode == "RGBA"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        b"GIF89a<script>",
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(media.PictureRefused):
        media.reencode(io.BytesIO(content))


def test_a_cut_off_picture_is_refused():
    with pytest.raises(media.PictureRefused):
        media.reencode(io.BytesIO(_file("JPEG", (300, 300)).getvalue()[:400]))


def test_too_many_bytes_or_pixels_are_refused():
    bomb = _file("PNG", (9000, 9000), mode="1")

    for upload in (bomb, io.BytesIO(b"\xff" * (media.LARGEST_UPLOAD + 1))):
        with pytest.raises(media.PictureTooLarge):
            media.reencode(upload)


def test_a_large_photo_is_taken_and_a_drawing_of_as_many_pixels_is_not():
    assert media.reencode(_file("JPEG", (7000, 5000), mode="L"))[1:] == (1600, 1143)

    with pytest.raises(media.PictureTooLarge):
        media.reencode(_file("PNG", (7000, 5000), mode="1"))


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGB", "RGBA"])
def test_pictures_of_all_kinds_of_pixels_are_made_smaller_and_cut(mode):
    content, width, height = media.reencode(_file("PNG", (4000, 2000), mode=mode), crop=(50, 0, 0, 0))

    assert (width, height) == (1600, 1600)
    assert Image.open(io.BytesIO(content)).mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_a_refused_picture_leaves_nothing_behind(db):
    with pytest.raises(media.PictureRefused):
        media.add_picture(tenant=make.tenant(), by=None, upload=io.BytesIO(b"x"), original_name="x.png")

    assert not MediaFile.objects.exists()


def _file(kind, size, *, mode="RGB", **fields):
    target = io.BytesIO()
    Image.new(mode, size).save(target, kind, **fields)
    target.seek(0)
    return target
