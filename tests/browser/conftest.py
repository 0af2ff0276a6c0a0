"""Chromium before a whole Foyer. Every page that any test opens is watched: its own host only, no violated policy."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from psycopg import sql

from events.models import Event, TicketType
from tenants.models import Tenant
from tests import make
from tests.browser.house import House
from tests.browser.scene import Scene
from tests.browser.scene import build as build_scene

# Playwright's event loop runs in the thread of the tests that drive it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PATIENCE = 20_000
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
"""
_addresses = count(1)

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that lies here drives the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# --- The house ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def house_database(django_db_blocker: Any) -> Iterator[str]:
    """A database beside the other tests' one: what visitors leave in it cannot be rolled back."""
    place = connection.settings_dict
    name = f"{settings.DATABASES['default']['TEST']['NAME']}_house"
    login = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"], "password": place["PASSWORD"]}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as admin:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        admin.execute(drop)
        template = settings.DATABASES["default"]["TEST"]["TEMPLATE"] or "template1"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        admin.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        with moved_to(name), django_db_blocker.unblock():
            call_command("migrate", interactive=False, verbosity=0)
        yield name
        admin.execute(drop)


@contextmanager
def moved_to(database: str) -> Iterator[None]:
    """Let this process' connection lead to another database."""
    place = connection.settings_dict
    before = place["NAME"]
    connection.close()
    place["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        place["NAME"] = before


@pytest.fixture(scope="session")
def running_house(house_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    place = connection.settings_dict
    login = quote(str(place["USER"])) + (f":{quote(str(place['PASSWORD']))}" if place["PASSWORD"] else "")
    url = f"postgres://{login}@{place['HOST']}:{place['PORT']}/{house_database}"
    house = House(tmp_path_factory.mktemp("house"), url)
    try:
        yield house.start()
    finally:
        house.stop()


@pytest.fixture
def house(running_house: House, house_database: str, django_db_blocker: Any) -> Iterator[House]:
    """The running Foyer. What the test makes is there for its visitors at once, and stays."""
    running_house.stripe.control(reset=True)
    with django_db_blocker.unblock(), moved_to(house_database):
        yield running_house


# --- Chromium -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def camera_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that Chromium takes for what its camera sees; read whenever a page opens the camera."""
    return tmp_path_factory.mktemp("camera") / "film.y4m"


@pytest.fixture(scope="session")
def browser_type_launch_args(camera_film: Path) -> dict[str, Any]:
    """The system's Chromium where there is one, else Playwright's own."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    arguments += ["--disable-sync", "--no-first-run", "--use-fake-device-for-media-stream"]
    arguments += [f"--use-file-for-fake-video-capture={camera_film}"]
    found = shutil.which("chromium")
    return {"headless": True, "args": arguments} | ({"executable_path": found} if found else {})


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Visit]:
    """`visit(width=320, java_script_enabled=False, …)`: a new visitor's page; each comes from an address of their own.

    Whatever they look at is watched, also what comes after the test's own lines.
    """
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def visiting(*, width: int = 1280, height: int = 900, **options: Any) -> Page:
        number = next(_addresses)
        headers = {"X-Forwarded-For": f"10.1.{number // 256}.{number % 256}"} | options.pop("extra_http_headers", {})
        context = browser.new_context(
            base_url=house.url,
            locale=options.pop("locale", "en-GB"),
            viewport={"width": width, "height": height},
            extra_http_headers=headers,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(TELL_VIOLATIONS)
        watch(context, house, troubles)
        opened.append(context)
        return context.new_page()

    yield visiting
    for context in opened:
        context.close()
    assert troubles == []


def watch(context: BrowserContext, house: House, troubles: list[str]) -> None:
    """Write down each request to a third party, and all that a page complains of."""
    known = {urlsplit(house.url).netloc, urlsplit(house.stripe.url).netloc}

    def requested(url: str) -> None:
        place = urlsplit(url)
        if place.scheme not in ("data", "blob", "about") and place.netloc not in known:
            troubles.append(f"third party: {url}")

    def complained(kind: str, text: str, at: str) -> None:
        # A page that refuses something is meant to: Chromium notes the status of each.
        if kind == "error" and "Failed to load resource" not in text:
            troubles.append(f"{at}: {text}")

    def broke(error: str) -> None:
        # Where a machine is slow, Chromium changes pages without the animation, and calls that an error.
        if not error.startswith("Transition was"):
            troubles.append(error)

    context.on("request", lambda request: requested(request.url))
    context.on("console", lambda said: complained(said.type, said.text, said.page.url if said.page else ""))
    context.on("weberror", lambda error: broke(str(error.error)))


# --- Events ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def organizer(house: House) -> Tenant:
    """An organizer who takes cards, transfers and cash."""
    return make.tenant("Blue Note")


@pytest.fixture
def gala(organizer: Tenant) -> Event:
    """On sale: stalls at 25 €, and the lawn for nothing."""
    event = make.event(organizer, name="Winter Gala", published=False, description="Ten bands, **one** night.")
    make.ticket_type(event, name="Stalls", places=100, price_cents=2500)
    make.ticket_type(event, name="Lawn", places=100)
    return make.publish(event)


@pytest.fixture
def stalls(gala: Event) -> TicketType:
    """25 € each."""
    return gala.ticket_types.get(name="Stalls")


@pytest.fixture
def lawn(gala: Event) -> TicketType:
    """Free."""
    return gala.ticket_types.get(name="Lawn")


@pytest.fixture(scope="session")
def scene(running_house: House, house_database: str, django_db_blocker: Any) -> Scene:
    """Something of everything."""
    with django_db_blocker.unblock(), moved_to(house_database):
        return build_scene()
