"""`/media/…`: uploaded pictures, and nothing else."""

import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "logos").mkdir(parents=True)
    (tmp_path / "media" / "logos" / "a.webp").write_bytes(b"picture")
    (tmp_path / "media" / "page.html").write_text("<script>")
    (tmp_path / "secret.png").write_bytes(b"secret")


def test_a_picture_is_served_and_kept_by_browsers(client):
    answer = client.get("/media/logos/a.webp")

    assert b"".join(answer.streaming_content) == b"picture"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["page.html", "none.png", "logos/", "../secret.png", "%2e%2e/secret.png", "logos/../../secret.png", "a%00.png"],
)
def test_nothing_else_is(client, path):
    assert client.get(f"/media/{path}").status_code in (400, 404)
