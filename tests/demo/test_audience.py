"""The sample's page views."""

import pytest

from events.models import PageView
from tests import make
from ticketing.demo.sample import audience

pytestmark = pytest.mark.django_db


def test_more_people_look_at_an_event_than_buy(gala):
    for _ in range(3):
        make.order(gala, {gala.ticket_types.get(): 1})

    audience.write_looks(gala)

    assert 12 <= PageView.objects.filter(event=gala).values("visitor").distinct().count() <= 18
