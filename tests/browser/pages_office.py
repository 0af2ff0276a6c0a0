"""Pages of the office of visits."""

from playwright.sync_api import Page

from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, page, send_as_it_is, signed_in
from tests.browser.scene import Scene


def in_office(path: str, button: str = "") -> Goes:
    """A manager's page of the office; where a button is named, what comes of pressing it."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        names = {"venue": scene.office.venue.number, "slot": scene.office.slot.pk, "batch": scene.office.batch.pk}
        names |= {"type": scene.office.batch.ticket_type_id}
        address = f"/manage/{scene.office.venue.tenant.slug}/visits/{path.format(**names)}"
        signed_in(address, manages=True)(page, scene, house)
        if button:
            send_as_it_is(page, button)

    return goes


PAGES["office: organizers"] = signed_in("/manage/", manages=True)
PAGES["office: venues"] = in_office("")
PAGES["office: a new venue, empty"] = in_office("venues/new/", "Add a venue")
PAGES["office: rules"] = in_office("{venue}/rules/")
PAGES["office: month"] = in_office("{venue}/")
PAGES["office: week"] = in_office("{venue}/?view=week")
PAGES["office: a month without slots"] = in_office("{venue}/?date=2030-01-01")
PAGES["office: a series"] = in_office("{venue}/series/")
PAGES["office: a series at a glance"] = in_office("{venue}/series/", "Show what would come of it")
PAGES["office: many changes"] = in_office("{venue}/changes/", "Change them")
PAGES["office: a new slot, empty"] = in_office("{venue}/slots/new/", "Add a slot")
PAGES["office: a slot"] = in_office("slots/{slot}/")
PAGES["office: a slot's settings"] = in_office("slots/{slot}/settings/")
PAGES["office: deleting a slot"] = in_office("slots/{slot}/deletion/")
PAGES["office: ticket types"] = in_office("tickets/")
PAGES["office: a ticket type"] = in_office("tickets/{type}/")
PAGES["office: batches"] = in_office("batches/")
PAGES["office: a new batch, empty"] = in_office("batches/new/", "Make tickets")
PAGES["office: a batch"] = in_office("batches/{batch}/")
PAGES["office: cancelling a batch"] = in_office("batches/{batch}/", "Cancel all 6 unused codes")


@page("office: moving a reservation")
def moving(page: Page, scene: Scene, house: House) -> None:
    in_office("slots/{slot}/")(page, scene, house)
    page.get_by_role("main").get_by_role("checkbox").first.check()
    send_as_it_is(page, "Move the chosen ones")


@page("office: cancelling a reservation")
def cancelling(page: Page, scene: Scene, house: House) -> None:
    in_office("slots/{slot}/")(page, scene, house)
    page.get_by_role("main").get_by_role("checkbox").first.check()
    send_as_it_is(page, "Cancel the chosen ones")
