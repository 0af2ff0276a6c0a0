"""Gates, devices and incidents: for those who set the door up."""

import pytest
from django.test import Client
from django.utils import timezone

from checkin.models import Device, Gate, Incident
from tenants.models import ActivityLog
from tests import make
from ticketing.core.tokens import hash_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def mary(blue_note):
    """A manager's browser."""
    client = Client()
    client.force_login(make.member(blue_note, "manager").user)
    return client


def test_a_manager_adds_and_changes_a_gate(mary, gala):
    stalls = gala.ticket_types.get()
    body = {"name": "VIP", "ticket_types": [stalls.pk], "opens_at": "2026-12-12T19:00", "closes_at": "2026-12-12T23:30"}

    added = mary.post(f"/checkin/events/{gala.pk}/gates/new/", body)
    vip = Gate.objects.get(event=gala, name="VIP")
    changed = mary.post(f"/checkin/gates/{vip.pk}/settings/", {"name": "VIP", "entries_per_day": "2"})

    assert (added.status_code, changed.status_code) == (302, 302)
    assert vip.opens_at.isoformat() == "2026-12-12T18:00:00+00:00"
    vip.refresh_from_db()
    assert (vip.opens_at, vip.entries_per_day, list(vip.ticket_types.all())) == (None, 2, [])
    assert set(ActivityLog.objects.values_list("action", flat=True)) >= {"gate.added", "gate.changed"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "Main entrance"}, "Another gate of this event is called “Main entrance”."),
        (
            {"name": "A", "opens_at": "2026-12-12T19:00", "closes_at": "2026-12-12T19:00"},
            "A gate closes after it opens.",
        ),
        ({"name": "A", "entries_per_day": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"name": "A", "opens_at": "2026-03-29T02:30"}, "couldn’t be interpreted in time zone"),
        ({"name": "A", "opens_at": "0001-01-01T00:00"}, "Please choose a day and a time."),
    ],
)
def test_a_wrong_gate_is_refused_with_a_reason(mary, gala, body, message):
    page = mary.post(f"/checkin/events/{gala.pk}/gates/new/", body)

    assert page.status_code == 200
    assert message in page.content.decode().replace("&#x27;", "’")
    assert gala.gates.count() == 1


def test_a_gate_takes_no_foreign_types(mary, gala):
    foreign = make.ticket_type(make.event(make.tenant("Red Note"), published=False))

    page = mary.post(f"/checkin/events/{gala.pk}/gates/new/", {"name": "A", "ticket_types": [foreign.pk]})

    assert page.status_code == 200
    assert gala.gates.count() == 1


def test_a_devices_token_is_shown_once_and_kept_as_a_hash(mary, gate):
    page = mary.post(f"/checkin/gates/{gate.pk}/devices/", {"name": "Scanner 1"})

    token = page.context["token"]
    device = Device.objects.get()
    assert token in page.content.decode()
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert device.token_hash == hash_token(token)
    assert token not in mary.get(f"/checkin/gates/{gate.pk}/settings/").content.decode()


def test_a_device_is_revoked_once(mary, device):
    for _time in range(2):
        assert mary.post(f"/checkin/devices/{device[0].pk}/revocation/").status_code == 302

    device[0].refresh_from_db()
    assert device[0].revoked_at is not None
    assert ActivityLog.objects.filter(action="device.revoked").count() == 1


def test_a_gate_taken_out_of_use_takes_its_devices_along(mary, gate, device):
    mary.post(f"/checkin/gates/{gate.pk}/archive/")

    assert mary.get(f"/checkin/gates/{gate.pk}/").status_code == 404
    answer = Client(headers={"Authorization": f"Bearer {device[1]}"}).get(f"/api/v1/gates/{gate.pk}/")
    assert answer.status_code == 401


def test_staff_write_incidents_down(client, bob, gala):
    client.force_login(bob.user)
    address = f"/checkin/events/{gala.pk}/incidents/"

    client.post(address, {"severity": "urgent", "note": "Power cut <b>at</b> gate 2"})

    incident = Incident.objects.get()
    assert (incident.severity, incident.author, incident.tenant) == ("urgent", bob.user, gala.tenant)
    assert "Power cut &lt;b&gt;at&lt;/b&gt; gate 2" in client.get(address).content.decode()


def test_the_gates_page_costs_the_same_however_many(mary, gala, count_statements):
    with count_statements() as few:
        mary.get(f"/checkin/events/{gala.pk}/gates/")
    for number in range(5):
        Gate.objects.create(tenant=gala.tenant, event=gala, name=f"Gate {number}", opens_at=timezone.now())

    with count_statements() as many:
        mary.get(f"/checkin/events/{gala.pk}/gates/")

    assert len(few) == len(many) == 9, many


@pytest.mark.parametrize("role", ["staff", "support", "analyst"])
def test_only_managers_set_gates_up(client, blue_note, gala, gate, device, role):
    client.force_login(make.member(blue_note, role).user)

    for path in (f"/checkin/events/{gala.pk}/gates/", f"/checkin/gates/{gate.pk}/settings/"):
        assert client.get(path).status_code == 403
    for path in (f"/checkin/gates/{gate.pk}/devices/", f"/checkin/devices/{device[0].pk}/revocation/"):
        assert client.post(path, {"name": "X"}).status_code == 403


def test_another_tenants_owner_finds_nothing(client, gala, gate, device):
    client.force_login(make.member(make.tenant("Red Note"), "owner").user)

    for path in (
        f"/checkin/events/{gala.pk}/gates/",
        f"/checkin/events/{gala.pk}/gates/new/",
        f"/checkin/events/{gala.pk}/incidents/",
        f"/checkin/gates/{gate.pk}/settings/",
    ):
        assert client.get(path).status_code == 404
    for path in (
        f"/checkin/gates/{gate.pk}/devices/",
        f"/checkin/gates/{gate.pk}/archive/",
        f"/checkin/devices/{device[0].pk}/revocation/",
    ):
        assert client.post(path, {"name": "X"}).status_code == 404
