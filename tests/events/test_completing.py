"""Events that are over are marked as completed by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkin.queries import RECENT
from events import services, tasks
from events.models import Event, EventStatus
from events.services import publishing
from tenants.models import ActivityLog
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ended(tenant, *, ago, status=EventStatus.PUBLISHED):
    """An event that ended so long ago."""
    event = make.event(tenant)
    starts_at = NOW - ago - timedelta(hours=3)
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=NOW - ago, status=status)
    return event


def test_an_event_is_completed_once_its_door_is_closed_and_no_sooner(blue_note, client):
    over = ended(blue_note, ago=timedelta(days=2))
    just_over = ended(blue_note, ago=timedelta(hours=47))
    to_come = make.event(blue_note)

    tasks.complete_ended(0)
    tasks.complete_ended(0)

    assert Event.objects.get(status=EventStatus.COMPLETED) == over
    assert {just_over, to_come} == set(Event.objects.filter(status=EventStatus.PUBLISHED))
    assert ActivityLog.objects.get(action="event.completed").target_id == over.pk
    assert client.get(f"/{blue_note.slug}/{over.slug}/").status_code == 200


def test_drafts_and_cancelled_events_stay_what_they_are(blue_note):
    for status in (EventStatus.DRAFT, EventStatus.CANCELLED):
        ended(blue_note, ago=timedelta(days=9), status=status)

    assert services.complete_ended_events(now=NOW) == 0


def test_many_are_completed_in_batches(blue_note, monkeypatch):
    monkeypatch.setattr(publishing, "BATCH", 2)
    for days in (3, 4, 5):
        ended(blue_note, ago=timedelta(days=days))

    assert [services.complete_ended_events(now=NOW) for _ in range(3)] == [2, 1, 0]


def test_no_event_is_completed_while_stewards_are_shown_its_gates():
    assert publishing.DOOR_STAYS_OPEN >= RECENT
