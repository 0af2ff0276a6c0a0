"""A buyer at a browser without scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from events.models import Event, TicketType
from orders.models import Cart, Order
from tests import make
from tests.orders.payments.conftest import receiver, running_stand_in, stand_in

__all__ = ["receiver", "running_stand_in", "stand_in"]


class Page(HTMLParser):
    """What a form of an answered page would send, and the words on it."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.buttons: set[str] = set()
        self.words = ""
        self._option: tuple[str, dict[str, Any]] | None = None
        self._textarea = ""
        self.feed(response.content.decode())
        self.words = re.sub(r"\s+", " ", self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value if value is not None else "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("file", "submit"):
            if given.get("type") in ("checkbox", "radio"):
                if "checked" in given:
                    self._add(name, given.get("value", "on"), is_many=given["type"] == "checkbox")
            else:
                self.values[name] = given.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        elif tag == "select":
            self._option = (name, given)
        elif tag == "option" and self._option and "selected" in given:
            self.values[self._option[0]] = given.get("value", "")
        elif tag == "button" and name:
            self.buttons.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            # A browser drops the line break that follows the tag.
            self.values[self._textarea] += data.removeprefix("\n").removeprefix("\r\n")
        self.words += " " + data

    def _add(self, name: str, value: str, *, is_many: bool) -> None:
        if is_many and name in self.values:
            before = self.values[name]
            self.values[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            self.values[name] = value


class Buyer:
    """Somebody who buys, one form after the other."""

    def __init__(self, client: Client, event: Event) -> None:
        self.client = client
        self.event = event
        self.base = f"/{event.tenant.slug}/{event.slug}/"

    def hold(self, wanted: Mapping[TicketType | str, object], **extra: Any) -> Any:
        keys = {getattr(row, "pk", row): quantity for row, quantity in wanted.items()}
        return self.client.post(self.base + "checkout/", {f"quantity-{key}": n for key, n in keys.items()}, **extra)

    def page(self) -> Page:
        return Page(self.client.get(self.base + "checkout/details/"))

    def send(self, values: Mapping[str, Any] | None = None, *, press: str = "", **typed: Any) -> Any:
        """Send the details form as the browser would, with something else typed."""
        data = {**self.page().values, "first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"}
        data |= dict(values or {}) | typed
        if press:
            data[press] = "1"
        return self.client.post(self.base + "checkout/details/", {k: v for k, v in data.items() if v is not None})

    @property
    def cart(self) -> Cart:
        return Cart.objects.filter(event=self.event).order_by("-pk")[0]

    @property
    def order(self) -> Order:
        return Order.objects.filter(event=self.event).order_by("-pk")[0]


@pytest.fixture
def free_gala(tenant) -> Event:
    """A published event with a hundred free places, alone and in the order of its ticket types."""
    event = make.event(tenant, name="Open Rehearsal", published=False)
    make.ticket_type(event, name="Entry", places=100)
    return make.publish(event)


@pytest.fixture
def buyer_at(client):
    """`buyer_at(event)`: somebody who buys tickets for it."""
    return lambda event: Buyer(client, event)


@pytest.fixture
def private_files(settings, tmp_path) -> Any:
    """A private storage of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    return tmp_path


def read(response: HttpResponse) -> Page:
    """An answered page."""
    return Page(response)
