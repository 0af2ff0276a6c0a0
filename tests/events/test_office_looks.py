"""Logo, colours, font and CSS: edited, looked at before they are saved, and kept harmless."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants.models import ActivityLog, Role, TenantSettings
from tests import make
from tests.office import address, browser_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pictures(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner(gala):
    return make.member(gala.tenant, Role.OWNER)


@pytest.fixture
def desk(owner):
    return browser_of(owner)


def picture(kind="PNG", size=(400, 200)):
    content = BytesIO()
    Image.new("RGB", size, "#0b6e6e").save(content, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", content.getvalue(), f"image/{kind.lower()}")


def given(**changes):
    return {"primary_color": "#0b6e6e", "secondary_color": "#e0b15e", "font_family": "Lora", "custom_css": ""} | changes


def send(desk, owner, **changes):
    return desk.post(address("looks_office:branding", owner), given(**changes))


def settings_of(owner):
    return TenantSettings.objects.get(tenant=owner.tenant)


def test_what_is_saved_is_how_the_public_page_looks(desk, owner, client):
    answer = send(desk, owner, custom_css="h1 { letter-spacing: 1px }")

    assert answer.status_code == 302
    page = client.get(f"/{owner.tenant.slug}/")
    css = client.get(page.context["theme_url"]).content.decode()
    assert "#0b6e6e" in css
    assert "Lora" in css
    assert ".tenant h1 {\n  letter-spacing: 1px;\n}" in css
    fields = ActivityLog.objects.get(action="tenant.branding_changed").metadata["fields"]
    assert fields == ["custom_css", "font_family", "primary_color"]


def test_the_preview_shows_what_is_not_saved(desk, owner, client):
    page = send(desk, owner, preview="1", primary_color="#123456", custom_css="h1 { color: #654321 }")

    assert page.status_code == 200
    assert 'value="#123456"' in text(page)
    shown = desk.get(page.context["preview_url"])
    css = desk.get(shown.context["theme_url"]).content.decode()
    assert owner.tenant.name in text(shown)
    assert "Winter Gala" in text(shown)
    assert "#123456" in css
    assert "#654321" in css
    assert settings_of(owner).primary_color != "#123456"
    assert "#123456" not in client.get(client.get(f"/{owner.tenant.slug}/").context["theme_url"]).content.decode()


def test_the_preview_is_forgotten_when_one_comes_back(desk, owner):
    send(desk, owner, preview="1", primary_color="#123456")

    page = desk.get(address("looks_office:branding", owner))

    assert "#123456" not in text(page)
    assert "#123456" not in desk.get(address("looks_office:branding_theme", owner)).content.decode()


def test_only_our_own_pages_may_frame_the_preview_and_nothing_frames_others(desk, owner):
    shown = desk.get(address("looks_office:branding_preview", owner))
    around = desk.get(address("looks_office:branding", owner))

    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert around.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in around.headers["Content-Security-Policy"]


def test_a_pale_colour_is_explained(desk, owner):
    page = text(send(desk, owner, preview="1", primary_color="#ffe066"))

    assert "black words stand on it" in page
    assert "so that they stay readable" in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"primary_color": "red"}, "primary_color", "six digits"),
        ({"secondary_color": ""}, "secondary_color", "required"),
        ({"font_family": "Comic Sans"}, "font_family", "valid choice"),
        ({"custom_css": "h1 { color: red }\n@import 'x';"}, "custom_css", "Line 2: “@import” is not allowed"),
        ({"custom_css": "a { background: url(//x) }"}, "custom_css", "Line 1: “url()” is not allowed"),
    ],
)
@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_bad_input_is_refused_at_its_field_and_kept(desk, owner, preview, changes, field, words):
    before = settings_of(owner)

    page = send(desk, owner, **changes, **preview)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert words in text(page)
    assert settings_of(owner).updated_at == before.updated_at
    assert desk.get(page.context["preview_url"]).status_code == 200


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_written_anew_shown_and_taken_away(desk, owner, client, kind):
    send(desk, owner, logo=picture(kind))

    logo = settings_of(owner).logo
    assert logo.name.endswith(".webp")
    assert Image.open(logo).format == "WEBP"
    assert logo.url in text(client.get(f"/{owner.tenant.slug}/"))
    send(desk, owner)
    assert settings_of(owner).logo == logo
    send(desk, owner, removes_logo="on")
    assert not settings_of(owner).logo


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"),
        SimpleUploadedFile("logo.png", b"no picture at all", "image/png"),
        SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"0" * (10 * 1024 * 1024), "image/png"),
        SimpleUploadedFile("logo.png", b"", "image/png"),
    ],
    ids=["svg", "text", "11 MB", "empty"],
)
def test_what_is_no_picture_of_ours_is_refused(desk, owner, upload, pictures):
    upload.seek(0)
    page = send(desk, owner, logo=upload)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"logo"}
    assert not settings_of(owner).logo
    assert not list(pictures.rglob("*.webp"))


def test_the_page_takes_few_statements(desk, owner, count_statements):
    desk.get(address("looks_office:branding", owner))

    with count_statements() as statements:
        desk.get(address("looks_office:branding", owner))

    assert len(statements) == 5, statements
