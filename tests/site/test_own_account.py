"""One's own account: another address, the profile, and how often one may try."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob
from time_machine import travel

from tenants import tasks
from tests import make
from tests.inbox import text_of

NEW = "ada@new.example"


@pytest.fixture
def ada(db):
    """A user whose address is confirmed."""
    user = make.user("ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def here(client, ada):
    """Ada's browser, where she has just said once more who she is."""
    client.post(reverse("account_login"), {"login": ada.email, "password": make.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    return client


def ask_for(client, email):
    return client.post(reverse("account_email"), {"email": email, "action_add": "1"}, follow=True)


def code_in(mail):
    return re.search(r"^[A-Z0-9-]{6,}$", text_of(mail), re.MULTILINE).group(0)


# --- Another address ------------------------------------------------------------------------------------------------


def test_another_address_counts_once_its_code_was_entered_and_the_old_one_is_told(here, ada, inbox):
    page = ask_for(here, "Ada@New.example").content.decode()
    (mail,) = inbox.deliver()
    ada.refresh_from_db()
    before = ada.email

    here.post(reverse("account_email_verification_sent"), {"code": code_in(mail)})

    ada.refresh_from_db()
    assert f"We sent a code to {NEW}." in page
    assert mail["To"] == NEW
    assert (before, ada.email) == ("ada@example.org", NEW)
    assert [(row.email, row.verified, row.primary) for row in EmailAddress.objects.all()] == [(NEW, True, True)]
    (told,) = inbox.deliver()
    assert told["To"] == "ada@example.org"
    assert "Your account has another e-mail address now." in text_of(told)


def test_a_wrong_code_changes_nothing(here, ada):
    ask_for(here, NEW)

    page = here.post(reverse("account_email_verification_sent"), {"code": "WRONG1"}).content.decode()

    ada.refresh_from_db()
    assert "This is not the code." in page
    assert ada.email == "ada@example.org"


@pytest.mark.parametrize("email", ["", "nonsense", "a" * 300 + "@example.org", "ada@example.org"])
def test_what_is_no_new_address_is_refused_at_its_field(here, ada, email):
    page = ask_for(here, email)

    assert page.status_code == 200
    assert page.context["form"].errors["email"]


def test_an_address_that_is_taken_is_not_told(here, ada, inbox):
    other = make.user("bob@example.org")
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)

    page = ask_for(here, "bob@example.org").content.decode()
    (mail,) = inbox.deliver()

    assert "We sent a code to bob@example.org." in page
    assert mail["To"] == "bob@example.org"
    here.post(reverse("account_email_verification_sent"), {"code": code_in(mail)})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_a_changed_password_is_told_to_its_owner(here, ada, inbox):
    new = "another battery staple"
    here.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})

    (mail,) = inbox.deliver()

    assert mail["To"] == "ada@example.org"
    assert "The password of your account was changed." in text_of(mail)
    assert "/accounts/password/reset/" in text_of(mail)


# --- The profile ----------------------------------------------------------------------------------------------------


def test_the_profile_is_kept_and_its_language_spoken_at_once(here, ada, count_statements):
    values = {"full_name": "Ada King", "phone": "+49 30 123456", "locale": "de", "time_zone": "Europe/Berlin"}

    answer = here.post("/account/profile/", values)

    ada.refresh_from_db()
    assert answer["Location"] == "/account/profile/"
    assert (ada.full_name, ada.phone, ada.locale, ada.time_zone) == ("Ada King", "+4930123456", "de", "Europe/Berlin")
    assert '<html lang="de"' in here.get("/account/profile/").content.decode()
    with count_statements() as statements:
        here.get("/account/profile/")
    assert len(statements) == 2, statements


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phone", "call me"),
        ("phone", "030 123456"),
        ("locale", "tlh"),
        ("time_zone", "Mars/Olympus"),
        ("full_name", "x" * 201),
    ],
)
def test_a_bad_profile_is_refused_at_its_field_and_kept_on_the_page(here, ada, name, value):
    values = {"full_name": "Ada King", "phone": "", "locale": "", "time_zone": "", name: value}

    answer = here.post("/account/profile/", values)

    assert answer.status_code == 422
    assert answer.context["form"].errors[name]
    assert values["full_name"] in answer.content.decode()
    ada.refresh_from_db()
    assert ada.full_name == "Ada Lovelace"


# --- The picture ----------------------------------------------------------------------------------------------------


@pytest.fixture
def pictures(settings, tmp_path):
    """A storage of the test's own, for pictures."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": settings.STORAGES["default"]["BACKEND"]}}
    return tmp_path


def photo(size=(600, 400), kind="JPEG", **more):
    content = BytesIO()
    Image.new("RGB", size, "tomato").save(content, kind, **more)
    return content.getvalue()


def with_picture(content, name="me.jpg", **more):
    values = {"full_name": "Ada King", "phone": "", "locale": "", "time_zone": ""}
    return values | {"picture": SimpleUploadedFile(name, content)} | more


def test_a_picture_is_cut_to_a_small_square_written_anew_and_shown(here, ada, pictures):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"

    answer = here.post("/account/profile/", with_picture(photo(exif=exif)))

    ada.refresh_from_db()
    (kept,) = [path for path in pictures.rglob("*") if path.is_file()]
    assert answer.status_code == 302
    with Image.open(kept) as picture:
        assert (picture.format, picture.size) == ("WEBP", (256, 256))
    assert b"taken at home" not in kept.read_bytes()
    assert here.get("/account/profile/").content.decode().count(ada.avatar.url) == 2
    assert here.get(ada.avatar.url).status_code == 200


def test_another_picture_takes_the_place_of_the_old_one_and_it_can_be_removed(here, ada, pictures):
    def delete_files():
        for job in ProcrastinateJob.objects.filter(task_name="tenants.delete_files"):
            tasks.delete_files(**job.args)
        return [path.name for path in pictures.rglob("*") if path.is_file()]

    here.post("/account/profile/", with_picture(photo()))
    here.post("/account/profile/", with_picture(photo(kind="PNG"), "me.png"))
    ada.refresh_from_db()
    kept = delete_files()
    here.post("/account/profile/", with_picture(b"", without_picture="on") | {"picture": ""})
    ada.refresh_from_db()

    assert len(kept) == 1
    assert not ada.avatar
    assert delete_files() == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "me.svg", "not a picture we can"),
        (b"%PDF-1.7", "me.jpg", "not a picture we can"),
        (photo()[:200], "me.jpg", "not a picture we can"),
        (b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), "me.jpg", "too large"),
        (b"", "me.jpg", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field_and_all_else_is_kept(here, ada, pictures, content, name, words):
    answer = here.post("/account/profile/", with_picture(content, name))

    assert answer.status_code == 422
    assert words in answer.context["form"].errors["picture"][0]
    assert "Ada King" in answer.content.decode()
    ada.refresh_from_db()
    assert (ada.full_name, bool(ada.avatar)) == ("Ada Lovelace", False)
    assert [path for path in pictures.rglob("*") if path.is_file()] == []


# --- How often one may try ------------------------------------------------------------------------------------------


def sign_in(client, email, password=make.PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password}).content.decode()


def test_one_address_tries_many_accounts_only_so_often_and_later_again(ada, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    thief = Client(REMOTE_ADDR="192.0.2.66")
    answers = [sign_in(thief, f"person{n}@example.org", "guess") for n in range(101)]

    assert "That was too often." not in answers[98]
    assert "That was too often." in answers[100]
    elsewhere = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(elsewhere, ada.email)
    assert elsewhere.get("/account/").status_code == 200
    with travel(timezone.now() + timedelta(minutes=6), tick=True):
        sign_in(thief, ada.email)
        assert thief.get("/account/").status_code == 200


def test_an_account_that_was_guessed_at_opens_again(ada, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    for n in range(11):
        refused = sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), ada.email, "guess")
    client = Client()

    assert "Please wait a few minutes" in refused
    assert "That was too often." in sign_in(client, ada.email)
    with travel(timezone.now() + timedelta(minutes=6), tick=True):
        sign_in(client, ada.email)
        assert client.get("/account/").status_code == 200
