"""Pages of the organization itself: its beginning, its affairs, its looks, its team."""

from django.utils import timezone
from playwright.sync_api import Page

from events.models import EventAccess
from tenants import services
from tenants.models import Invitation, Role
from tenants.services import Place
from tests import make
from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, page, send_as_it_is
from tests.browser.people import be_logged_in
from tests.browser.scene import Scene
from tests.office import acting


def of_owner(path: str, button: str = "") -> Goes:
    """An owner's page of the console; where a button is named, what comes of pressing it."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        be_logged_in(page, make.member(scene.tenant, Role.OWNER).user, house.url)
        page.goto(f"/manage/{scene.tenant.slug}/{path}")
        if button:
            send_as_it_is(page, button)

    return goes


PAGES["organization: profile"] = of_owner("profile/")
PAGES["organization: settings"] = of_owner("settings/")
PAGES["organization: branding"] = of_owner("branding/")
PAGES["organization: plan"] = of_owner("plan/")
PAGES["organization: an invitation, empty"] = of_owner("team/invitations/new/", "Send the invitation")


@page("organization: a new one, empty")
def new(page: Page, scene: Scene, house: House) -> None:
    be_logged_in(page, make.user(), house.url)
    page.goto("/manage/new/")
    send_as_it_is(page, "Create the organization")


@page("organization: which one")
def which(page: Page, scene: Scene, house: House) -> None:
    """One of several, in every state."""
    person = make.user()
    for name, status in (("Old Mill", "active"), ("Long Wharf Theatre and Friends", "pending"), ("Barn", "suspended")):
        services.add_member(
            tenant=make.tenant(name, status=status), user=person, role=Role.OWNER, by=None, now=timezone.now()
        )
    be_logged_in(page, person, house.url)
    page.goto("/manage/")


def a_team(scene: Scene) -> Invitation:
    """People in every state, and one who is asked in."""
    of = make.tenant("Team Spirit", plan="pro", status="pending")
    owner = make.member(of, Role.OWNER)
    limited = make.member(of, Role.MANAGER, is_limited=True, extra_permissions=["settings.change", "payouts.read"])
    event = make.event(of, name="One night only", published=False)
    EventAccess.objects.create(tenant=of, membership=limited, event=event)
    make.member(of, Role.ANALYST, status="disabled")
    email = f"new{timezone.now().timestamp()}@example.org"
    return services.invite_member(email=email, place=Place(Role.SUPPORT), by=acting(owner), now=timezone.now())


@page("organization: team")
def team(page: Page, scene: Scene, house: House) -> None:
    invitation = a_team(scene)
    assert invitation.invited_by is not None
    be_logged_in(page, invitation.invited_by, house.url)
    page.goto(f"/manage/{invitation.tenant.slug}/team/")


@page("organization: joining")
def joining(page: Page, scene: Scene, house: House) -> None:
    page.goto(f"/invitations/{a_team(scene).token}/")
