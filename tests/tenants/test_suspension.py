"""A suspended organization: nobody works, what was sold stays good."""

import pytest
from django.urls import reverse

from checkin.models import Gate
from tenants import services
from tenants.models import PlatformSettings, Role
from tests import make
from tests.inbox import text_of
from tests.office import browser_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(gala):
    return make.member(gala.tenant, Role.OWNER, email="alice@example.org")


@pytest.fixture
def order(gala):
    return make.order(gala, {gala.ticket_types.get(): 1})


@pytest.fixture
def suspended(gala, owner, order):
    PlatformSettings.objects.create(support_email="help@example.org")
    return services.suspend_tenant(tenant=gala.tenant, by=None, now=order.created_at)


@pytest.mark.parametrize("path", ["", "settings/", "team/", "visits/"])
def test_every_page_of_the_console_says_why_nobody_works(suspended, owner, path):
    page = browser_of(owner).get(f"/manage/{suspended.slug}/{path}")

    assert page.status_code == 403
    assert "This organization is suspended" in text(page)
    assert "mailto:help@example.org" in text(page)


def test_the_door_says_so_too(suspended, gala, owner):
    gate = Gate.objects.get(event=gala)
    browser = browser_of(owner)

    pages = [browser.get(address) for address in ("/checkin/", f"/checkin/gates/{gate.pk}/")]

    assert [page.status_code for page in pages] == [403, 403]
    assert all("This organization is suspended" in text(page) for page in pages)


def test_a_stranger_learns_nothing(suspended, client):
    client.force_login(make.user())

    assert client.get(f"/manage/{suspended.slug}/settings/").status_code == 404


def test_tickets_that_were_sold_stay_good(suspended, order, client):
    page = client.get(reverse("orders:order", kwargs={"token": order.lookup_token}))

    assert page.status_code == 200
    assert order.tickets.get().code in text(page)


def test_the_owners_are_told_and_told_again_when_it_is_over(suspended, owner, inbox):
    mails = [mail for mail in inbox.deliver() if mail["To"] == owner.user.email]
    services.reactivate_tenant(tenant=suspended, by=None, now=suspended.updated_at)
    (over,) = inbox.deliver()

    assert [mail["Subject"] for mail in mails] == ["“Blue Note” is suspended"]
    assert "help@example.org" in text_of(mails[0])
    assert over["Subject"] == "“Blue Note” is open again"
    assert browser_of(owner).get(f"/manage/{suspended.slug}/settings/").status_code == 200
