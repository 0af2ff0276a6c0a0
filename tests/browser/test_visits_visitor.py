"""A visitor with a ticket, from its code to the door: by mouse, by keyboard, without scripts."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from orders.models import Order, Ticket
from reservations.models import ReservationSlot, TicketReservation
from tests import make
from tests.browser import steps
from tests.browser.test_purchase import NARROW, go_to
from tests.browser.visitor_scene import Museum, museum_of


@pytest.fixture
def museum(organizer) -> Museum:
    """A museum of the test's own."""
    return museum_of(organizer.pk)


def open_by_code(page: Page, ticket: Ticket) -> None:
    """Type the code as somebody in a hurry does."""
    page.goto("/visit/")
    page.get_by_label("Ticket code").fill(ticket.code.lower().replace("-", " -"))
    page.get_by_role("button", name="Open my ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Museum of Mills")


def time_link(page: Page, slot: ReservationSlot):
    return page.locator(f"a[href*='/times/{slot.pk}/']")


def day_link(page: Page, slot: ReservationSlot):
    return page.locator(f".month a[href*='day={slot.date.isoformat()}']")


def reserved_slot(ticket: Ticket) -> ReservationSlot:
    return TicketReservation.objects.live().select_related("slot").get(ticket=ticket).slot


def reach(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Phone").fill("030 1234567")
    page.get_by_role("button", name="Reserve this time").click()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_voucher_is_activated_reserved_changed_and_cancelled(visit, house, museum, has_scripts):
    ticket, email = museum.voucher(), f"ada.voucher.{has_scripts}@example.org".lower()
    first, other = museum.slots[3], museum.slots[6]
    page = visit(**NARROW, java_script_enabled=has_scripts)

    open_by_code(page, ticket)
    page.get_by_role("link", name="Activate").click()
    expect(page.get_by_text("valid for 90 days")).to_be_visible()
    page.get_by_role("button", name="Yes, activate it").click()
    expect(page.get_by_text("Your ticket is active.").first).to_be_visible()
    expect(time_link(page, museum.full)).to_have_count(0)
    day_link(page, first).click()
    time_link(page, first).click()
    reach(page, email)

    expect(page.get_by_text("Reserved", exact=True)).to_be_visible()
    assert reserved_slot(ticket) == first
    letter = house.mailbox.wait_for(email)
    (picture,) = [part for part in letter.iter_attachments() if part.get_content_type() == "image/png"]
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture.get_content())))
    (shown,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.locator(".visit-qr svg").screenshot())))
    assert code.text == shown.text

    page.get_by_role("link", name="Change the time").click()
    day_link(page, other).click()
    time_link(page, other).click()
    page.get_by_role("button", name="Move to this time").click()
    expect(page.get_by_text("Your visit is moved.")).to_be_visible()
    assert reserved_slot(ticket) == other

    page.get_by_role("link", name="Cancel the visit").click()
    page.get_by_role("button", name="Yes, cancel the visit").click()
    expect(page.get_by_text("Your visit is cancelled.")).to_be_visible()
    assert not TicketReservation.objects.live().filter(ticket=ticket).exists()


def test_a_group_comes_together(visit, house, museum):
    order = make.order(museum.event, {museum.visit_type: 3})
    slot = museum.slots[3]
    page = visit()
    page.goto(f"/orders/{order.lookup_token}/")

    page.get_by_role("link", name="Times of your visits").click()
    page.get_by_role("checkbox").last.uncheck()
    page.get_by_role("button", name="Choose a time").click()
    expect(page.get_by_text("For 2 tickets, all at the same time.")).to_be_visible()
    day_link(page, slot).click()
    time_link(page, slot).click()
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.org")
    reach(page, "ada.group@example.org")

    expect(page.get_by_text("The confirmation is on its way to ada.group@example.org.")).to_be_visible()
    assert TicketReservation.objects.live().filter(ticket__order=order, slot=slot).count() == 2
    letter = house.mailbox.wait_for("ada.group@example.org")
    assert len([part for part in letter.iter_attachments() if part.get_content_type() == "image/png"]) == 2


def test_the_time_is_chosen_with_the_ticket_and_shown_to_the_qr(visit, museum):
    slot = museum.slots[3]
    page = visit(**NARROW)
    page.goto(steps.path_of(museum.event))

    page.locator(f"input[name='quantity-{museum.timed.pk}']").fill("1")
    page.locator(f"select[name='slot-{museum.timed.pk}']").select_option(str(slot.pk))
    page.locator("#ticket-form").get_by_role("button", name="Get tickets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details")
    expect(page.get_by_role("complementary")).to_contain_text("10:00 – 12:00")
    steps.give_details(page, email="ada.timed@example.org")

    page.wait_for_url(steps.ORDER_PAGE)
    expect(page.locator(".ticket-card").first).to_contain_text("10:00 – 12:00")
    expect(page.locator(".ticket-card svg.qr")).to_have_count(1)
    assert reserved_slot(Order.objects.get(buyer_email="ada.timed@example.org").tickets.get()) == slot


def test_a_time_is_reserved_with_the_keyboard_alone(visit, museum):
    ticket, slot = museum.ticket(), museum.slots[3]
    page = visit(**NARROW)
    page.goto("/visit/")

    go_to(page, page.get_by_label("Ticket code"))
    page.keyboard.type(ticket.code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Museum of Mills")
    go_to(page, day_link(page, slot))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("day="))
    go_to(page, time_link(page, slot))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Almost done")
    go_to(page, page.get_by_label("E-mail"))
    page.keyboard.type("ada.keyboard@example.org")
    go_to(page, page.get_by_label("Phone"))
    page.keyboard.type("+49 30 1234567")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Reserved", exact=True)).to_be_visible()
    assert reserved_slot(ticket) == slot
