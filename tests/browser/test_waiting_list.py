"""From a full house to a ticket, by the waiting list."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from orders import services
from orders.models import WaitingListEntry
from tests import make
from tests.browser import steps
from tests.browser.house import wait_for
from tests.inbox import text_of

ADA = "ada.waits@example.org"


def is_offer(mail):
    """Whether places are offered to Ada with it."""
    return "places for you" in str(mail["Subject"]) and ADA in str(mail["To"])


def test_who_waits_is_mailed_when_a_place_comes_free_and_buys_it(visit, house, gala):
    event = make.event(gala.tenant, published=False, name="Chamber Concert", waiting_list_enabled=True)
    only = make.ticket_type(event, name="Seat", places=1)
    make.publish(event)
    order = make.order(event, {only: 1}, email="first@example.org")
    page = visit(java_script_enabled=False)

    page.goto(steps.path_of(event))
    page.get_by_role("link", name="Join the waiting list").click()
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_label("E-mail").fill(ADA)
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are on the list")
    services.cancel_order(order=order, by=None, now=timezone.now())
    letter = wait_for(
        lambda: next((mail for mail in house.mailbox.letters if is_offer(mail)), None),
        seconds=60,
    )
    page.goto(re.search(r"/waiting/\S+/", text_of(letter)).group())
    page.get_by_role("button", name="Take these places").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details")
    expect(page.get_by_role("group", name="Who is buying?").get_by_label("E-mail").first).to_have_value(ADA)
    page.get_by_role("button", name="Get your tickets").click()

    page.wait_for_url(steps.ORDER_PAGE)
    assert WaitingListEntry.objects.get(event=event).status == "accepted"
