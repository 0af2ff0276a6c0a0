"""Every page in every state that its visitors meet: a name, and how one gets there."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from orders import services
from orders.links import my_tickets_url
from orders.models import Order
from tenants.models import Role, User
from tests import make
from tests.browser import steps
from tests.browser.house import House
from tests.browser.people import be_logged_in
from tests.browser.scene import Scene

Goes = Callable[[Page, Scene, House], object]
PAGES: dict[str, Goes] = {}


def page(name: str) -> Callable[[Goes], Goes]:
    """Enter a way to a page."""

    def entered(goes: Goes) -> Goes:
        PAGES[name] = goes
        return goes

    return entered


def at(address: str) -> Goes:
    """A page that needs nothing but its address."""
    return lambda page, scene, house: page.goto(address)


def at_event(name: str) -> Goes:
    """The page of one of the scene's events."""
    return lambda page, scene, house: page.goto(steps.path_of(scene.events[name]))


def at_order(name: str, more: str = "") -> Goes:
    """The page of one of the scene's orders."""
    return lambda page, scene, house: page.goto(order_path(scene.orders[name]) + more)


def order_path(order: Order) -> str:
    """An order's page."""
    return reverse("orders:order", kwargs={"token": order.lookup_token})


def refused(address: str, button: str) -> Goes:
    """A form that is sent empty, past the browser's own checks."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        page.goto(address)
        send_as_it_is(page, button)

    return goes


def send_as_it_is(page: Page, button: str) -> None:
    """Press a button and let the server judge."""
    page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button).first.click()


# --- Finding --------------------------------------------------------------------------------------------------------

PAGES["discovery"] = at("/")
PAGES["discovery with results"] = at("/?q=gala")
PAGES["discovery without results"] = at("/?q=zeppelin")
PAGES["an organizer"] = lambda page, scene, house: page.goto(f"/{scene.tenant.slug}/")
PAGES["an organizer who is away"] = lambda page, scene, house: page.goto(f"/{scene.events['away'].tenant.slug}/")
PAGES["an event"] = lambda page, scene, house: page.goto(steps.path_of(scene.gala))
for state in (
    "sold out",
    "starts",
    "ended",
    "all held",
    "over",
    "cancelled",
    "private",
    "online",
    "away",
    "long words",
):
    PAGES[f"an event: {state}"] = at_event(state)


@page("an event: nothing chosen")
def nothing_chosen(page: Page, scene: Scene, house: House) -> None:
    page.goto(steps.path_of(scene.gala))
    send_as_it_is(page, "Get tickets")


@page("an event: unlocked by a code")
def unlocked(page: Page, scene: Scene, house: House) -> None:
    page.goto(f"{steps.path_of(scene.gala)}?code=FRIENDS")


@page("an event: a code that opens nothing")
def not_unlocked(page: Page, scene: Scene, house: House) -> None:
    page.goto(f"{steps.path_of(scene.gala)}?code=NOTHING")


# --- Buying ---------------------------------------------------------------------------------------------------------


@page("details")
def details(page: Page, scene: Scene, house: House) -> None:
    steps.choose(page, scene.gala, scene.stalls, 2)


@page("details with errors")
def details_with_errors(page: Page, scene: Scene, house: House) -> None:
    steps.choose(page, scene.gala, scene.stalls, 2)
    send_as_it_is(page, "Continue to payment")


@page("details, two minutes before the end")
def details_in_haste(page: Page, scene: Scene, house: House) -> None:
    page.clock.install()
    steps.choose(page, scene.gala, scene.lawn)
    steps.let_time_pass(page, leave=119)
    page.get_by_role("dialog").wait_for()


@page("details whose hold lapsed")
def details_lapsed(page: Page, scene: Scene, house: House) -> None:
    steps.choose(page, scene.gala, scene.lawn)
    steps.end_hold(scene.gala)
    page.reload()


@page("details for members only")
def details_signed_in(page: Page, scene: Scene, house: House) -> None:
    event = scene.events["members"]
    page.goto(steps.path_of(event))
    page.locator(f"input[name='quantity-{event.ticket_types.get().pk}']").fill("1")
    page.get_by_role("button", name="Get tickets").click()
    page.wait_for_url("**/details/")


@page("payment")
def payment(page: Page, scene: Scene, house: House) -> None:
    go_to_payment(page, scene)


@page("payment that was declined")
def payment_declined(page: Page, scene: Scene, house: House) -> None:
    go_to_payment(page, scene)
    steps.go_to_stand_in(page)
    page.get_by_role("link", name="Back", exact=False).first.click()
    page.get_by_role("heading", level=1).wait_for()


@page("payment that came too late")
def payment_lapsed(page: Page, scene: Scene, house: House) -> None:
    go_to_payment(page, scene)
    order = newest_order(scene)
    Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(minutes=5))
    services.release_all_lapsed(now=timezone.now())
    page.reload()


@page("payment under way")
def payment_processing(page: Page, scene: Scene, house: House) -> None:
    go_to_payment(page, scene)
    steps.go_to_stand_in(page)
    page.goto(f"{order_path(newest_order(scene))}payment/")


def go_to_payment(page: Page, scene: Scene) -> None:
    """To the third page of a purchase, all questions answered."""
    gala = scene.events["paid"]
    steps.choose(page, gala, gala.ticket_types.get())
    steps.give_details(page, email="grace@example.org")
    page.wait_for_url("**/payment/")


def newest_order(scene: Scene) -> Order:
    """What was bought last of the event that asks no questions."""
    return Order.objects.filter(event=scene.events["paid"]).latest("created_at")


# --- What was bought ------------------------------------------------------------------------------------------------

for state in ("one ticket", "paid", "unpaid", "by transfer", "at the door", "cancelled", "expired", "online"):
    PAGES[f"an order: {state}"] = at_order(state)


@page("one ticket, as large as the screen")
def large_ticket(page: Page, scene: Scene, house: House) -> None:
    page.goto(order_path(scene.orders["one ticket"]) + f"tickets/{scene.orders['one ticket'].tickets.get().code}/")


@page("the dialog of a ticket")
def ticket_dialog(page: Page, scene: Scene, house: House) -> None:
    page.goto(order_path(scene.orders["one ticket"]))
    page.locator("[data-pass]").click()
    page.get_by_role("dialog").wait_for()


@page("another name on a ticket")
def attendee(page: Page, scene: Scene, house: House) -> None:
    page.goto(name_path(scene.orders["online"]))


@page("another name on a ticket, empty")
def attendee_with_errors(page: Page, scene: Scene, house: House) -> None:
    page.goto(name_path(scene.orders["online"]))
    for field in page.locator("main input[type=text]").all():
        field.fill("")
    send_as_it_is(page, "Save")


@page("another name on a ticket: too late")
def attendee_too_late(page: Page, scene: Scene, house: House) -> None:
    page.goto(name_path(scene.orders["one ticket"]))


def name_path(order: Order) -> str:
    """Where the name on an order's one ticket is changed."""
    return f"{order_path(order)}tickets/{order.tickets.get().code}/name/"


PAGES["my tickets"] = at("/orders/")
PAGES["my tickets: no address"] = refused("/orders/", "Send")
PAGES["my tickets: the list"] = lambda page, scene, house: page.goto(my_list("ada@example.org"))
PAGES["my tickets: an empty list"] = lambda page, scene, house: page.goto(my_list("nobody@example.org"))
PAGES["my tickets: an old link"] = at("/orders/mine/rubbish/")


def my_list(email: str) -> str:
    """The list of an address's orders, by its mailed link."""
    return "/orders/mine/" + my_tickets_url(email).split("/orders/mine/")[1]


# --- Accounts -------------------------------------------------------------------------------------------------------

PAGES["log in"] = at("/accounts/login/")
PAGES["log in, empty"] = refused("/accounts/login/", "Sign in")
PAGES["sign up"] = at("/accounts/signup/")
PAGES["sign up, empty"] = refused("/accounts/signup/", "Create an account")
PAGES["an inactive account"] = at("/accounts/inactive/")
PAGES["a new password"] = at("/accounts/password/reset/")
PAGES["a new password: sent"] = at("/accounts/password/reset/sent/")
PAGES["a new password: a bad link"] = at("/accounts/password/reset/key/1-rubbish/")
PAGES["a new password: done"] = at("/accounts/password/reset/done/")


def signed_in(address: str, *, manages: bool = False) -> Goes:
    """A page for whoever is signed in."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        be_logged_in(page, (scene.manager if manages else scene.staff).user, house.url)
        page.goto(address)

    return goes


@page("an event: draft")
def draft(page: Page, scene: Scene, house: House) -> None:
    signed_in(steps.path_of(scene.events["draft"]), manages=True)(page, scene, house)


@page("the code of a new account")
def confirm_address(page: Page, scene: Scene, house: House) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail").fill(f"new{timezone.now().timestamp()}@example.org")
    page.get_by_label("Password").fill(make.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Create an account").click()


PAGES["an account"] = signed_in("/account/")
PAGES["an account's past"] = signed_in("/account/?show=past")
PAGES["log out"] = signed_in("/accounts/logout/")
PAGES["change the password"] = signed_in("/accounts/password/change/")
PAGES["who are you, again"] = signed_in("/accounts/reauthenticate/")
PAGES["profile"] = signed_in("/account/profile/")
PAGES["security, with a password alone"] = signed_in("/accounts/security/")
PAGES["sessions"] = signed_in("/account/sessions/")


@page("profile with errors")
def profile_with_errors(page: Page, scene: Scene, house: House) -> None:
    signed_in("/account/profile/")(page, scene, house)
    page.get_by_label("Phone").fill("call me")
    send_as_it_is(page, "Save")


def protected(address: str, *, button: str = "") -> Goes:
    """A page for somebody with an app, a passkey and recovery codes who has said once more who they are."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        be_logged_in(page, protected_user(), house.url)
        page.goto("/accounts/reauthenticate/")
        page.get_by_label("Password").fill(make.PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Go on").click()
        page.goto(address.format(pk=Authenticator.objects.latest("pk").pk))
        if button:
            send_as_it_is(page, button)

    return goes


def protected_user() -> User:
    """A user with all second steps there are."""
    user = make.user(name="Maximiliane Lovelace")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    Authenticator.objects.create(
        user=user, type="webauthn", data={"name": "The telephone with the long name", "credential": CREDENTIAL}
    )
    return user


# A registration as a browser sends it, made once by Chromium's virtual authenticator.
CREDENTIAL = json.loads((Path(__file__).parent / "passkey.json").read_text())


PAGES["security, with everything"] = protected("/accounts/security/")
PAGES["a passkey's name"] = protected("/accounts/passkeys/{pk}/name/")
PAGES["a passkey's removal"] = protected("/accounts/passkeys/{pk}/removal/")
PAGES["a new passkey"] = protected("/accounts/passkeys/new/")
PAGES["the app's removal"] = protected("/accounts/app/removal/")
PAGES["new recovery codes"] = protected("/accounts/recovery-codes/new/")
PAGES["recovery codes"] = protected("/accounts/recovery-codes/")
PAGES["another e-mail address"] = protected("/accounts/email/")
PAGES["who are you, again: by code"] = protected("/accounts/reauthenticate/code/")
PAGES["who are you, again: by passkey"] = protected("/accounts/reauthenticate/passkey/")


@page("recovery codes that were shown already")
def recovery_codes_again(page: Page, scene: Scene, house: House) -> None:
    protected("/accounts/recovery-codes/")(page, scene, house)
    page.reload()


@page("setting up an app")
def app_set_up(page: Page, scene: Scene, house: House) -> None:
    user = make.user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    be_logged_in(page, user, house.url)
    page.goto("/accounts/reauthenticate/?next=/accounts/app/")
    page.get_by_label("Password").fill(make.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()


@page("the second step")
def second_step(page: Page, scene: Scene, house: House) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(protected_user().email)
    page.get_by_label("Password").fill(make.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


@page("the second step, refused")
def second_step_refused(page: Page, scene: Scene, house: House) -> None:
    second_step(page, scene, house)
    page.get_by_label("Code").fill("000000")
    send_as_it_is(page, "Sign in")


@page("a team that signs in with two steps")
def two_factor_missing(page: Page, scene: Scene, house: House) -> None:
    event = make.event(make.tenant(settings={"requires_two_factor": True}))
    be_logged_in(page, make.member(event.tenant, Role.OWNER).user, house.url)
    page.goto(reverse("checkin:gates", kwargs={"event": event.pk}))


# --- The door -------------------------------------------------------------------------------------------------------


def at_door(name: str, *, manages: bool = False, **kwargs: object) -> Goes:
    """A page of the door: of the gala's gate, or of the gala."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        ids = {"gate": scene.gala.gates.first().pk} if kwargs.get("of") == "gate" else {"event": scene.gala.pk}
        address = reverse(f"checkin:{name}", kwargs=ids if kwargs else None)
        signed_in(address + str(kwargs.get("query", "")), manages=manages)(page, scene, house)

    return goes


PAGES["door: where"] = at_door("home")
PAGES["door: scanner"] = at_door("gate", of="gate")
PAGES["door: guests"] = at_door("guests", of="gate")
PAGES["door: guests found"] = at_door("guests", of="gate", query="?q=lovelace")
PAGES["door: guests not found"] = at_door("guests", of="gate", query="?q=zeppelin")
PAGES["door: gates"] = at_door("gates", of="event", manages=True)
PAGES["door: a new gate"] = at_door("new_gate", of="event", manages=True)
PAGES["door: a gate and its devices"] = at_door("gate_settings", of="gate", manages=True)
PAGES["door: incidents"] = at_door("incidents", of="event", manages=True)
PAGES["door: not allowed"] = at_door("gates", of="event")


@page("door: access for a device")
def device(page: Page, scene: Scene, house: House) -> None:
    at_door("gate_settings", of="gate", manages=True)(page, scene, house)
    page.locator("form[action$='/devices/'] input[type=text]").fill("Scanner by the stage")
    with page.expect_navigation():
        page.locator("form[action$='/devices/'] button[type=submit]").click()


def scanned(order: str) -> Goes:
    """What the scanner says of an order's first ticket."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        at_door("gate", of="gate", manages=True)(page, scene, house)
        ticket = scene.orders[order].tickets.first() if order else None
        page.get_by_label("Ticket code").fill(ticket.code if ticket else "TKT-RUBBISH")
        page.get_by_role("button", name="Check").click()
        page.locator("[data-result-place] [data-result]").wait_for()

    return goes


PAGES["door: admitted"] = scanned("admitted")
PAGES["door: already used"] = scanned("admitted")
PAGES["door: to pay"] = scanned("at the door")
PAGES["door: cancelled"] = scanned("cancelled")
PAGES["door: unknown"] = scanned("")

# --- What goes wrong, and the rest ----------------------------------------------------------------------------------

PAGES["nothing here"] = at("/nothing/here/")


def broken(template: str) -> Goes:
    """A page that says that something is out of order, as the server would answer it."""

    def goes(page: Page, scene: Scene, house: House) -> None:
        facts = {"LANGUAGE_CODE": "en", "refusal": "Only 2 left of Stalls.", "retry_after": 60}
        body = render_to_string(template, facts)
        page.route("**/broken/", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto("/broken/")

    return goes


for template in ("400", "403", "403_csrf", "429", "500", "503", "refused", "not_on_sale"):
    PAGES[f"error: {template}"] = broken(f"errors/{template}.html")

PAGES["styleguide"] = at("/styleguide/")
