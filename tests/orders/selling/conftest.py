"""Those who run the sale."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from events.models import Event
from tenants.models import Tenant
from tests import make


@pytest.fixture
def mary(blue_note: Tenant) -> Client:
    """A manager's browser."""
    client = Client()
    client.force_login(make.member(blue_note, "manager").user)
    return client


@pytest.fixture
def types(gala: Event) -> str:
    """Where the gala's ticket types are."""
    return f"/manage/{gala.tenant.slug}/events/{gala.pk}/ticket-types/"


@pytest.fixture
def text() -> Callable[[HttpResponse], str]:
    """What a page says."""
    return lambda page: page.content.decode().replace("&#x27;", "’").replace("&quot;", '"')
