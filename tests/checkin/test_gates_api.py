"""`/api/v1/gates/…`: the same door for scanners of others."""

import base64
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from checkin import services
from checkin.models import Scan
from events.models import SigningKey
from tests import make
from tests.checkin import qr_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(gate, device):
    """`post(qr=…)`: scan with the device's token."""

    def posting(at=gate, token=device[1], **body):
        return Client(headers={"Authorization": f"Bearer {token}"}).post(
            f"/api/v1/gates/{at.pk}/scans", {"scan_id": str(uuid4())} | body, content_type="application/json"
        )

    return posting


def test_a_device_admits_a_ticket(post, ticket):
    scan_id = str(uuid4())

    first = post(scan_id=scan_id, qr=qr_of(ticket), scanned_at="2026-12-12T19:30:00+01:00")
    again = post(scan_id=scan_id, qr=qr_of(ticket))
    second = post(code=ticket.code)

    assert first.status_code == 200
    body = first.json()
    assert (body["result"], body["tone"], body["text"], body["signed"]) == ("admitted", "good", "Admitted", True)
    assert body["scanned_at"] == "2026-12-12T18:30:00+00:00"
    assert body["facts"]["name"] == "Ada Lovelace"
    assert again.json() == body
    assert second.json()["result"] == "already_used"
    assert second.json()["first_use"] == {"at": body["received_at"], "gate": "Main entrance", "by": "Scanner 1"}


@pytest.mark.parametrize("text", ["", "x" * 10_000, "\x00", "\ud800", "https://example.com/"])
def test_any_text_is_judged(post, text):
    answer = post(qr=text)

    assert (answer.status_code, answer.json()["result"]) == (200, "unknown")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"qr": "A", "code": "A"},
        {"qr": 5},
        {"qr": None},
        {"code": "A", "scan_id": "5"},
        {"code": "A", "scan_id": None},
        {"code": "A", "direction": "sideways"},
        {"code": "A", "scanned_at": "yesterday"},
        {"code": "A", "scanned_at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_what_is_no_scan_is_refused(post, body):
    answer = post(**body)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid"
    assert not Scan.objects.exists()


def test_a_body_that_is_no_json_or_far_too_large_is_refused(gate, device):
    client = Client(headers={"Authorization": f"Device {device[1]}"})

    assert client.post(f"/api/v1/gates/{gate.pk}/scans", "{", content_type="application/json").status_code == 400
    nested = "[" * 50_000
    assert client.post(f"/api/v1/gates/{gate.pk}/scans", nested, content_type="application/json").status_code == 400
    assert client.post(f"/api/v1/gates/{gate.pk}/scans", "[]", content_type="application/json").status_code == 400
    assert client.post(f"/api/v1/gates/{gate.pk}/scans", {"qr": "x"}).status_code == 415
    answer = client.post(f"/api/v1/gates/{gate.pk}/scans", {"qr": "x" * 70_000}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_revoked_or_unknown_token_opens_nothing(post, device, bob, ticket):
    services.revoke_device(device=device[0], by=bob.user, now=timezone.now())

    for token in (device[1], "made-up", ""):
        answer = post(token=token, qr=qr_of(ticket))
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert not Scan.objects.exists()


def test_a_token_opens_its_own_gate_only(post, gala, bob, ticket):
    side = services.add_gate(event=gala, by=bob.user, name="Side door")
    foreign = make.event(make.tenant("Red Note")).gates.get()

    for other in (side, foreign):
        assert post(at=other, qr=qr_of(ticket)).status_code == 404


def test_a_suspended_tenant_admits_nobody(post, blue_note, ticket):
    type(blue_note).objects.filter(pk=blue_note.pk).update(status="suspended")

    assert post(qr=qr_of(ticket)).status_code == 401


def test_a_gate_tells_its_count_and_the_keys_for_verifying(gate, device, ticket):
    answer = Client(headers={"Authorization": f"Bearer {device[1]}"}).get(f"/api/v1/gates/{gate.pk}/").json()

    key = SigningKey.objects.get(event=gate.event)
    assert answer["name"] == "Main entrance"
    assert answer["counts"] == {"at_gate": 0, "admitted": 0, "expected": 1}
    assert answer["public_keys"] == [
        {"key_id": key.key_id, "public_key": base64.b64encode(bytes(key.public_key)).decode(), "retired_at": None}
    ]


def test_members_scan_with_their_session_and_a_csrf_token(gate, bob, ticket):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob.user)
    body = {"scan_id": str(uuid4()), "qr": qr_of(ticket)}

    refused = client.post(f"/api/v1/gates/{gate.pk}/scans", body, content_type="application/json")
    token = client.get(f"/checkin/gates/{gate.pk}/").context["csrf_token"]
    answer = client.post(
        f"/api/v1/gates/{gate.pk}/scans", body, content_type="application/json", headers={"X-CSRFToken": str(token)}
    )

    assert refused.status_code == 403
    assert (answer.status_code, answer.json()["result"]) == (200, "admitted")


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("support", 200), ("staff", 200), ("analyst", 403)])
def test_a_role_scans_if_it_may(gate, blue_note, role, status):
    client = Client()
    client.force_login(make.member(blue_note, role).user)

    answer = client.post(
        f"/api/v1/gates/{gate.pk}/scans", {"scan_id": str(uuid4()), "code": "X"}, content_type="application/json"
    )

    assert answer.status_code == status


def test_strangers_are_told_nothing(gate, bob):
    body = {"scan_id": str(uuid4()), "code": "X"}
    charlie = Client()
    charlie.force_login(make.member(make.tenant("Red Note"), "owner").user)
    disabled = Client()
    disabled.force_login(make.member(gate.tenant, "owner", status="disabled").user)

    assert Client().post(f"/api/v1/gates/{gate.pk}/scans", body, content_type="application/json").status_code == 401
    for client in (charlie, disabled):
        assert client.get(f"/api/v1/gates/{gate.pk}/").status_code == 404
        assert client.post(f"/api/v1/gates/{gate.pk}/scans", body, content_type="application/json").status_code == 404


def test_scanning_by_session_takes_five_statements(gate, bob, ticket, count_statements):
    client = Client()
    client.force_login(bob.user)
    body = {"scan_id": str(uuid4()), "qr": qr_of(ticket)}
    client.post(
        f"/api/v1/gates/{gate.pk}/scans", {"scan_id": str(uuid4()), "qr": qr_of(ticket, version=9)}, "application/json"
    )

    with count_statements() as statements:
        answer = client.post(f"/api/v1/gates/{gate.pk}/scans", body, content_type="application/json")

    assert answer.json()["result"] == "admitted"
    assert len(statements) == 5, statements


def test_scanning_by_token_takes_two_statements(post, ticket, count_statements):
    post(qr=qr_of(ticket, version=9))
    text = qr_of(ticket)

    with count_statements() as statements:
        answer = post(qr=text)

    assert answer.json()["result"] == "admitted"
    assert len(statements) == 2, statements


def test_the_schema_describes_scanning():
    answer = Client().get("/api/schema/?format=json")

    assert answer.status_code == 200
    paths = answer.json()["paths"]
    assert set(paths["/api/v1/gates/{gate}/scans"]["post"]["responses"]) == {
        "200", "400", "401", "403", "404", "409", "413", "415",
    }  # fmt: skip
    assert Client().get("/api/docs/").status_code == 200
