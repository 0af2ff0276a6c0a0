"""Mary, who manages events, in her browser."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from tests import make
from tests.office import browser_as

NOW = datetime(2026, 6, 8, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def blue_note(db):
    """In Berlin."""
    return make.tenant("Blue Note", settings={"time_zone": "Europe/Berlin"})


@pytest.fixture
def mary(blue_note):
    """A manager's browser."""
    return browser_as(blue_note, "manager")


@pytest.fixture
def office(blue_note):
    """Where Blue Note's events are."""
    return f"/manage/{blue_note.slug}/events/"


def text(page):
    """A page's words, without what is only there for HTML."""
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    for name, letter in {"&#x27;": "'", "&quot;": '"', "&amp;": "&", "&lt;": "<", "&gt;": ">"}.items():
        words = words.replace(name, letter)
    return " ".join(words.split())


def errors(page):
    """What the page's form refuses, by field."""
    return {name: list(words) for name, words in page.context["form"].errors.items()}


def filled(page, **changes):
    """What a browser sends back from a page's form, with some fields changed; None: left out."""
    form = page.context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, datetime):
            value = f"{value:%Y-%m-%dT%H:%M}"
        if value not in (None, [], False):
            sent[bound.html_name] = value
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None}


def posts_without_token(page):
    """How many forms of a page would be refused, since a partial was not handed the token."""
    body = page.content.decode()
    return body.count('method="post"') - body.count('name="csrfmiddlewaretoken"')
