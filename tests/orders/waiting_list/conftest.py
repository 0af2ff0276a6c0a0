"""A house that is sold out."""

from types import SimpleNamespace

import pytest

from tests import make
from tests.inbox import inbox

__all__ = ["inbox"]


@pytest.fixture
def full(blue_note):
    """An event of two types whose places are all bought: four seats in the stalls, two on the balcony, all free."""
    event = make.event(blue_note, published=False, name="Winter Gala", places=6)
    stalls = make.ticket_type(event, name="Stalls", places=4)
    balcony = make.ticket_type(event, name="Balcony", places=2)
    make.publish(event)
    orders = [make.order(event, {stalls: 1}, email=f"guest{number}@example.org") for number in range(4)]
    up = make.order(event, {balcony: 2}, email="up@example.org")
    return SimpleNamespace(event=event, stalls=stalls, balcony=balcony, orders=orders, up=up)
