"""Every page: axe finds nothing, in light and in dark; nothing is wider than the narrowest phone."""

import os
from importlib import import_module
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.text import slugify
from playwright.sync_api import Page

from tests import make
from tests.browser.pages import PAGES, at_order
from tests.browser.people import be_logged_in

# Each module enters its pages.
for found in sorted(Path(__file__).parent.glob("pages_*.py")):
    import_module(f"tests.browser.{found.stem}")

NARROW = {"width": 320, "height": 640}
AXE = Axe().axe_script
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
# Where pictures of all pages are kept, for people to look at.
PICTURES = os.environ.get("FOYER_SCREENSHOTS", "")


@pytest.mark.parametrize("name", PAGES)
def test_is_for_everybody(visit, house, scene, name):
    page = visit(reduced_motion="reduce")

    PAGES[name](page, scene, house)

    look(page, name)


@pytest.mark.parametrize(
    ("name", "goes"),
    [
        ("discovery", PAGES["discovery"]),
        ("event", PAGES["an event"]),
        ("order", at_order("paid")),
        ("log in", PAGES["log in"]),
        ("choose the time of a visit", PAGES["visit: choose a time"]),
        ("a visit", PAGES["visit: reserved"]),
    ],
)
def test_reads_from_right_to_left_in_arabic(visit, house, scene, name, goes):
    page = visit(locale="ar", reduced_motion="reduce")

    goes(page, scene, house)

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    look(page, f"arabic {name}")


def test_a_choice_shows_that_it_opens(visit, scene, house):
    page = visit()

    page.goto("/?city=Berlin")

    arrows = page.locator("select").evaluate_all("all => all.map(each => getComputedStyle(each).backgroundImage)")
    assert arrows
    assert "none" not in arrows


@pytest.mark.parametrize(
    "address", ["/api/docs/", "/admin/", "/admin/health/", "/admin/orders/order/", "/admin/tenants/tenant/"]
)
def test_pages_that_others_wrote_keep_our_policy_too(visit, house, address):
    page = visit()
    be_logged_in(page, make.user(is_platform_admin=True), house.url)

    answer = page.goto(address, wait_until="networkidle")

    assert answer.status == 200
    keep_picture(page, f"others {address}")


def look(page: Page, name: str) -> None:
    """Judge what is shown: wide and light, then narrow and dark, where only looks and sizes are others."""
    keep_picture(page, f"{name} wide")
    assert complaints(page, {"resultTypes": ["violations"]}) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    # Colours that are still on their way from light to dark have no contrast yet.
    page.evaluate(SETTLE)
    keep_picture(page, f"{name} narrow")
    assert complaints(page, {"resultTypes": ["violations"], "runOnly": LOOKS}) == []
    assert page.evaluate(TOO_WIDE) == []


def complaints(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds, and where."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = page.evaluate("(options) => axe.run(document, options).then((all) => all.violations)", options)
    return [
        f"{rule['id']}: {rule['help']}\n    {node['html'][:300]}\n    {node.get('failureSummary', '')[:300]}"
        for rule in found
        for node in rule["nodes"][:4]
    ]


SETTLE = """async () => {
  const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  await Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished));
}"""

# The elements that stick out, where anything does.
TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1
      || element.getBoundingClientRect().left < -1)
    .slice(0, 8).map((element) => element.outerHTML.slice(0, 160)).concat(`${root.scrollWidth} px`);
}"""


def keep_picture(page: Page, name: str) -> None:
    """Photograph the whole page where that is asked for."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{slugify(name)}.png", full_page=True)
