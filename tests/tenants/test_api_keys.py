"""API keys: what they open, for whom, and when they open nothing (any more)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from time_machine import travel

from checkin.models import Scan
from events.models import EventAccess
from tenants.access import Member
from tenants.models import ActivityLog, ApiKey, Role, TenantStatus
from tenants.permissions import permissions_of
from tenants.services import api_keys
from tests import make

pytestmark = pytest.mark.django_db

ALL = list(api_keys.SCOPES)


@pytest.fixture
def owner(blue_note):
    """Alice, who owns the tenant."""
    return make.member(blue_note, Role.OWNER, email="alice@example.org")


@pytest.fixture
def alice(owner):
    """Her browser."""
    client = Client()
    client.force_login(owner.user)
    return client


@pytest.fixture
def keys(blue_note):
    """Where keys are made."""
    return f"/manage/{blue_note.slug}/api-keys/"


@pytest.fixture
def world(blue_note):
    """A museum of the tenant with a slot and a ticket for visits, and a gate."""
    event = make.event(blue_note, published=False, venue=make.venue(blue_note))
    kind = make.visit_type(event)
    make.publish(event)
    tomorrow = (timezone.now() + timedelta(days=1)).date()
    slot = make.slot(event.venue, on=tomorrow, capacity=5)
    ticket = make.order(event, {kind: 1}).tickets.get()
    return {"event": event, "venue": event.venue, "slot": slot, "ticket": ticket, "gate": event.gates.get()}


def issue(owner, *scopes, days=30, **more):
    now = timezone.now()
    member = Member(owner.user, owner.tenant, permissions_of(owner.role), is_limited=owner.is_limited)
    values = {
        "name": "Till",
        "scopes": scopes or ALL,
        "expires_at": now + timedelta(days=days),
        "by": member,
        "now": now,
    }
    return api_keys.issue_api_key(**values | more)


def program(text):
    return Client(headers={"Authorization": f"Bearer {text}"})


def slots(text, venue):
    return program(text).get(f"/api/operator/slots?venue_id={venue.number}")


def scan(text, gate, ticket):
    return program(text).post(
        f"/api/v1/gates/{gate.pk}/scans",
        {"scan_id": str(uuid4()), "code": ticket.code},
        content_type="application/json",
    )


# --- In the console -------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_works(alice, keys, world):
    empty = alice.get(keys).content.decode()
    body = {"name": "Shop at the entrance", "scopes": ["events.read", "slots.change"], "expires": "90"}

    page = alice.post(f"{keys}new/", body)

    (key,) = ApiKey.objects.all()
    text = next(word for word in page.content.decode().split('"') if word.startswith("fk_"))
    listed = alice.get(keys).content.decode()
    assert "No keys yet" in empty
    assert "no-store" in page.headers["Cache-Control"]
    assert slots(text, world["venue"]).status_code == 200
    assert text not in listed
    assert f"fk_{key.prefix}…" in listed
    assert "Shop at the entrance" in listed
    assert key.scopes == ["events.read", "slots.change"]
    assert key.hash not in text
    assert 89 <= (key.expires_at - timezone.now()).days <= 90
    assert ActivityLog.objects.filter(action="api_key.issued", target_id=key.pk).count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("scopes", []),
        ("scopes", ["tenant.delete"]),
        ("expires", "9999"),
        ("expires", ""),
    ],
)
def test_a_bad_form_is_refused_at_its_field_and_keeps_what_was_typed(alice, keys, name, value):
    body = {"name": "Till", "scopes": ["events.read"], "expires": "30", name: value}

    page = alice.post(f"{keys}new/", body)

    assert page.status_code == 422
    assert page.context["form"].errors[name]
    assert name == "name" or 'value="Till"' in page.content.decode()
    assert not ApiKey.objects.exists()


def test_nobody_makes_a_key_that_may_more_than_they_do(blue_note, keys):
    helper = make.member(blue_note, Role.ANALYST, extra_permissions=["api_keys.change"])
    client = Client()
    client.force_login(helper.user)

    offered = client.get(f"{keys}new/").content.decode()
    page = client.post(f"{keys}new/", {"name": "Till", "scopes": ["slots.change"], "expires": "30"})

    assert "Look at events" in offered
    assert "Set up slots" not in offered
    assert page.status_code == 422
    with pytest.raises(api_keys.ScopeNotYours):
        issue(helper, "slots.change")


def test_who_reaches_certain_events_only_makes_no_key(blue_note, keys, world):
    limited = make.member(blue_note, Role.ADMIN, is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=limited, event=world["event"])
    client = Client()
    client.force_login(limited.user)

    page = client.post(f"{keys}new/", {"name": "Till", "scopes": ["events.read"], "expires": "30"})

    assert page.status_code == 403
    assert not ApiKey.objects.exists()


def test_a_key_may_never_expire(alice, keys):
    alice.post(f"{keys}new/", {"name": "Till", "scopes": ["events.read"], "expires": "never"})

    assert ApiKey.objects.get().expires_at is None


def test_revoking_asks_first_and_ends_the_key_at_once(alice, owner, keys, world):
    key, text = issue(owner)
    other = issue(owner)[1]

    asked = alice.get(f"{keys}{key.pk}/revocation/").content.decode()
    still = slots(text, world["venue"]).status_code
    told = alice.post(f"{keys}{key.pk}/revocation/", follow=True).content.decode()
    again = alice.post(f"{keys}{key.pk}/revocation/", follow=True).content.decode()

    assert "Revoke “Till”?" in asked
    assert still == 200
    assert "“Till” opens nothing any more." in told
    assert "This key has been revoked already." in again
    assert slots(text, world["venue"]).status_code == 401
    assert slots(other, world["venue"]).status_code == 200
    assert ActivityLog.objects.filter(action="api_key.revoked", actor=owner.user).count() == 1


def test_the_list_takes_few_statements_however_long(alice, owner, keys, count_statements):
    for _n in range(25):
        issue(owner)

    with count_statements() as statements:
        page = alice.get(keys)

    assert page.content.decode().count("fk_") == 20
    assert len(statements) == 6, statements


# --- What a key opens -----------------------------------------------------------------------------------------------


def test_a_key_does_what_its_scopes_say_and_nothing_else(owner, world):
    reader, writer = issue(owner, "events.read")[1], issue(owner, "events.read", "slots.change")[1]
    address = f"/api/operator/slots/{world['slot'].pk}"
    body = {"total_capacity": 9}

    refused = program(reader).put(address, body, content_type="application/json")
    changed = program(writer).put(address, body, content_type="application/json")

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "permission_denied")
    assert changed.status_code == 200
    entry = ActivityLog.objects.get(action="slot.changed")
    assert (entry.actor, entry.metadata["api_key"]) == (owner.user, ApiKey.objects.get(scopes__len=2).prefix)


def test_reservations_are_made_read_and_cancelled_with_a_key(owner, world):
    writer, reader = issue(owner, "slots.change")[1], issue(owner, "orders.read")[1]
    body = {"ticket_id": world["ticket"].code, "slot_id": str(world["slot"].pk)}
    contact = {"customer_email": "ada@example.org", "customer_phone": "+491701234567"}

    made = program(writer).post("/api/reservations/create", body | contact, content_type="application/json")
    listed = program(reader).get("/api/reservations")
    blind = program(writer).get("/api/reservations")
    cancelled = program(writer).delete(f"/api/reservations/{made.json()['id']}")

    assert made.status_code == 201
    assert [row["customer_email"] for row in listed.json()["reservations"]] == ["ada@example.org"]
    assert blind.status_code == 403
    assert cancelled.status_code == 200
    assert program(reader).get("/api/reservations?mine=true").json()["reservations"] == []


def test_a_key_scans_at_the_gates_of_its_tenant(owner, world):
    scanner, reader = issue(owner, "checkin.scan")[1], issue(owner, "events.read")[1]

    refused = scan(reader, world["gate"], world["ticket"])
    admitted = scan(scanner, world["gate"], world["ticket"])

    assert refused.status_code == 403
    assert admitted.status_code == 200
    assert Scan.objects.get().operator == owner.user
    assert program(scanner).get(f"/api/v1/gates/{world['gate'].pk}/").status_code == 200


def test_a_key_verifies_in_the_name_of_a_member_who_scans(owner, world):
    scanner = issue(owner, "checkin.scan")[1]
    bob = make.member(owner.tenant, Role.STAFF)
    analyst, stranger = make.member(owner.tenant, Role.ANALYST), make.member(make.tenant(), Role.STAFF)

    def verify(operator):
        body = {"ticket_id": world["ticket"].code, "operator_id": operator.number}
        return program(scanner).post("/api/operator/verify-ticket", body, content_type="application/json")

    assert [verify(who).status_code for who in (analyst, stranger)] == [403, 403]
    # Nothing is reserved for today, says the door, to whom it was Bob who asked.
    assert verify(bob).status_code == 409
    assert Scan.objects.get().operator == bob.user


def test_a_key_reaches_nothing_of_another_tenant(owner, world):
    elsewhere = make.member(make.tenant("Elsewhere"), Role.OWNER)
    text = issue(elsewhere)[1]
    client = program(text)

    assert slots(text, world["venue"]).status_code == 404
    assert client.get(f"/api/operator/slots?orq={owner.tenant.number}").status_code == 404
    assert client.get("/api/operator/slots").json()["slots"] == []
    put = client.put(f"/api/operator/slots/{world['slot'].pk}", {"total_capacity": 1}, content_type="application/json")
    assert put.status_code == 404
    assert scan(text, world["gate"], world["ticket"]).status_code == 404
    assert client.get(f"/api/v1/gates/{world['gate'].pk}/").status_code == 404
    assert client.get("/api/reservations").json()["reservations"] == []
    # Its full code opens a ticket to anybody, without contact.
    assert client.get(f"/api/tickets/{world['ticket'].code}").json()["customer_email"] is None
    door = {"ticket_code": world["ticket"].code}
    assert client.post("/api/operator/validate-ticket", door, content_type="application/json").status_code == 404


def test_a_key_opens_no_page_of_the_console(owner, keys):
    assert program(issue(owner)[1]).get(keys).status_code == 302


# --- When a key opens nothing ---------------------------------------------------------------------------------------


def test_an_expired_key_opens_nothing(owner, world):
    text = issue(owner, days=30)[1]

    with travel(timezone.now() + timedelta(days=30, seconds=1)):
        answer = slots(text, world["venue"])
        assert scan(text, world["gate"], world["ticket"]).status_code == 401

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["error"]["message"] == "This API key is unknown, expired or revoked."


def test_the_keys_of_a_suspended_tenant_open_nothing(owner, world):
    text = issue(owner)[1]
    owner.tenant.status = TenantStatus.SUSPENDED
    owner.tenant.save(update_fields=["status"])

    assert slots(text, world["venue"]).status_code == 401
    assert scan(text, world["gate"], world["ticket"]).status_code == 401


def test_a_key_belongs_to_the_tenant_and_stays_when_its_maker_leaves(owner, world):
    text = issue(owner)[1]
    other = make.member(owner.tenant, Role.OWNER)
    client = Client()
    client.force_login(other.user)
    page = f"/manage/{owner.tenant.slug}/api-keys/"
    before = client.get(page).content.decode()
    owner.delete()

    assert slots(text, world["venue"]).status_code == 200
    assert f"Made by {owner.user}" in before
    assert "No longer in the team" not in before
    assert "No longer in the team" in client.get(page).content.decode()


@pytest.mark.parametrize("spoilt", ["", "fk_", "{key}x", "{start}", "fk_AAAAAAAA_{end}", "{other_end}", "fk_\u00e9"])
def test_what_is_no_key_opens_nothing(owner, world, spoilt):
    key, text = issue(owner)
    other = issue(owner)[1]
    words = {"key": text, "start": text[:-1], "end": text[12:], "other_end": text[:12] + other[12:]}
    sent = spoilt.format(**words)

    assert slots(sent, world["venue"]).status_code == 401
    assert scan(sent, world["gate"], world["ticket"]).status_code == 401
    key.refresh_from_db()
    assert key.last_used_at is None


def test_guessing_keys_is_slowed_down(owner, world):
    text = issue(owner)[1]
    answers = [slots(f"fk_AAAAAAAA_{n:032}", world["venue"]) for n in range(31)]

    assert [answers[29].status_code, answers[30].status_code] == [401, 429]
    assert int(answers[30].headers["Retry-After"]) <= 60
    assert slots(text, world["venue"]).status_code == 200


def test_a_session_does_not_help_a_bad_key(alice, world):
    address = f"/api/operator/slots?venue_id={world['venue'].number}"

    assert alice.get(address).status_code == 200
    assert alice.get(address, headers={"Authorization": "Bearer fk_nonsense"}).status_code == 401


def test_last_use_is_written_every_five_minutes_at_most(owner, world, count_statements):
    key, text = issue(owner)
    first = timezone.now()
    with travel(first, tick=False):
        slots(text, world["venue"])
    with travel(first + timedelta(minutes=4), tick=False), count_statements() as statements:
        slots(text, world["venue"])
    key.refresh_from_db()

    assert key.last_used_at == first
    assert [sql for sql in statements.texts if sql.startswith("UPDATE")] == []
    with travel(first + timedelta(minutes=6), tick=False):
        slots(text, world["venue"])
    key.refresh_from_db()
    assert key.last_used_at == first + timedelta(minutes=6)


def test_the_database_refuses_a_key_without_scopes_or_one_that_was_never_good(owner):
    key, _text = issue(owner)

    wrong: list[dict[str, Any]] = [{"scopes": []}, {"expires_at": key.created_at}]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiKey.objects.filter(pk=key.pk).update(**change)


def test_the_description_of_the_api_tells_of_keys_and_tokens(client):
    schema = client.get("/api/schema/?format=json").json()

    assert {"apiKey", "accessToken", "session", "deviceToken"} <= set(schema["components"]["securitySchemes"])
    assert {"/api/v1/tokens", "/api/v1/tokens/refresh"} <= set(schema["paths"])
    assert {"apiKey": []} in schema["paths"]["/api/operator/slots"]["get"]["security"]
    assert {"apiKey": []} in schema["paths"]["/api/v1/gates/{gate}/scans"]["post"]["security"]
