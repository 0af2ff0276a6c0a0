"""What an organization says about itself, and its address, which leads on once it is another."""

import pytest

from tenants.models import ActivityLog, FormerSlug, Role
from tests import make
from tests.office import address, browser_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(gala):
    return make.member(gala.tenant, Role.OWNER)


@pytest.fixture
def desk(owner):
    return browser_of(owner)


def given(tenant, **changes):
    return {"name": tenant.name, "slug": tenant.slug, "email": tenant.email, **changes}


def save(desk, owner, **changes):
    return desk.post(address("organization:profile", owner), given(owner.tenant, **changes))


def test_the_profile_is_saved_and_logged(desk, owner):
    save(
        desk,
        owner,
        name="Blue Note Berlin",
        description="**Jazz**",
        phone="+49 30 123456",
        website="bluenote.example",
        street="Mill Lane 1",
        city="Berlin",
        country="DE",
    )

    tenant = owner.tenant
    tenant.refresh_from_db()
    assert (tenant.name, tenant.phone, tenant.website) == (
        "Blue Note Berlin",
        "+4930123456",
        "https://bluenote.example",
    )
    assert tenant.address == {"street": "Mill Lane 1", "city": "Berlin", "country": "DE"}
    entry = ActivityLog.objects.get(action="tenant.changed")
    assert entry.actor == owner.user
    assert entry.metadata["fields"] == ["address", "description", "name", "phone", "website"]


def test_saving_what_is_there_logs_nothing(desk, owner):
    save(desk, owner)

    assert not ActivityLog.objects.filter(action="tenant.changed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "nobody"), ("phone", "12"), ("website", "java script:x"), ("slug", "manage"), ("name", "")],
)
def test_bad_input_is_refused_at_its_field_and_kept(desk, owner, field, value):
    page = save(desk, owner, **{"description": "What I typed", field: value})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert "What I typed" in text(page)


def test_an_old_address_leads_on_for_ever(desk, owner, client, gala):
    old = owner.tenant.slug

    save(desk, owner, slug="blue-note")

    assert client.get("/blue-note/").status_code == 200
    for path in ("/", f"/{gala.slug}/", f"/{gala.slug}/calendar.ics"):
        answer = client.get(f"/{old}{path}?ref=1")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/blue-note{path}?ref=1"
    assert desk.get(f"/manage/{old}/profile/").headers["Location"] == "/manage/blue-note/profile/"
    assert client.get("/never-there/").status_code == 404


def test_an_old_address_is_nobody_elses_but_one_can_go_back(desk, owner):
    old = owner.tenant.slug
    save(desk, owner, slug="blue-note")
    other = make.member(make.tenant("Red Note"), Role.OWNER)

    refused = save(browser_of(other), other, slug=old)
    owner.tenant.refresh_from_db()
    save(desk, owner, slug=old)

    assert "is already taken" in text(refused)
    owner.tenant.refresh_from_db()
    assert owner.tenant.slug == old
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["blue-note"]


def test_the_verified_mark_is_shown_here_and_on_the_public_page(desk, owner, client):
    type(owner.tenant).objects.update(is_verified=True)

    assert "Verified" in text(desk.get(address("organization:profile", owner)))
    assert "Verified organizer" in text(client.get(f"/{owner.tenant.slug}/"))


def test_the_page_takes_few_statements(desk, owner, count_statements):
    desk.get(address("organization:profile", owner))

    with count_statements() as statements:
        desk.get(address("organization:profile", owner))

    assert len(statements) == 4, statements


@pytest.mark.parametrize("path", ["/a%00b/", "/a%00b/gala/", "/manage/a%00b/", "/%F0%9F%8E%B7/"])
def test_what_is_no_address_of_anybody_is_not_found(client, db, path):
    assert client.get(path).status_code == 404
