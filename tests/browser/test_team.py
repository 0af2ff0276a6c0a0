"""Into a team by mail, without an account so far, and what one then sees of it: one event and a short menu."""

import re
from base64 import b64decode

import pytest
from playwright.sync_api import Page, expect

from events.models import Event
from tenants.models import Role
from tests import make
from tests.browser.people import be_logged_in

# The smallest PNG there is.
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
def alice(visit, house, gala):
    """An owner's page, on a laptop. Beside the gala there is another event."""
    make.event(gala.tenant, name="Secret rehearsal")
    page = visit()
    be_logged_in(page, make.member(gala.tenant, Role.OWNER).user, house.url)
    return page


def invite(page: Page, gala: Event, email: str) -> None:
    """To the door, and to one event only."""
    page.goto(f"/manage/{gala.tenant.slug}/team/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Staff").check()
    page.get_by_text("Only certain events", exact=True).first.click()
    page.get_by_role("checkbox", name="Only certain events").check()
    page.get_by_role("checkbox", name=gala.name).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"The invitation to {email} is on its way.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_is_invited_makes_an_account_and_sees_what_they_are_there_for(visit, house, gala, alice, scripts):
    email = f"bob.{'with' if scripts else 'without'}@example.org"
    invite(alice, gala, email)
    letter = house.mailbox.wait_for(email).get_body(("plain",)).get_content()
    link = re.search(r"/invitations/\S+", letter).group(0)

    page = visit(width=320, height=640, java_script_enabled=scripts)
    page.goto(link)
    expect(page.get_by_text(email)).to_be_visible()
    page.get_by_label("Your name").fill("Bob Byrne")
    page.get_by_label("Password").fill("another battery staple")
    page.get_by_role("button", name="Make an account and join").click()

    expect(page.get_by_text(f"Welcome to the team of “{gala.tenant.name}”.")).to_be_visible()
    page.locator(".office-menu > summary").click()
    menu = page.locator(".office-menu")
    expect(menu.get_by_role("link", name="The door")).to_be_visible()
    for forbidden in ("Team", "Settings", "Branding", "Plan", "Profile"):
        expect(menu.get_by_role("link", name=forbidden, exact=True, include_hidden=True)).to_have_count(0)
    menu.get_by_role("link", name="The door").click()
    expect(page.get_by_text(gala.name).first).to_be_visible()
    expect(page.get_by_text("Secret rehearsal")).to_have_count(0)
    assert page.goto(f"/manage/{gala.tenant.slug}/team/").status == 403
    alice.reload()
    expect(alice.get_by_role("row", name=re.compile("Bob Byrne"))).to_contain_text(gala.name)


def test_a_look_is_shown_while_it_is_chosen(alice, gala):
    alice.goto(f"/manage/{gala.tenant.slug}/branding/")
    frame = alice.frame_locator("iframe")
    expect(frame.get_by_role("heading", name=gala.tenant.name)).to_be_visible()

    alice.get_by_label("Primary colour").fill("#123456")
    expect(alice.locator("[data-live=contrast]")).to_contain_text("white words stand on it")
    alice.get_by_label("Custom CSS").fill("h1 { text-transform: uppercase }\n@import 'x';")
    expect(alice.get_by_text("Line 2: “@import” is not allowed")).to_be_visible()
    alice.get_by_label("Custom CSS").fill("h1 { text-transform: uppercase }")

    expect(frame.get_by_role("heading", name=gala.tenant.name)).to_have_css("text-transform", "uppercase")
    expect(alice.get_by_text("Line 2: “@import” is not allowed")).to_have_count(0)
    alice.get_by_label("Logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": b64decode(DOT)})
    shown = frame.locator(".organizer-head .avatar img")
    expect(shown).to_have_attribute("src", re.compile("^blob:"))
    expect(shown).to_have_js_property("naturalWidth", 1)
    alice.get_by_label("Primary colour").fill("#654321")
    expect(alice.locator("[data-live=contrast]")).to_contain_text("white words stand on it")
    expect(frame.locator(".brand__logo").first).to_have_attribute("alt", gala.tenant.name)
    expect(alice.get_by_text("Not saved yet", exact=True)).to_be_visible()
    alice.get_by_role("button", name="Save the branding").click()
    expect(alice.get_by_text("Your pages look like this now.")).to_be_visible()
