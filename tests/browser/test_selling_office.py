"""Putting ticket types in order, by keyboard and by dragging."""

from playwright.sync_api import expect

from tests import make
from tests.browser.people import be_logged_in


def test_ticket_types_are_put_in_order_by_keyboard_and_by_dragging(visit, house, scene):
    event = make.event(scene.tenant, name="Order of the day", published=False)
    for name in ("First", "Second", "Third"):
        make.ticket_type(event, name=name)
    page = visit()
    be_logged_in(page, scene.manager.user, house.url)
    page.goto(f"/manage/{scene.tenant.slug}/events/{event.pk}/ticket-types/")
    names = page.locator("[data-order-row] a.strong")

    step = page.get_by_role("button", name="Move “Third” up")
    step.focus()
    with page.expect_response("**/ticket-types/order/"):
        page.keyboard.press("Enter")

    expect(names).to_have_text(["First", "Third", "Second"])
    expect(step).to_be_focused()
    expect(page.locator("[data-live-region]")).to_contain_text("“Third” is at place 2 of 3 now.")
    grip, target = page.locator("[data-order-grip]").first, page.locator("[data-order-row]").last
    grip.hover()
    page.mouse.down()
    box = target.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=8)
    with page.expect_response("**/ticket-types/order/"):
        page.mouse.up()
    page.reload()
    expect(names).to_have_text(["Third", "Second", "First"])
