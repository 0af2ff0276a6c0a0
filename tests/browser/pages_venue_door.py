"""Pages of the door of a venue that takes visits."""

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, signed_in
from tests.browser.scene import Scene


def at_mill(name: str, *, manages: bool = False, query: str = "", **kwargs: object) -> Goes:
    """A page of the door of the venue that takes visits."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        address = reverse(f"reservations_door:{name}", kwargs={"venue": scene.visits.mill.pk, **kwargs})
        signed_in(address + query, manages=manages)(page, scene, house)

    return goes


def of_slot(name: str, *, manages: bool = False, query: str = "") -> Goes:
    """The list of one of its slots."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        at_mill("expected", manages=manages, query=query, slot=scene.visits.slots[name].pk)(page, scene, house)

    return goes


def visitor_scanned(name: str, *, insists_on: str | None = None) -> Goes:
    """What its scanner says of a visitor; and what of a reason to admit anyway."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        at_mill("scanner", manages=True)(page, scene, house)
        page.get_by_label("Ticket code").fill(scene.visits.tickets[name].code)
        page.get_by_role("button", name="Check").click()
        page.locator("[data-result-place] [data-result]").wait_for()
        if insists_on is not None:
            page.locator(".force > summary").click()
            page.get_by_label("Another reason").fill(insists_on)
            send_as_it_is_by_script(page)

    return goes


def send_as_it_is_by_script(page: Page) -> None:
    """Insist, past the browser's own checks."""
    page.evaluate("document.querySelectorAll('.force form').forEach((form) => { form.noValidate = true; })")
    page.locator("[data-force]").click()
    page.locator("#reason-error").wait_for()


PAGES["visits: scanner"] = at_mill("scanner")
PAGES["visits: on time"] = visitor_scanned("now")
PAGES["visits: another day"] = visitor_scanned("another day")
PAGES["visits: admit anyway, without a reason"] = visitor_scanned("another day", insists_on="")
PAGES["visits: no time reserved"] = visitor_scanned("no time")
PAGES["visits: board"] = at_mill("board")
PAGES["visits: board of a day without slots"] = at_mill("board", query="?day=2031-02-03")
PAGES["visits: board of a day that is none"] = at_mill("board", query="?day=rubbish")
PAGES["visits: who is expected"] = of_slot("now", manages=True)
PAGES["visits: who is expected, for staff"] = of_slot("now")
PAGES["visits: nobody expected"] = of_slot("over")
PAGES["visits: nobody found"] = of_slot("now", query="?q=zeppelin")
