"""What a buyer does, step by step."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Event, TicketType
from orders import services
from orders.models import Cart

ORDER_PAGE = re.compile(r"/orders/[^/]+/$")
STAND_IN = re.compile(r"/pay/")
PAY = re.compile("^Pay (?!.*by direct debit)")


def path_of(event: Event) -> str:
    """The event's own page."""
    return f"/{event.tenant.slug}/{event.slug}/"


def choose(page: Page, event: Event, ticket_type: TicketType, quantity: int = 1) -> None:
    """From nowhere to the details, with places held."""
    page.goto(path_of(event))
    page.locator(f"input[name='quantity-{ticket_type.pk}']").fill(str(quantity))
    page.get_by_role("button", name="Get tickets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details")


def give_details(page: Page, *, email: str) -> None:
    """Type who buys, and go on."""
    type_details(page, email=email)
    page.get_by_role("button", name=re.compile("^(Continue to payment|Get your tickets)$")).click()


def type_details(page: Page, *, email: str) -> None:
    """Type who buys."""
    buyer = page.get_by_role("group", name="Who is buying?")
    buyer.get_by_label("First name").fill("Ada")
    buyer.get_by_label("Last name").fill("Lovelace")
    buyer.get_by_label("E-mail").first.fill(email)
    for terms in page.get_by_label(re.compile("^I accept")).all():
        terms.check()


def go_to_stand_in(page: Page) -> None:
    """Choose to pay online, and arrive on the provider's page."""
    page.locator("input[value='stripe']").check()
    page.get_by_role("button", name=re.compile("^Buy for")).click()
    page.wait_for_url(STAND_IN)


def pay_by_card(page: Page) -> None:
    """Pay on the provider's page with the card that it suggests, and come back to the tickets."""
    page.get_by_role("button", name=PAY).first.click()
    page.wait_for_url(ORDER_PAGE)


def let_time_pass(page: Page, *, leave: int) -> None:
    """Turn the page's clock, which must be installed, until that many seconds of its hold are left."""
    left = int(page.locator("[data-countdown]").get_attribute("data-seconds") or 0)
    page.clock.fast_forward((left - leave) * 1000)


def end_hold(event: Event) -> None:
    """Let the event's newest hold be over, and its places be free."""
    now = timezone.now()
    newest = Cart.objects.filter(event=event).latest("created_at")
    Cart.objects.filter(pk=newest.pk).update(expires_at=now - timedelta(minutes=10))
    services.release_all_lapsed(now=now)
