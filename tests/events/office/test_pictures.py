"""An event's pictures in the console."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events import media
from events.models import Event, EventPicture, MediaFile
from events.services import pictures as picture_services
from tests.events.office.conftest import errors, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_files(settings, tmp_path):
    """A folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def pictures(office, gala):
    """Where the gala's pictures are."""
    return f"{office}{gala.pk}/pictures/"


def file(kind="JPEG", size=(800, 400), name="stage.jpg"):
    """A picture: black on the left, white on the right."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste((0, 0, 0), (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    drawn.save(target, kind)
    return SimpleUploadedFile(name, target.getvalue())


def upload(client, address, **fields):
    """Send one, and follow."""
    return client.post(address, {"picture": file(), **fields}, follow=True)


def shown(client, address):
    """The ids of the pictures in their order."""
    return [row.pk for row in client.get(address).context["pictures"]]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_first_picture_becomes_the_main_one_and_is_written_anew(mary, client, gala, pictures, kind):
    page = mary.post(
        pictures, {"picture": file(kind), "alternative_text": "A singer in front of a full hall"}, follow=True
    )

    picture = EventPicture.objects.get()
    assert Event.objects.get().hero_image == picture.media
    assert (picture.media.mime_type, picture.media.width, picture.media.height) == ("image/webp", 800, 400)
    assert "Main picture" in text(page)
    public = client.get(f"/{gala.tenant.slug}/{gala.slug}/").content.decode()
    assert 'alt="A singer in front of a full hall"' in public


BOMB = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("stage.jpg", b"", "The submitted file is empty."),
        ("stage.jpg", b"<script>alert(1)</script>", "This is not a picture we can use."),
        ("stage.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "This is not a picture we can use."),
        ("stage.png", BOMB, "This is not a picture we can use."),
        ("stage.jpg", b"\xff\xd8\xff" + b"x" * 20 * 1024 * 1024, "This picture is too large."),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(mary, pictures, name, content, words):
    page = mary.post(pictures, {"picture": SimpleUploadedFile(name, content), "alternative_text": "Kept"})

    assert page.status_code == 200
    assert errors(page)["picture"][0].startswith(words)
    assert 'value="Kept"' in page.content.decode()
    assert not MediaFile.objects.exists()


def test_pictures_move_and_another_becomes_the_main_one(mary, pictures):
    for _number in range(3):
        upload(mary, pictures)
    first, second, third = shown(mary, pictures)

    mary.post(f"{pictures}{third}/position/", {"direction": "up"})
    mary.post(f"{pictures}{first}/position/", {"direction": "up"})
    mary.post(f"{pictures}{second}/position/", {"direction": "sideways"})
    mary.post(f"{pictures}{third}/choice/")

    assert shown(mary, pictures) == [first, third, second]
    assert Event.objects.get().hero_image == EventPicture.objects.get(pk=third).media


def test_the_gallery_shows_all_but_the_main_picture_in_their_order(mary, client, gala, pictures):
    for words in ("one", "two", "three"):
        upload(mary, pictures, alternative_text=f"Picture {words}")
    last = shown(mary, pictures)[-1]
    mary.post(f"{pictures}{last}/position/", {"direction": "up"})

    page = client.get(f"/{gala.tenant.slug}/{gala.slug}/").content.decode()

    gallery = page.split("event__body")[1]
    assert "Picture one" not in gallery
    assert gallery.index("Picture three") < gallery.index("Picture two")


def test_a_removed_picture_can_be_put_back(mary, pictures):
    upload(mary, pictures)
    upload(mary, pictures)
    first, second = shown(mary, pictures)

    removed = mary.post(f"{pictures}{first}/removal/", follow=True)

    assert "The picture is removed." in text(removed)
    assert Event.objects.get().hero_image == EventPicture.objects.get(pk=second).media
    mary.post(f"{pictures}{second}/removal/")
    assert Event.objects.get().hero_image is None
    mary.post(f"{pictures}{first}/restoration/")
    assert shown(mary, pictures) == [first]
    assert Event.objects.get().hero_image == EventPicture.objects.get(pk=first).media


def test_a_picture_is_cut_and_made_whole_again(mary, pictures):
    upload(mary, pictures)
    picture = EventPicture.objects.get()
    address = f"{pictures}{picture.pk}/"
    source = picture.media

    cut = {"crop_left": "50", "crop_top": "0", "crop_right": "0", "crop_bottom": "25", "alternative_text": "White"}
    mary.post(address, cut)

    picture.refresh_from_db()
    assert (picture.media.width, picture.media.height) == (400, 300)
    with Image.open(picture.media.file) as left:
        assert min(left.convert("L").tobytes()) > 200
    assert picture.source == source
    assert Event.objects.get().hero_image == picture.media
    assert picture.media.alternative_text == "White"
    whole = dict.fromkeys(cut, "0") | {"alternative_text": "Black and white"}
    mary.post(address, whole)
    picture.refresh_from_db()
    assert picture.media == source


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"crop_left": "60", "crop_right": "40"}, "crop_left"),
        ({"crop_top": "91"}, "crop_top"),
        ({"crop_top": "x"}, "crop_top"),
    ],
)
def test_a_picture_is_not_cut_away(mary, pictures, changes, field):
    upload(mary, pictures)
    picture = EventPicture.objects.get()
    sent = {"crop_left": "0", "crop_top": "0", "crop_right": "0", "crop_bottom": "0", "alternative_text": "Kept"}

    page = mary.post(f"{pictures}{picture.pk}/", sent | changes)

    assert list(errors(page)) == [field]
    assert 'value="Kept"' in page.content.decode()


def test_a_picture_whose_file_is_lost_is_not_cut_and_says_so(mary, pictures, media_files):
    upload(mary, pictures)
    picture = EventPicture.objects.get()
    (media_files / picture.source.file.name).unlink()

    page = mary.post(
        f"{pictures}{picture.pk}/", {"crop_left": "10", "crop_top": "0", "crop_right": "0", "crop_bottom": "0"}
    )

    assert "upload it again" in errors(page)["crop_left"][0]


def test_a_gallery_has_an_end(mary, gala, pictures):
    upload(mary, pictures)
    kept = EventPicture.objects.get().media
    EventPicture.objects.bulk_create(
        EventPicture(tenant=gala.tenant, event=gala, media=kept, source=kept, position=number)
        for number in range(1, picture_services.MOST_PICTURES)
    )

    page = upload(mary, pictures)

    assert errors(page) == {"picture": ["An event has at most 24 pictures. Remove one first."]}


def test_the_page_costs_the_same_with_many_pictures(mary, gala, pictures, count_statements):
    upload(mary, pictures)
    kept = EventPicture.objects.get().media
    with count_statements() as few:
        mary.get(pictures)
    for number in range(1, 20):
        EventPicture.objects.create(tenant=gala.tenant, event=gala, media=kept, source=kept, position=number)

    with count_statements() as many:
        mary.get(pictures)

    assert len(few) == len(many) == 6, many


def test_cutting_keeps_to_percents_of_what_was_uploaded():
    _content, width, height = media.reencode(io.BytesIO(file(size=(1000, 500)).read()), crop=(10, 20, 30, 40))

    assert (width, height) == (600, 200)
