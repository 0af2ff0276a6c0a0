"""A member who is limited to certain events reaches no other."""

import pytest
from django.http import Http404

from events import reach
from events.models import EventAccess
from tests import make
from tests.office import acting


def test_a_member_reaches_all_events_of_the_tenant_and_none_of_others(blue_note):
    gala, matinee = make.event(blue_note), make.event(blue_note)
    foreign = make.event()
    manager = acting(make.member(blue_note, "manager"))

    assert set(reach.events_of(manager)) == {gala, matinee}
    with pytest.raises(Http404):
        reach.event_of(manager, foreign.pk)


def test_a_limited_member_reaches_the_events_that_are_named(blue_note):
    gala, matinee = make.event(blue_note), make.event(blue_note)
    membership = make.member(blue_note, "manager", is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=membership, event=gala)
    limited = acting(membership)

    assert list(reach.events_of(limited)) == [gala]
    assert reach.event_of(limited, gala.pk) == gala
    reach.demand(limited, gala.pk)
    with pytest.raises(Http404):
        reach.event_of(limited, matinee.pk)
    with pytest.raises(Http404):
        reach.demand(limited, matinee.pk)


def test_the_door_of_an_event_out_of_reach_is_shut(client, blue_note):
    gala, matinee = make.event(blue_note), make.event(blue_note)
    membership = make.member(blue_note, "staff", is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=membership, event=gala)
    client.force_login(membership.user)

    assert client.get(f"/checkin/gates/{gala.gates.get().pk}/").status_code == 200
    assert client.get(f"/checkin/gates/{matinee.gates.get().pk}/").status_code == 404
    assert "Winter Gala" in client.get("/checkin/").content.decode()
