"""The console's pages of attendees, buyers and exports."""

from playwright.sync_api import Page

from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, page, send_as_it_is, signed_in
from tests.browser.scene import Scene


def in_console(path: str) -> Goes:
    """A manager's page of the console."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        order = scene.orders["paid"]
        names = {"event": scene.gala.pk, "attendee": order.tickets.order_by("pk")[0].pk, "buyer": order.buyer_id}
        signed_in(f"/manage/{scene.tenant.slug}/{path.format(**names)}", manages=True)(page, scene, house)

    return goes


PAGES["people: attendees of an event"] = in_console("events/{event}/attendees/?checked_in=no")
PAGES["people: nobody found"] = in_console("attendees/?q=nobody")
PAGES["people: an attendee"] = in_console("attendees/{attendee}/")
PAGES["people: editing an attendee"] = in_console("attendees/{attendee}/details/")
PAGES["people: buyers"] = in_console("buyers/")
PAGES["people: a buyer"] = in_console("buyers/{buyer}/")


@page("people: cancelling tickets")
def cancelling(page: Page, scene: Scene, house: House) -> None:
    in_console("attendees/")(page, scene, house)
    page.get_by_role("main").get_by_role("checkbox").first.check()
    send_as_it_is(page, "Cancel tickets")


@page("people: exports")
def exports(page: Page, scene: Scene, house: House) -> None:
    in_console("exports/?kind=orders&event={event}")(page, scene, house)
    page.get_by_role("button", name="Move up: Event", exact=True).click()
    page.get_by_text("Excel (XLSX)").check()
    send_as_it_is(page, "Export")
    page.get_by_role("link", name="Download").wait_for(timeout=60_000)
    in_console("exports/?kind=orders&event={event}")(page, scene, house)
    assert page.locator("[name=column]").first.input_value() == "event"


@page("people: the door says no")
def door_says_no(page: Page, scene: Scene, house: House) -> None:
    ticket = scene.orders["paid"].tickets.order_by("pk")[0]
    gate = ticket.event.gates.order_by("created_at")[0]
    opens_at, gate.opens_at = gate.opens_at, ticket.event.starts_at
    gate.save(update_fields=["opens_at"])
    in_console("attendees/{attendee}/")(page, scene, house)
    page.get_by_role("button", name="Check in").click()
    page.get_by_role("heading", name="Admit anyway").wait_for()
    gate.opens_at = opens_at
    gate.save(update_fields=["opens_at"])
