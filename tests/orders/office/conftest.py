"""Members' browsers, and an inbox."""

import pytest

from tests import make
from tests.inbox import inbox
from tests.office import browser_as
from tests.orders.mails.conftest import private_files

__all__ = ["inbox", "private_files"]


@pytest.fixture
def mary(blue_note):
    """A manager's browser."""
    return browser_as(blue_note, "manager")


@pytest.fixture
def sam(blue_note):
    """A steward's browser: staff may look orders up."""
    return browser_as(blue_note, "staff")


@pytest.fixture
def manager(mary):
    """The manager as a user."""
    return mary.member.user


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


@pytest.fixture
def order(gala, stalls):
    """Ada's paid order of two tickets."""
    return make.order(gala, {stalls: 2})


@pytest.fixture
def office(blue_note):
    return f"/manage/{blue_note.slug}/"


@pytest.fixture
def page_of(office):
    """The address of an order's page, and of what lies below it."""
    return lambda order, more="": f"{office}orders/{order.order_number}/{more}"
