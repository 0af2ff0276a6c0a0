"""From an account to an organization of one's own, and on to its approval."""

import pytest
from django.test import Client

from tenants import services
from tenants.models import FormerSlug, Membership, Plan, PlatformSettings, Role, Tenant, TenantStatus
from tests import make
from tests.inbox import text_of
from tests.office import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make.user("ada@example.org", name="Ada Lovelace")


@pytest.fixture
def desk(ada):
    client = Client()
    client.force_login(ada)
    return client


def create(desk, **given):
    return desk.post("/manage/new/", {"name": "Old Mill", "country": "DE", **given})


def test_a_name_and_a_country_are_enough(desk, ada):
    answer = create(desk)

    tenant = Tenant.objects.get()
    assert answer.headers["Location"] == "/manage/old-mill/"
    assert (tenant.name, tenant.slug, tenant.email, tenant.plan) == ("Old Mill", "old-mill", ada.email, Plan.FREE)
    assert (tenant.settings.default_currency, tenant.settings.time_zone) == ("EUR", "Europe/Berlin")
    assert Membership.objects.get(tenant=tenant).role == Role.OWNER


@pytest.mark.parametrize(
    ("country", "currency", "zone"),
    [("US", "USD", "America/New_York"), ("JP", "JPY", "Asia/Tokyo"), ("KW", "KWD", "Asia/Kuwait")],
)
def test_currency_and_clock_follow_from_the_country(desk, country, currency, zone):
    create(desk, country=country)

    settings = Tenant.objects.get().settings
    assert (settings.default_currency, settings.time_zone) == (currency, zone)


def test_whoever_knows_better_chooses_currency_and_clock(desk):
    create(desk, country="CH", currency="EUR", time_zone="Europe/Vienna", slug="MyMill")

    tenant = Tenant.objects.get()
    assert tenant.slug == "mymill"
    assert (tenant.settings.default_currency, tenant.settings.time_zone) == ("EUR", "Europe/Vienna")


def test_the_country_is_guessed_from_the_browser(desk):
    page = desk.get("/manage/new/", headers={"Accept-Language": "de-AT,de;q=0.9"})

    assert '<option value="AT" selected>' in text(page)


def test_an_address_that_is_taken_is_refused_with_one_that_is_free(desk):
    make.tenant("Elsewhere", slug="old-mill")

    page = create(desk, slug="old-mill")

    assert page.status_code == 422
    assert "The address “old-mill” is already taken. “old-mill-2” is free." in text(page)
    assert 'value="Old Mill"' in text(page)
    assert Tenant.objects.count() == 1


def test_two_of_one_name_get_addresses_of_their_own(desk):
    create(desk)
    create(desk)

    assert sorted(Tenant.objects.values_list("slug", flat=True)) == ["old-mill", "old-mill-2"]


def test_a_former_address_of_somebody_else_is_not_to_be_had(desk):
    FormerSlug.objects.create(tenant=make.tenant(), slug="old-mill")

    page = create(desk, slug="old-mill")

    assert "is already taken" in text(page)


@pytest.mark.parametrize("slug", ["manage", "new", "admin"])
def test_an_address_of_our_own_is_refused_with_one_that_is_free(desk, slug):
    page = create(desk, slug=slug)

    assert f"“{slug}” is an address of our own. “{slug}-events” is free." in text(page)


@pytest.mark.parametrize("slug", ["old mill", "mühle!", "a/b"])
def test_an_address_that_is_none_is_refused(desk, slug):
    page = create(desk, slug=slug)

    assert set(page.context["form"].errors) == {"slug"}


def test_a_name_without_a_letter_of_ours_gets_an_address_all_the_same(desk):
    create(desk, name="مسرح")

    assert Tenant.objects.get().slug == "organizer"


def test_nothing_filled_in_says_so_at_the_fields(desk):
    page = desk.post("/manage/new/", {})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"name", "country"}


def test_somebody_who_makes_one_after_the_other_is_asked_to_wait(desk):
    for _each in range(10):
        create(desk)

    page = create(desk)

    assert "too often" in text(page)
    assert Tenant.objects.count() == 10


def test_whoever_is_not_signed_in_comes_back_afterwards(client):
    answer = client.get("/manage/new/")

    assert answer.headers["Location"] == "/accounts/login/?next=/manage/new/"
    page = client.get(answer.headers["Location"])
    assert "/accounts/signup/?next=%2Fmanage%2Fnew%2F" in text(page)


def test_our_own_pages_lead_to_selling_tickets_and_an_organizers_do_not(client, gala):
    assert 'href="/manage/new/"' in text(client.get("/"))
    assert 'href="/manage/new/"' not in text(client.get(f"/{gala.tenant.slug}/"))


def test_the_console_works_while_one_waits_and_says_so(desk):
    create(desk)

    page = desk.get("/manage/old-mill/settings/")

    assert page.status_code == 200
    assert "Waiting for approval" in text(page)
    assert "/old-mill/" not in text(page).replace("/manage/old-mill/", "")


def test_the_platform_is_told_and_then_the_owner(desk, ada, inbox):
    PlatformSettings.objects.create(support_email="help@example.org")
    create(desk)
    (asked,) = inbox.deliver()
    tenant = Tenant.objects.get()

    services.approve_tenant(tenant=tenant, by=None, now=tenant.created_at)
    (told,) = inbox.deliver()

    assert (asked["To"], asked["Subject"]) == ("help@example.org", "“Old Mill” waits for approval")
    assert f"/admin/tenants/tenant/{tenant.pk}/change/" in text_of(asked)
    assert (told["To"], told["Subject"]) == (ada.email, "“Old Mill” is approved")
    assert "/manage/old-mill/" in text_of(told)
    assert "Waiting for approval" not in text(desk.get("/manage/old-mill/settings/"))


def test_without_a_support_address_every_platform_admin_is_told(desk, inbox):
    make.user("root@example.org", is_platform_admin=True)
    make.user("gone@example.org", is_platform_admin=True, is_active=False)

    create(desk)

    assert [mail["To"] for mail in inbox.deliver()] == ["root@example.org"]


def test_where_the_platform_approves_by_itself_nobody_is_asked(desk, inbox):
    PlatformSettings.objects.create(approves_automatically=True, support_email="help@example.org")

    create(desk)

    assert Tenant.objects.get().status == TenantStatus.ACTIVE
    assert inbox.deliver() == []


def test_the_chooser_shows_all_with_role_and_state(desk, ada):
    assert "You work for no organizer yet" in text(desk.get("/manage/"))
    for name, status in (("Alpha", "active"), ("Beta", "pending"), ("Gamma", "suspended")):
        make.member(make.tenant(name, status=status), "manager", email=f"{name}@example.org".lower())
        Membership.objects.filter(tenant__name=name).update(user=ada)

    page = text(desk.get("/manage/"))

    assert [page.count(word) for word in ("Manager", "Waits for approval", "Suspended", "New organization")] == [
        3,
        1,
        1,
        1,
    ]


def test_whoever_works_for_one_is_taken_there(desk):
    create(desk)

    assert desk.get("/manage/").headers["Location"] == "/manage/old-mill/"
