"""Signing in with two steps, with a passkey, and ending a session elsewhere, as people do it."""

import json
import os
import re
import time
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.people import log_in

NARROW = {"width": 320, "height": 640}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ada(house):
    """A user whose address is confirmed."""
    user = make.user(name="Ada Lovelace")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_of(secret: str) -> str:
    """What the app shows; waits for the next where this one is about to end."""
    time.sleep(max(0.0, 2 - (30 - time.time() % 30)))
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def say_who_one_is(page: Page) -> None:
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/account/" not in url)


def give_password(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_app_is_set_up_and_used_and_a_recovery_code_helps_out(visit, house, ada, scripts):
    page = visit(**NARROW, java_script_enabled=scripts)
    log_in(page, ada)
    page.goto("/account/")
    page.get_by_role("link", name="Security").click()
    page.get_by_role("link", name="Set up an app").click()
    say_who_one_is(page)
    secret = page.get_by_label("Or type this key into the app").input_value()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    codes = page.locator(".recovery-codes li").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    kept = Path(download.value.path()).read_text()
    assert "An authenticator app was added" in house.mailbox.wait_for(ada.email).get_body(("plain",)).get_content()
    sign_out(page)

    give_password(page, ada.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    sign_out(page)
    give_password(page, ada.email)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    assert [code for code in codes if code in kept] == codes


def test_a_passkey_is_added_named_used_and_removed(visit, ada):
    page = visit()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    log_in(page, ada)
    page.goto("/accounts/security/")
    page.get_by_role("link", name="Add a passkey").click()
    say_who_one_is(page)
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("bdi", has_text="My laptop")).to_be_visible()
    keep_example()
    sign_out(page)

    page.goto("/accounts/login/?next=/accounts/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/accounts/security/")
    expect(page.get_by_text("last used")).to_be_visible()
    page.get_by_role("link", name="Rename My laptop").click()
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Name").fill("Her laptop")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("bdi", has_text="Her laptop")).to_be_visible()
    sign_out(page)

    give_password(page, ada.email)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    page.goto("/accounts/security/")
    page.get_by_role("link", name="Remove Her laptop").click()
    say_who_one_is(page)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_role("link", name=re.compile("Remove "))).to_have_count(0)


def test_without_a_passkey_the_page_says_so(visit, house):
    page = visit()
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()); }")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert").filter(has_text="The browser did not go on.")).to_be_visible()


def test_ending_another_session_ends_it_at_once(visit, ada):
    elsewhere, here = visit(), visit(**NARROW)
    log_in(elsewhere, ada)
    log_in(here, ada)
    here.goto("/account/sessions/")

    here.get_by_role("button", name=re.compile("^End Chrome")).click()
    expect(here.get_by_text("Signed out there.")).to_be_visible()
    elsewhere.reload()

    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Sign in")
    here.reload()
    expect(here.get_by_text("This device")).to_have_count(1)


def keep_example() -> None:
    """Write down what the browser sent, where the pages' own example is to be renewed."""
    if os.environ.get("FOYER_KEEP_PASSKEY"):
        made = Authenticator.objects.filter(type="webauthn").latest("pk").data["credential"]
        (Path(__file__).parent / "passkey.json").write_text(json.dumps(made, indent=2) + "\n")
