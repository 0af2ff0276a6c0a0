"""Pages of the waiting list."""

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from orders import services
from orders.models import Order
from tests import make
from tests.browser import steps
from tests.browser.house import House
from tests.browser.pages import page, signed_in
from tests.browser.scene import Scene


def somebody_waits(scene: Scene) -> tuple[str, str]:
    """The addresses of the first two in line for a house that is sold out."""
    event = scene.events["sold out"]
    only = event.ticket_types.first()
    tokens = []
    for name in ("Ada Lovelace", "Bartholomäus Freiherr von Hohenlohe"):
        email = f"{name.split()[0].lower()}@example.org"
        tokens.append(make.waiting(event, [only], name=name, email=email).token)
    first, second = (reverse("orders:waiting_place", args=[token]) for token in tokens)
    return first, second


def places_are_offered(scene: Scene) -> str:
    """The address of somebody who is offered the only place."""
    event = scene.events["sold out"]
    first, _second = somebody_waits(scene)
    for order in Order.objects.filter(event=event, status="confirmed"):
        services.cancel_order(order=order, by=None, now=timezone.now())
    services.hand_out_places(event_id=event.pk, now=timezone.now())
    return first


@page("waiting list: a sold-out event")
def sold_out(page: Page, scene: Scene, house: House) -> None:
    somebody_waits(scene)
    page.goto(steps.path_of(scene.events["sold out"]))


@page("waiting list: joining")
def joining(page: Page, scene: Scene, house: House) -> None:
    somebody_waits(scene)
    page.goto(steps.path_of(scene.events["sold out"]) + "waiting-list/")


@page("waiting list: a place in line")
def in_line(page: Page, scene: Scene, house: House) -> None:
    page.goto(somebody_waits(scene)[1])


@page("waiting list: an offer")
def an_offer(page: Page, scene: Scene, house: House) -> None:
    page.goto(places_are_offered(scene))


@page("waiting list: in the console")
def in_console(page: Page, scene: Scene, house: House) -> None:
    places_are_offered(scene)
    event = scene.events["sold out"]
    signed_in(f"/manage/{event.tenant.slug}/events/{event.pk}/waiting-list/", manages=True)(page, scene, house)
