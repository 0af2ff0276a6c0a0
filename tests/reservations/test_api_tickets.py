"""Tickets over the API: looked at, asked about, activated, and verified at the door."""

import pytest
from django.test import Client

from checkin.models import Gate, Redemption, Scan
from orders.models import Ticket
from reservations.models import TicketReservation
from tests.api.world import BUYER, SAMPLE_CODE

STATES = {
    "free": ("ACTIVATED", "active"),
    "reserved": ("RESERVED", "active"),
    "minted": ("minted", "inactive"),
    "unpaid": ("PENDING_PAYMENT", "inactive"),
    "used": ("redeemed", "redeemed"),
    "cancelled": ("CANCELLED", "cancelled"),
    "expired": ("EXPIRED", "active"),
}


@pytest.mark.parametrize("name", STATES)
def test_a_tickets_state_is_told_in_the_documents_words(ask, world, name):
    told = ask(None, "GET", f"tickets/{world.tickets[name].code}").json()
    short = ask(None, "GET", f"tickets/{world.tickets[name].code}/status").json()

    assert (told["status"], told["activation_status"]) == STATES[name]
    assert (short["status"], short["activation_status"]) == STATES[name]


def test_the_code_alone_shows_no_contact(ask, world, count_statements):
    address = f"tickets/{world.tickets['reserved'].code.lower()}"

    with count_statements() as statements:
        seen = ask(None, "GET", address).json()
    known = ask("customer", "GET", address).json()

    # The ticket, two throttles, the reservation.
    assert len(statements) <= 4, statements
    assert (seen["customer_email"], seen["customer_phone"], seen["user_id"]) == (None, None, None)
    assert (known["customer_email"], known["customer_phone"]) == (BUYER, "+12025551234")
    assert seen["reservation_id"] == known["reservation_id"] == str(world.reservations["reserved"].pk)


@pytest.mark.parametrize(
    "code", ["TKT-2025-NOBODY", "abc", "x" * 65, "%00%00%00%00", "%C3%A4%C3%B6%C3%BC%C3%9F", "a/b/c/d"]
)
def test_an_unknown_code_is_not_found_in_json(ask, code):
    answer = ask(None, "GET", f"tickets/{code}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_code_may_have_a_slash(ask, world):
    Ticket.objects.filter(code=SAMPLE_CODE).update(code="OLD/2025/7")

    assert ask(None, "GET", "tickets/OLD%2F2025%2F7/status").json()["ticket_id"] == "OLD/2025/7"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("free", None),
        ("minted", "not_active"),
        ("reserved", "already_reserved"),
        ("used", "used"),
        ("unpaid", "not_paid"),
    ],
)
def test_validating_says_whether_a_visit_can_be_reserved(ask, world, name, reason):
    answer = ask(None, "POST", "tickets/validate", {"ticket_code": world.tickets[name].code}).json()

    assert (answer["valid"], answer["reason"]) == (reason is None, reason)
    assert answer["ticket"]["ticket_code"] == world.tickets[name].code


def test_validating_an_unknown_code_says_so(ask):
    answer = ask(None, "POST", "tickets/validate", {"ticket_code": "TKT-2025-NOBODY"})

    assert answer.json() == {"valid": False, "reason": "unknown", "ticket": None}


def test_activation_happens_once_and_for_good(ask, world):
    address = f"tickets/{world.tickets['minted'].code}/activate"

    first, again = ask(None, "POST", address), ask(None, "POST", address)

    assert (first.json()["activation_status"], first.json()["status"]) == ("active", "ACTIVATED")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_active")


@pytest.fixture
def verify(ask, world):
    def verifying(name="today", *, who="staff", operator=None):
        body = {"ticket_id": world.tickets[name].code, "operator_id": operator or world.operators[who]}
        return ask(who, "POST", "operator/verify-ticket", body)

    return verifying


def test_verifying_is_a_scan_at_the_events_gate(verify, world):
    answer = verify()

    assert answer.status_code == 200
    assert (answer.json()["ticket"]["status"], answer.json()["reservation"]["status"]) == ("VERIFIED", "VERIFIED")
    assert answer.json()["ticket"]["verified_by"] == world.operators["staff"]
    redemption = Redemption.objects.get()
    assert (redemption.ticket.code, redemption.scan.operator) == ("VISIT-TODAY", world.people["staff"])
    assert redemption.gate == Gate.objects.get(event=redemption.ticket.event)


def test_verifying_twice_admits_once(verify):
    verify()

    again = verify(who="support")

    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_used")
    assert "First used" in again.json()["error"]["message"]
    assert Redemption.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("reserved", "wrong_day"),
        ("free", "not_reserved"),
        ("minted", "not_activated"),
        ("cancelled", "cancelled"),
        ("unpaid", "unpaid"),
        ("expired", "expired"),
        ("used", "already_used"),
    ],
)
def test_the_door_says_why_not_and_writes_the_attempt_down(ask, world, verify, name, reason):
    asked = ask("staff", "POST", "operator/validate-ticket", {"ticket_code": world.tickets[name].code}).json()
    assert (asked["valid"], asked["reason"]) == (False, reason)
    assert not Scan.objects.exists()

    refused = verify(name)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, reason)
    assert Scan.objects.get().result == reason
    assert not Redemption.objects.exists()


def test_validating_at_the_door_changes_nothing(ask, world):
    answer = ask("staff", "POST", "operator/validate-ticket", {"ticket_code": "visit-today"}).json()

    assert (answer["valid"], answer["reason"]) == (True, None)
    assert answer["slot"]["id"] == str(world.slots["running"].pk)
    assert answer["reservation"]["status"] == "RESERVED"
    assert not Scan.objects.exists()
    assert Ticket.objects.get(code="VISIT-TODAY").status == "valid"


@pytest.mark.parametrize("who", ["staff", "manager"])
def test_nobody_verifies_in_somebody_elses_name(verify, world, who):
    for number in (world.operators["owner"], world.operators["outsider"], 2**31 - 1):
        answer = verify(who=who, operator=number)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_the_operator")
    assert not Scan.objects.exists()


def test_a_ticket_without_a_gate_or_a_visit_is_not_verified(verify, world):
    Gate.objects.update(archived_at=world.tickets["today"].created_at)
    assert verify().json()["error"]["code"] == "no_gate"

    type(world.visits).objects.filter(pk=world.visits.pk).update(reservation_venue=None)
    answer = verify()

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_for_visits")


def test_changing_verified_by_is_verifying(ask, world):
    body = {"verified_at": "2026-01-01T10:00:00Z", "verified_by": world.operators["staff"]}

    answer = ask("staff", "PATCH", "tickets/VISIT-TODAY", body)

    assert (answer.status_code, answer.json()["status"]) == (200, "VERIFIED")
    assert TicketReservation.objects.get(pk=world.reservations["today"].pk).status == "verified"
    assert Scan.objects.get().scanned_at.isoformat() == "2026-01-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("staff", {"verified_at": "2026-01-01T10:00:00Z"}, 403),
        ("staff", {"customer_email": "a@example.org"}, 403),
        ("staff", {"status": "valid"}, 403),
        ("staff", {"verified_by": "me"}, 400),
        ("manager", {"status": "valid"}, 422),
        ("manager", {"\ud800": 1}, 422),
        ("manager", {}, 422),
        ("manager", [], 400),
        ("manager", {"customer_phone": "1"}, 422),
    ],
)
def test_nothing_else_of_a_ticket_changes(ask, world, who, body, status):
    assert ask(who, "PATCH", "tickets/VISIT-TODAY", body).status_code == status
    assert Ticket.objects.get(code="VISIT-TODAY").verified_at is None


def test_managers_change_the_contact_of_a_ticket_that_is_reserved(ask, world):
    changed = ask("manager", "PATCH", "tickets/VISIT-RESERVED", {"customer_email": "New@example.org"})

    assert (changed.status_code, changed.json()["customer_email"]) == (200, "new@example.org")
    refused = ask("manager", "PATCH", f"tickets/{SAMPLE_CODE}", {"customer_email": "new@example.org"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_reserved")


def test_who_is_signed_in_needs_the_csrf_token(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["customer"])

    answer = client.delete(f"/api/reservations/{world.reservations['reserved'].pk}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission_denied")
    assert TicketReservation.objects.get(pk=world.reservations["reserved"].pk).status == "reserved"


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 50_000, "application/json", 400),
        ('"x"', "application/json", 400),
        ('{"ticket_code": "' + "x" * 70_000 + '"}', "application/json", 413),
        ("ticket_code=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_no_json_or_far_too_large_is_refused(client, db, sent, kind, status):
    answer = client.post("/api/tickets/validate", sent, content_type=kind)

    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message", "fields"}
