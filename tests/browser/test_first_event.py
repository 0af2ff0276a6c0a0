"""Somebody who has never seen Foyer signs up, publishes an event and sells a ticket: few steps, no manual."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tenants.models import PlatformSettings
from tests.browser import steps
from tests.browser.house import House

MOST_STEPS = 25


class Newcomer:
    """Whoever sits before the page; counts the clicks and the fields that are filled in."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def fill(self, label: str, text: str) -> None:
        """Fill a field in."""
        self.steps += 1
        self.page.get_by_role("main").get_by_label(label).first.fill(text)

    def click(self, name: str, role: str = "button") -> None:
        """Press a button, or follow a link."""
        self.steps += 1
        self.page.get_by_role(role, name=name).locator("visible=true").first.click()


@pytest.fixture
def open_platform(house: House) -> Iterator[None]:
    """A platform where organizations need nobody's approval."""
    settings, is_new = PlatformSettings.objects.get_or_create()
    before = settings.approves_automatically
    PlatformSettings.objects.update(approves_automatically=True)
    yield
    if is_new:
        settings.delete()
    else:
        PlatformSettings.objects.update(approves_automatically=before)


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, False)])
def test_from_signing_up_to_the_first_ticket_sold(visit, house, open_platform, width, scripts):
    email = f"nora.{uuid4().hex[:8]}@example.org"
    page = visit(width=width, java_script_enabled=scripts, timezone_id="Asia/Tokyo")
    page.goto("/")
    nora = Newcomer(page)

    nora.click("Sell tickets", "link")
    nora.click("Create an account", "link")
    nora.fill("E-mail", email)
    nora.fill("Password", "correct horse battery staple")
    nora.click("Create an account")
    letter = house.mailbox.wait_for(email).get_body(("plain",)).get_content()
    nora.fill("Code", re.search(r"^([A-Z0-9-]{6,})\s*$", letter, re.MULTILINE).group(1))
    nora.click("Go on")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo" if scripts else "")
    nora.fill("Name", "Nora's Cellar")
    nora.click("Create the organization")
    nora.click("Create", "link")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo" if scripts else "Europe/London")
    nora.fill("Name of the event", "Cellar Night")
    nora.fill("Name of the venue", "The Cellar")
    nora.fill("City", "Berlin")
    nora.fill("Places", "30")
    nora.click("Create the event")
    nora.click("Publish")
    expect(page.get_by_text("Published").first).to_be_visible()
    nora.click("View the page", "link")
    assert nora.steps <= MOST_STEPS, nora.steps

    buyer = visit(width=320)
    buyer.goto(page.url)
    expect(buyer.get_by_role("heading", level=1)).to_have_text("Cellar Night")
    buyer.locator("input[name^='quantity-']").fill("1")
    buyer.get_by_role("button", name="Get tickets").click()
    steps.give_details(buyer, email="guest@example.org")
    expect(buyer.get_by_role("heading", level=1)).to_have_text("See you there, Ada!")
