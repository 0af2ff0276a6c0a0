"""One's data, the end of an account, and keys to the API."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tenants.access import Member
from tenants.models import PersonalExport, Role
from tenants.permissions import OWNER
from tenants.services import api_keys
from tests import make
from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, page, send_as_it_is
from tests.browser.people import log_in
from tests.browser.scene import Scene


def reauthenticated(address: str) -> Goes:
    """A page for somebody who has just said once more who they are."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        log_in(page, make.user(name="Ada Lovelace"))
        page.goto(f"/accounts/reauthenticate/?next={address}")
        page.get_by_label("Password").fill(make.PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Go on").click()
        page.wait_for_url(f"**{address}")

    return goes


def with_export(*, is_ready: bool) -> Goes:
    """The page about one's data, while it is gathered or afterwards."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        user, now = make.user(name="Ada Lovelace"), timezone.now()
        state = (
            {
                "status": "ready",
                "file_name": "exports/x.zip",
                "file_size": 48_123,
                "expires_at": now + timedelta(days=7),
            }
            if is_ready
            else {"status": "running", "done": 2}
        )
        PersonalExport.objects.create(user=user, total=4, **state)
        log_in(page, user)
        page.goto("/account/data/")

    return goes


def with_keys(path: str) -> Goes:
    """An owner's page about keys, of which there are several."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        owner, now = make.member(scene.tenant, Role.OWNER), timezone.now()
        member = Member(owner.user, scene.tenant, OWNER)
        values = {"by": member, "now": now}
        till, _text = api_keys.issue_api_key(
            name="Shop at the entrance", scopes=["events.read", "slots.change"], expires_at=None, **values
        )
        old, _text = api_keys.issue_api_key(
            name="Old website", scopes=["events.read"], expires_at=now + timedelta(days=30), **values
        )
        api_keys.revoke_api_key(key=old, by=owner.user, now=now)
        log_in(page, owner.user)
        page.goto(f"/manage/{scene.tenant.slug}/api-keys/{path.format(key=till.pk)}")

    return goes


PAGES["data, being gathered"] = with_export(is_ready=False)
PAGES["data, ready"] = with_export(is_ready=True)
PAGES["deleting the account"] = reauthenticated("/account/deletion/")
PAGES["API keys"] = with_keys("")
PAGES["API keys: revoking one"] = with_keys("{key}/revocation/")


@page("API keys: a new one, empty")
def empty_key(page: Page, scene: Scene, house: House) -> None:
    with_keys("new/")(page, scene, house)
    send_as_it_is(page, "Make a key")


@page("API keys: shown once")
def shown_once(page: Page, scene: Scene, house: House) -> None:
    with_keys("new/")(page, scene, house)
    page.get_by_role("textbox", name="Name").fill("Turnstile")
    page.get_by_label("Let tickets in").check()
    page.get_by_role("button", name="Make a key").click()
    page.get_by_text("Copy the key now").wait_for()
