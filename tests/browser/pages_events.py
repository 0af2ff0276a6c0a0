"""Pages of events in the console."""

from playwright.sync_api import Page

from events import services
from tests import make
from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, page, send_as_it_is, signed_in
from tests.browser.scene import Scene


def in_console(path: str, button: str = "") -> Goes:
    """A manager's page of the gala; where a button is named, what comes of pressing it."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        address = f"/manage/{scene.tenant.slug}/{path.format(event=scene.gala.pk)}"
        signed_in(address, manages=True)(page, scene, house)
        if button:
            send_as_it_is(page, button)

    return goes


PAGES["events office: list"] = in_console("events/")
PAGES["events office: a new event, empty"] = in_console("events/new/", "Create the event")
PAGES["events office: an event"] = in_console("events/{event}/")
PAGES["events office: programme"] = in_console("events/{event}/programme/")
PAGES["events office: pictures"] = in_console("events/{event}/pictures/", "Upload")
PAGES["events office: venues"] = in_console("venues/")


@page("events office: a draft")
def a_draft(page: Page, scene: Scene, house: House) -> None:
    event = make.event(scene.tenant, name="Spring Ball", published=False, venue=None)
    in_console(f"events/{event.pk}/")(page, scene, house)


@page("events office: two at once")
def two_at_once(page: Page, scene: Scene, house: House) -> None:
    event = make.event(scene.tenant, name="Autumn Fair", published=False, description="## Stalls\n\nAnd **cider**.")
    in_console(f"events/{event.pk}/details/")(page, scene, house)
    page.get_by_label("Name", exact=True).fill("Autumn Market")
    services.change_event(
        event=event,
        version=event.version,
        changes={"name": "Harvest Fair"},
        by=scene.manager.user,
        now=event.created_at,
    )
    send_as_it_is(page, "Save")
