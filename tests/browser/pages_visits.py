"""Pages of visits that visitors meet."""

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from orders.models import Ticket
from tests.browser import steps
from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, at, order_path, page, send_as_it_is
from tests.browser.scene import Scene
from tests.browser.visitor_scene import museum_of


def at_visit(kind: str, name: str = "visit", query: str = "") -> Goes:
    """One of the pages of a ticket for visits, of a kind that the museum makes."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        ticket = getattr(museum_of(scene.tenant.pk), kind)()
        page.goto(reverse(f"reservations:{name}", kwargs={"code": ticket.code}) + query)

    return goes


PAGES["visit: enter a code"] = at("/visit/")
PAGES["visit: a wrong code"] = at("/visit/TKT-2026-0000000000/")
PAGES["visit: to be activated"] = at_visit("voucher")
PAGES["visit: activate?"] = at_visit("voucher", "activation")
PAGES["visit: choose a time"] = at_visit("ticket")
PAGES["visit: nothing in this month"] = at_visit("ticket", "times", f"?month={timezone.now():%Y-%m}")
PAGES["visit: reserved"] = at_visit("reserved")
PAGES["visit: change"] = at_visit("reserved", "times")
PAGES["visit: cancel?"] = at_visit("reserved", "cancellation")


def at_time(slot: str, typed: dict[str, str] | None = None) -> Goes:
    """The page on which a slot is reserved, perhaps with something typed and sent."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        museum = museum_of(scene.tenant.pk)
        chosen = museum.full if slot == "full" else museum.slots[0]
        page.goto(reverse("reservations:time", kwargs={"code": museum.ticket().code, "slot": chosen.pk}))
        if typed is not None:
            for name, value in typed.items():
                page.locator(f"[name={name}]").fill(value)
            send_as_it_is(page, "Reserve this time")

    return goes


PAGES["visit: how to reach you"] = at_time("free")
PAGES["visit: what cannot be reached"] = at_time("free", {"customer_email": "ada", "customer_phone": "12"})
PAGES["visit: full meanwhile"] = at_time("full", {"customer_email": "a@example.org", "customer_phone": "+49301234567"})


@page("visit: move?")
def move_visit(page: Page, scene: Scene, house: House) -> None:
    museum = museum_of(scene.tenant.pk)
    place = {"code": museum.reserved().code, "slot": museum.slots[5].pk}
    page.goto(reverse("reservations:time", kwargs=place))


@page("visit: a used ticket")
def used_visit(page: Page, scene: Scene, house: House) -> None:
    ticket = museum_of(scene.tenant.pk).ticket()
    Ticket.objects.filter(pk=ticket.pk).update(status="used")
    page.goto(reverse("reservations:visit", kwargs={"code": ticket.code}))


@page("visit: a group")
def group_visit(page: Page, scene: Scene, house: House) -> None:
    token = museum_of(scene.tenant.pk).group().lookup_token
    page.goto(reverse("reservations:order", kwargs={"token": token}))


@page("visit: a group's order")
def group_order(page: Page, scene: Scene, house: House) -> None:
    page.goto(order_path(museum_of(scene.tenant.pk).group()))


@page("visit: an event with times")
def event_with_times(page: Page, scene: Scene, house: House) -> None:
    page.goto(steps.path_of(museum_of(scene.tenant.pk).event))
    send_as_it_is(page, "Get tickets")
