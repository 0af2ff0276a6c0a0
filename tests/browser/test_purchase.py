"""Buying under odd circumstances: no scripts, no mouse, no time, no places left, too many clicks."""

import re

import brotli
import pytest
from playwright.sync_api import Locator, Page, expect

from events.models import Event
from orders.models import Cart, Order, OrderStatus, Payment
from tests import make
from tests.browser import steps

NARROW = {"width": 320, "height": 640}
HEAVIEST_EVENT_PAGE = 100_000
LONGEST_WAY = 80


def test_buying_works_without_scripts(visit, gala, stalls, lawn):
    page = visit(**NARROW, java_script_enabled=False)

    steps.choose(page, gala, stalls, 2)
    steps.give_details(page, email="ada.scriptless@example.org")
    steps.go_to_stand_in(page)
    steps.pay_by_card(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("See you there, Ada!")
    expect(page.get_by_role("link", name="Show large")).to_have_count(2)
    assert bought(gala).tickets.count() == 2


def test_buying_works_with_the_keyboard_alone(visit, gala, stalls):
    page = visit(**NARROW)
    page.goto(steps.path_of(gala))

    go_to(page, page.locator(f"input[name='quantity-{stalls.pk}']"))
    page.keyboard.press("ArrowUp")
    go_to(page, page.locator("#ticket-form").get_by_role("button", name="Get tickets"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details")
    buyer = page.get_by_role("group", name="Who is buying?")
    for label, typed in (("First name", "Ada"), ("Last name", "Lovelace"), ("E-mail", "ada.keys@example.org")):
        go_to(page, buyer.get_by_label(label).first)
        page.keyboard.type(typed)
    go_to(page, page.get_by_role("button", name="Continue to payment"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("How would you like to pay?")
    online = page.locator("input[value='stripe']")
    # Radio buttons are one stop: the arrows choose among them.
    go_to(page, page.locator("input[name='method']:checked, input[name='method']").first)
    while not online.is_checked():
        page.keyboard.press("ArrowDown")
    go_to(page, page.get_by_role("button", name=re.compile("^Buy for")))
    page.keyboard.press("Space")
    page.wait_for_url(steps.STAND_IN)
    go_to(page, page.get_by_role("button", name=steps.PAY).first, is_ours=False)
    page.keyboard.press("Enter")

    page.wait_for_url(steps.ORDER_PAGE)
    assert bought(gala).status == OrderStatus.CONFIRMED


def test_the_hold_warns_two_minutes_before_its_end_and_is_extended_in_place(visit, gala, lawn):
    page = visit()
    page.clock.install()
    steps.choose(page, gala, lawn)
    first_name = page.get_by_role("group", name="Who is buying?").get_by_label("First name")
    first_name.fill("Ada")
    warning = page.get_by_role("dialog", name="Two minutes left")
    steps.let_time_pass(page, leave=130)
    expect(warning).to_be_hidden()

    page.clock.fast_forward(11_000)
    expect(warning).to_be_visible()
    warning.get_by_role("button", name="Give me more time").click()

    expect(warning).to_be_hidden()
    expect(page.locator("[data-countdown]")).not_to_have_class(re.compile("is-urgent"))
    expect(first_name).to_have_value("Ada")
    assert Cart.objects.get(event=gala).extended_count == 1


def test_what_was_chosen_stays_when_others_were_faster(visit, gala, stalls, lawn):
    last_one = make.ticket_type(gala, name="Box", places=1, price_cents=9000)
    page = visit(**NARROW, java_script_enabled=False)
    page.goto(steps.path_of(gala))
    quantity_of(page, lawn).fill("3")
    quantity_of(page, last_one).fill("1")
    make.cart(gala, {last_one: 1})

    page.get_by_role("button", name="Get tickets").click()

    refusal = page.get_by_role("alert").first
    expect(refusal).to_contain_text("Box")
    expect(refusal).to_be_in_viewport()
    expect(quantity_of(page, lawn)).to_have_value("3")
    assert Cart.objects.filter(event=gala).count() == 1


def test_what_was_typed_stays_when_the_places_are_gone(visit, gala):
    last_one = make.ticket_type(gala, name="Box", places=1, price_cents=9000)
    page = visit()
    steps.choose(page, gala, last_one)
    steps.end_hold(gala)
    make.order(gala, {last_one: 1})

    steps.give_details(page, email="ada.late@example.org")

    expect(page.get_by_role("heading", name="Your places are no longer held")).to_be_visible()
    expect(page.locator("#lapsed")).to_contain_text("None free right now")
    expect(page.locator("#details-form").get_by_label("E-mail").first).to_have_value("ada.late@example.org")


def test_on_a_phone_the_sum_is_in_sight_and_leads_to_prices_and_code(visit, gala, stalls):
    page = visit(**NARROW, java_script_enabled=False)
    steps.choose(page, gala, stalls, 2)

    link = page.get_by_role("link", name="Prices and discount code")
    expect(link).to_be_in_viewport()
    expect(link).to_contain_text("€")
    link.click()

    expect(page.get_by_label("Discount code")).to_be_in_viewport()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_double_click_buys_once(visit, gala, stalls, has_scripts):
    page = visit(java_script_enabled=has_scripts)
    steps.choose(page, gala, stalls)
    steps.type_details(page, email="ada.twice@example.org")

    page.get_by_role("button", name="Continue to payment").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("How would you like to pay?")
    page.locator("input[value='stripe']").check()
    page.get_by_role("button", name=re.compile("^Buy for")).dblclick()
    page.wait_for_url(steps.STAND_IN)

    assert Payment.objects.get(order=bought(gala)).amount_cents == bought(gala).total_cents


def test_going_back_after_the_payment_leads_to_the_tickets(visit, gala, stalls):
    page = visit()
    steps.choose(page, gala, stalls)
    steps.give_details(page, email="ada.back@example.org")
    steps.go_to_stand_in(page)
    steps.pay_by_card(page)

    # What the browser's own button shows first is up to the provider, whose page was the last one.
    page.go_back()
    page.go_back()

    expect(page).to_have_url(steps.ORDER_PAGE)
    for page_of_checkout in ("checkout/payment/", "checkout/details/"):
        page.goto(steps.path_of(gala) + page_of_checkout)
        expect(page).to_have_url(steps.ORDER_PAGE)
    assert bought(gala).payments.count() == 1


def test_an_event_page_is_light(visit, gala, house):
    """Static files are served here as they are; WhiteNoise sends their text compressed by brotli, as is counted."""
    page = visit()
    answers = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(steps.path_of(gala), wait_until="networkidle")

    sizes = {}
    for answer in answers:
        kind, body = answer.request.resource_type, answer.body()
        is_text = kind in ("stylesheet", "script") and "/static/" in answer.url
        if kind != "image":
            sizes[answer.url] = len(brotli.compress(body)) if is_text else len(body)
    assert sum(sizes.values()) < HEAVIEST_EVENT_PAGE, sizes


def bought(event: Event) -> Order:
    """The one order of an event."""
    return Order.objects.get(event=event)


def quantity_of(page: Page, ticket_type) -> Locator:
    """Where one types how many."""
    return page.locator(f"input[name='quantity-{ticket_type.pk}']")


def go_to(page: Page, wanted: Locator, *, is_ours: bool = True) -> None:
    """Press Tab until there. Wherever one stops on the way, it is seen."""
    for _step in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        if is_ours:
            assert page.evaluate(IS_SEEN) is True, page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {wanted}")


# Whether the focused element, or what it is part of, is drawn differently while it has the focus.
IS_SEEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return true;
  const isDrawn = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  return focused.matches(":focus-visible") &&
    (isDrawn(focused) || isDrawn(focused.parentElement) || isDrawn(focused.closest("label") ?? focused));
}"""
