"""Pages of what an event sells: ticket types, places, codes, questions and imports."""

from django.utils import timezone
from playwright.sync_api import Page

from orders import services
from orders.office_imports import files
from tests import make
from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, page, send_as_it_is, signed_in
from tests.browser.scene import Scene

LIST = "code,value,colour\nSPRING,10,red\nSUMMER,150,red\n,5,\nAUTUMN,=1+1,red\n"


def of_event(path: str, button: str = "", event: str = "") -> Goes:
    """A manager's page of the gala, or another event; where a button is named, what comes of pressing it."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        found = scene.events[event] if event else scene.gala
        address = f"/manage/{scene.tenant.slug}/events/{found.pk}/{path.format(stalls=scene.stalls.pk)}"
        signed_in(address, manages=True)(page, scene, house)
        if button:
            send_as_it_is(page, button)

    return goes


PAGES["selling office: ticket types"] = of_event("ticket-types/")
PAGES["selling office: places"] = of_event("capacity/")
PAGES["selling office: no questions"] = of_event("questions/", event="draft")
PAGES["selling office: questions"] = of_event("questions/")


@page("selling office: a ticket type with errors")
def ticket_type(page: Page, scene: Scene, house: House) -> None:
    of_event("ticket-types/{stalls}/")(page, scene, house)
    page.locator("details.disclosure > summary").click()
    page.get_by_label("Price in EUR").fill("a lot")
    page.get_by_label("Least per order").fill("0")
    send_as_it_is(page, "Save")


@page("selling office: codes")
def codes(page: Page, scene: Scene, house: House) -> None:
    for code, fields in {"PRESS": {"max_redemptions": 5, "description": "For the press"}, "OFF": {}}.items():
        if not scene.gala.discount_codes.filter(code=code).exists():
            make.discount(scene.tenant, code, event=scene.gala, **fields)
    of_event("codes/")(page, scene, house)


PAGES["selling office: many codes with errors"] = of_event("codes/batches/new/", "Make them")
PAGES["selling office: a question with errors"] = of_event("questions/new/", "Ask it")


@page("selling office: an import")
def an_import(page: Page, scene: Scene, house: House) -> None:
    made = services.start_import(
        tenant=scene.tenant,
        event=scene.gala,
        kind="codes",
        file_name="codes of spring.csv",
        table=files.read(LIST.encode()),
        by=scene.manager.user,
        now=timezone.now(),
    )
    services.work_off(made.pk)
    signed_in(f"/manage/{scene.tenant.slug}/imports/{made.pk}/", manages=True)(page, scene, house)


@page("selling office: a new import with errors")
def new_import(page: Page, scene: Scene, house: House) -> None:
    signed_in(f"/manage/{scene.tenant.slug}/imports/new/", manages=True)(page, scene, house)
    send_as_it_is(page, "Look at it")
