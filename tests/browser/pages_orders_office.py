"""Orders in the console, approvals, and an event that is called off."""

from django.utils import timezone
from playwright.sync_api import Page

from events.models import Event
from orders import services
from orders.models import Order
from orders.payments.base import RefundState
from tests import make
from tests.browser.house import House
from tests.browser.pages import PAGES, Goes, page, send_as_it_is, signed_in
from tests.browser.scene import Scene


def in_orders(path: str, button: str = "", *, manages: bool = True) -> Goes:
    """A page about the scene's orders; where a button is named, what comes of pressing it."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        names = {"paid": scene.orders["paid"].order_number, "event": scene.gala.pk}
        address = f"/manage/{scene.tenant.slug}/{path.format(**names)}"
        signed_in(address, manages=manages)(page, scene, house)
        if button:
            send_as_it_is(page, button)

    return goes


PAGES["orders: a tenant's, narrowed"] = in_orders("orders/?status=confirmed")
PAGES["orders: looked up by staff"] = in_orders("orders/", manages=False)
PAGES["orders: nothing fits"] = in_orders("orders/?q=nobody")
PAGES["orders: paying back, refused"] = in_orders("orders/{paid}/refunds/new/", "Pay back")
PAGES["orders: cancelling"] = in_orders("orders/{paid}/cancellation/")
PAGES["orders: by hand, refused"] = in_orders("events/{event}/orders/new/", "Make an order")
PAGES["orders: calling an event off"] = in_orders("events/{event}/cancellation/")


@page("orders: one order")
def one_order(page: Page, scene: Scene, house: House) -> None:
    order, now = scene.orders["paid"], timezone.now()
    manager = scene.manager.user
    services.add_note(order=order, text="Wants two seats by the aisle.", by=manager, now=now)
    if not order.payments.filter(refunds__isnull=False).exists():
        services.request_refund(order=order, amount_cents=500, reason="Rain", by=manager, now=now)
    in_orders("orders/{paid}/")(page, scene, house)


@page("orders: approvals")
def approvals(page: Page, scene: Scene, house: House) -> None:
    workshop = _event(scene, "Workshop", requires_approval=True)
    for email in ("ada@example.org", "grace@example.org"):
        _order(workshop, email=email)
    in_orders("approvals/")(page, scene, house)


@page("orders: an event that is called off")
def called_off(page: Page, scene: Scene, house: House) -> None:
    picnic, now = _event(scene, "Picnic"), timezone.now()
    order = make.pay(_order(picnic, email="ada@example.org"))
    services.cancel_event(event=picnic, message="Rain.", refunds_all=True, by=scene.manager.user, now=now)
    services.call_off(cancellation_id=picnic.cancellation.pk, now=now)
    refund = order.payments.get().refunds.get()
    state = RefundState("re_1", "failed", refund.amount_cents, "account_closed")
    services.record_refund(refund_id=refund.pk, state=state, now=now)
    signed_in(f"/manage/{scene.tenant.slug}/events/{picnic.pk}/cancellation/", manages=True)(page, scene, house)


def _event(scene: Scene, name: str, **fields: object) -> Event:
    event = make.event(scene.tenant, name=name, published=False)
    make.ticket_type(event, price_cents=1900, **fields)
    return make.publish(event)


def _order(event: Event, *, email: str) -> Order:
    return make.order(event, {event.ticket_types.get(): 2}, paid=False, email=email)
