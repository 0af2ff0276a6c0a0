"""What visitors, buyers and stewards do, over and over. Each is a callable that does it once, start to end."""

import json
import re
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.browser import Browser, Unexpected

# In the month that visitors ask for.
SLOTS = 1_000

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_SESSION = re.compile(r"/pay/([^/?]+)")


@dataclass(frozen=True)
class Target:
    """What the sample offers; plain, so that it can be handed to the processes that make the load."""

    port: int
    stripe_port: int
    free_path: str
    free_type: str
    paid_path: str
    paid_type: str
    gate: str
    device_token: str
    codes_file: str
    slot: str
    availability_path: str
    visit_codes_file: str


Visit = Callable[[], None]


def view(target: Target, browser: Browser, codes: Iterator[str]) -> Visit:
    """Look at the event's page."""
    return lambda: _view(browser, target.free_path)


def buy_free(target: Target, browser: Browser, codes: Iterator[str]) -> Visit:
    """Event page, hold, details, details sent, order page: a ticket that costs nothing."""
    return lambda: _buy_free(browser, target)


def buy_paid(target: Target, browser: Browser, codes: Iterator[str]) -> Visit:
    """The same, and in between: choose how to pay, pay on the provider's page, come back."""
    return lambda: _buy_paid(browser, Browser(target.stripe_port, "127.0.0.1"), target)


def scan(target: Target, browser: Browser, codes: Iterator[str]) -> Visit:
    """Scan the next ticket, which is admitted. Ends with StopIteration where all have been."""
    path = f"/api/v1/gates/{target.gate}/scans"
    return lambda: _scan(browser, path, target.device_token, next(codes))


def reserve(target: Target, browser: Browser, codes: Iterator[str]) -> Visit:
    """Reserve a place in the one slot with the next ticket's code, as a visitor not signed in."""
    return lambda: _reserve(_anybody(browser), target.slot, next(codes))


def look_for_slots(target: Target, browser: Browser, codes: Iterator[str]) -> Visit:
    """Ask what is free in a month of a thousand slots."""
    return lambda: _look_for_slots(_anybody(browser), target.availability_path)


VISITS = {
    "view": view,
    "free": buy_free,
    "paid": buy_paid,
    "scan": scan,
    "reserve": reserve,
    "available": look_for_slots,
}


def _view(browser: Browser, path: str) -> None:
    if b"quantity-" not in browser.get(path):
        raise Unexpected("an event page on which nothing can be chosen")


def _buy_free(browser: Browser, target: Target) -> None:
    _see_ticket(browser, _order(browser, target.free_path, target.free_type))


def _buy_paid(browser: Browser, stripe: Browser, target: Target) -> None:
    payment = _order(browser, target.paid_path, target.paid_type)
    form = {"csrfmiddlewaretoken": _csrf_token(browser.get(payment)), "method": "stripe"}
    browser.post(payment, form)
    found = _SESSION.search(browser.location)
    if found is None:
        raise Unexpected(f"no payment page: {browser.location}")
    paid = stripe.post_json("/_control/pay", "", json.dumps({"session": found[1]}).encode())
    stripe.close()
    back = urlsplit(json.loads(paid)["session"]["success_url"])
    browser.get(f"{back.path}?{back.query}" if back.query else back.path, expected=303)
    _see_ticket(browser, browser.location)


def _order(browser: Browser, path: str, ticket_type: str) -> str:
    """From the event's page to where the sent details lead."""
    browser.forget()
    _view(browser, path)
    browser.post(f"{path}checkout/", {f"quantity-{ticket_type}": "1"})
    details = browser.location
    number = uuid.uuid4().hex[:16]
    browser.post(
        details,
        {
            "csrfmiddlewaretoken": _csrf_token(browser.get(details)),
            "first_name": "Ada",
            "last_name": "Lovelace",
            "email": f"ada.{number}@example.org",
            f"{ticket_type}-1-is_buyer": "on",
            "discount_code": "",
        },
    )
    return browser.location


def _see_ticket(browser: Browser, path: str) -> None:
    if b"TKT-" not in browser.get(path):
        raise Unexpected("an order page without its ticket")


def _csrf_token(page: bytes) -> str:
    found = _TOKEN.search(page)
    if found is None:
        raise Unexpected("a form without a CSRF token")
    return found[1].decode()


def _scan(browser: Browser, path: str, token: str, code: str) -> None:
    body = json.dumps({"scan_id": str(uuid.uuid4()), "qr": code}).encode()
    answer = browser.post_json(path, token, body)
    if json.loads(answer)["result"] != "admitted":
        raise Unexpected(f"a ticket that was not admitted: {answer!r}")


def _anybody(browser: Browser) -> Browser:
    """The same connection, as through a proxy, with somebody else behind it: limits are per address."""
    browser.address = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"
    return browser


def _reserve(browser: Browser, slot: str, code: str) -> None:
    contact = {"customer_email": f"{code.lower()}@example.org", "customer_phone": "+493012345678"}
    body = json.dumps({"ticket_id": code, "slot_id": slot, **contact}).encode()
    answer = browser.post_json("/api/reservations/create", "", body, expected=201)
    if json.loads(answer)["status"] != "RESERVED":
        raise Unexpected(f"a place that was not reserved: {answer!r}")


def _look_for_slots(browser: Browser, path: str) -> None:
    if browser.get(path).count(b"available_count") < SLOTS:
        raise Unexpected("a month without its slots")
