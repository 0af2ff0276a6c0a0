"""Dashboard, reports, the log and notifications in the console; and the admin's page of health."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from events.models import Event, PageView
from orders import services
from tenants.models import Role
from tests import make
from tests.browser.house import House
from tests.browser.pages import PAGES, Goes
from tests.browser.people import be_logged_in
from tests.browser.scene import Scene


def in_console(path: str) -> Goes:
    """An owner's page of the console of a house that has sold for some weeks."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        event = _sold(scene)
        owner = make.member(scene.tenant, Role.OWNER, email=f"owner{timezone.now().timestamp()}@example.org")
        services.note_milestones(now=timezone.now())
        be_logged_in(page, owner.user, house.url)
        page.goto(f"/manage/{scene.tenant.slug}/{path.format(event=event.pk)}")

    return goes


def _sold(scene: Scene) -> Event:
    event = scene.events["paid"]
    if not PageView.objects.filter(event=event).exists():
        now, matinee = timezone.now(), event.ticket_types.get()
        for day in range(24):
            at = now - timedelta(days=day)
            PageView.objects.bulk_create(
                PageView(
                    tenant=event.tenant,
                    event=event,
                    visitor=f"{number}",
                    referrer_host=("", "news.example", "a-rather-long-name-of-a-site.example")[number % 3],
                    path="/",
                    created_at=at,
                )
                for number in range(9 + day % 5)
            )
            if day % 3 != 1:
                make.order(event, {matinee: 1 + day % 4}, now=at)
    return event


PAGES["reports: dashboard"] = in_console("")
PAGES["reports: an event"] = in_console("events/{event}/reports/")
PAGES["reports: all events"] = in_console("reports/?period=7")
PAGES["reports: activity"] = in_console("activity/")
PAGES["reports: notifications"] = in_console("notifications/")
PAGES["reports: how one is told"] = in_console("notifications/preferences/")
