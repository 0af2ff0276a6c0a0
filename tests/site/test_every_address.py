"""Every address with every role: nobody sees what is not theirs. A new address fails here until it is in the table."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils import timezone

from checkin.models import Device
from orders import services as order_services
from tenants.models import Role
from tenants.permissions import permissions_of
from tests import make
from ticketing.core.tokens import hash_token

PUBLIC = "public"
ACCOUNT = "signed in"
TOKEN = "whoever has the link"
CODE = "whoever knows the ticket's code"
DEVICE_OR = "device, or a member with "
BY_ROLE = "each role its own answer: tests/reservations/test_api_roles.py"

# What each address asks for. A permission's name: members who have it; strangers are told 404, visitors to sign in.
TABLE = {
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "metrics": PUBLIC,  # by token or on loopback: tests/tooling/test_observing.py
    "set_language": PUBLIC,
    "api_schema": PUBLIC,
    "api_docs": PUBLIC,
    "sitemap": PUBLIC,
    "styleguide": PUBLIC,
    "robots": PUBLIC,
    "media": PUBLIC,
    "discovery": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": ACCOUNT,
    "account_email": ACCOUNT,
    "account_change_password": ACCOUNT,
    "account_set_password": ACCOUNT,
    "account:profile": ACCOUNT,
    "account:sessions": ACCOUNT,
    "account:end_session": ACCOUNT,
    "account:end_other_sessions": ACCOUNT,
    "mfa_index": ACCOUNT,
    "mfa_authenticate": PUBLIC,  # after the password: tests/site/test_two_factor.py
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": ACCOUNT,
    "mfa_reauthenticate_webauthn": ACCOUNT,
    "mfa_activate_totp": ACCOUNT,
    "mfa_deactivate_totp": ACCOUNT,
    "mfa_view_recovery_codes": ACCOUNT,
    "mfa_generate_recovery_codes": ACCOUNT,
    "mfa_list_webauthn": ACCOUNT,
    "mfa_add_webauthn": ACCOUNT,
    "mfa_remove_webauthn": ACCOUNT,
    "mfa_edit_webauthn": ACCOUNT,
    "events:organizer": PUBLIC,
    "events:theme": PUBLIC,
    "events:event_theme": PUBLIC,
    "events:calendar": PUBLIC,
    "events:poster": PUBLIC,
    "events:poster_for_previews": PUBLIC,
    "events:access": PUBLIC,
    "orders:event": PUBLIC,
    "orders:hold": PUBLIC,
    "orders:details": PUBLIC,
    "orders:extension": PUBLIC,
    "orders:removal": PUBLIC,
    "orders:payment": PUBLIC,
    "orders:webhook": PUBLIC,  # by signature: tests/orders/checkout/test_webhooks.py
    "orders:my_tickets": PUBLIC,
    "orders:account": ACCOUNT,
    "orders:my_orders": TOKEN,
    "orders:order": TOKEN,
    "orders:resend": TOKEN,
    "orders:order_pdf": TOKEN,
    "orders:order_calendar": TOKEN,
    "orders:ticket": TOKEN,
    "orders:attendee": TOKEN,
    "orders:payment_return": TOKEN,
    "orders:payment_state": TOKEN,
    "orders:answer_file": TOKEN,
    "orders:answer_file_for_members": "orders.read",
    "reservations:enter": PUBLIC,
    "reservations:order": TOKEN,
    "reservations:order_times": TOKEN,
    "reservations:order_time": TOKEN,
    "reservations:visit": CODE,
    "reservations:activation": CODE,
    "reservations:times": CODE,
    "reservations:time": CODE,
    "reservations:cancellation": CODE,
    "reservations:calendar": CODE,
    "checkin:home": ACCOUNT,
    "checkin:gate": "checkin.scan",
    "checkin:guests": "checkin.lookup",
    "checkin:undo": "checkin.undo",
    "checkin:pay": "payments.record",
    "checkin:gate_settings": "checkin.manage",
    "checkin:archive_gate": "checkin.manage",
    "checkin:new_device": "checkin.manage",
    "checkin:revoke_device": "checkin.manage",
    "checkin:gates": "checkin.manage",
    "checkin:new_gate": "checkin.manage",
    "checkin:incidents": "incidents.write",
    "reservations_door:scanner": "checkin.scan",
    "reservations_door:counts": "checkin.scan",
    "reservations_door:board": "checkin.scan",
    "reservations_door:undo": "checkin.undo",
    "reservations_door:pay": "payments.record",
    "reservations_door:expected": "checkin.lookup",
    "console": ACCOUNT,
    "tenant_console": "events.read",
    "office:venues": "events.read",
    "office:new_venue": "events.change",
    "office:calendar": "events.read",
    "office:visit_rules": "slots.change",
    "office:series": "slots.change",
    "office:changes": "slots.change",
    "office:new_slot": "slots.change",
    "office:slot": "events.read",
    "office:slot_settings": "slots.change",
    "office:slot_closure": "slots.change",
    "office:slot_reopening": "slots.change",
    "office:slot_deletion": "slots.change",
    "office:slot_moves": "slots.change",
    "office:slot_cancellations": "slots.change",
    "office:ticket_types": "events.read",
    "office:visit_settings": "slots.change",
    "office:batches": "events.read",
    "office:new_batch": "events.change",
    "office:batch": "events.read",
    "office:batch_csv": "orders.export",
    "office:batch_sheet": "orders.export",
    "office:batch_cancellations": "events.change",
    "checkin_api:gate": DEVICE_OR + "checkin.scan",
    "checkin_api:scans": DEVICE_OR + "checkin.scan",
    "visits_api:availability": PUBLIC,
    "visits_api:slots": BY_ROLE,
    "visits_api:slot_creation": BY_ROLE,
    "visits_api:slot": BY_ROLE,
    "visits_api:operator_validation": BY_ROLE,
    "visits_api:operator_verification": BY_ROLE,
    "visits_api:reservations": BY_ROLE,
    "visits_api:reservation_creation": BY_ROLE,
    "visits_api:reservation": BY_ROLE,
    "visits_api:ticket_validation": BY_ROLE,
    "visits_api:ticket_activation": BY_ROLE,
    "visits_api:ticket_status": BY_ROLE,
    "visits_api:ticket": BY_ROLE,
}


def addresses(patterns=None, space=""):
    for pattern in patterns or get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from addresses(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


ALL = dict(addresses())
MEMBERS_ONLY = [name for name, needed in TABLE.items() if "." in needed and needed != BY_ROLE]


def test_every_address_is_in_the_table():
    assert set(ALL) - set(TABLE) == set()
    assert set(TABLE) - set(ALL) == set()


@pytest.fixture
def world(gala):
    """Blue Note's gala with an order, a gate and a device; and somebody else's tenant."""
    order = make.order(gala, {gala.ticket_types.get(): 1})
    gate = gala.gates.get()
    device = Device.objects.create(
        tenant=gala.tenant, gate=gate, name="Phone", token_hash=hash_token("secret"), last_seen_at=timezone.now()
    )
    ids = {"gate": gate.pk, "device": device.pk, "ticket": order.tickets.get().pk, "redemption": uuid4()}
    ids |= visits_of(gala)
    words = {
        "code": order.tickets.get().code,
        "number": order.order_number,
        "name": "none.pdf",
        "hash": "0",
        "provider": "stripe",
        "key": "k",
        "signed": "x",
        "slot": uuid4(),
    }
    return {"tenant": gala.tenant.slug, "event": gala.slug, "token": order.lookup_token, **ids, **words}, gala


def visits_of(event):
    """What the office of visits is about: a slot at the event's venue, a type and a batch of tickets."""
    ticket_type = event.ticket_types.get()
    batch = order_services.mint_tickets(
        ticket_type=ticket_type, label="Print", quantity=1, activation_mode="deferred", by=None, now=timezone.now()
    )
    slot = make.slot(event.venue)
    return {"venue": event.venue.number, "slot": slot.pk, "ticket_type": ticket_type.pk, "batch": batch.pk, "part": 1}


def address_of(name, values, event):
    wanted = dict(values)
    converters = ALL[name].pattern.converters
    # A venue and an event go by their names where people read them, by their ids elsewhere.
    ids = {"event": event.pk, "venue": event.venue_id}
    by_id = {key for key, converter in converters.items() if type(converter).__name__ == "UUIDConverter"}
    wanted |= {key: pk for key, pk in ids.items() if key in by_id}
    return reverse(name, kwargs={key: wanted[key] for key in converters})


def ask(client, address):
    """What a look, and where there is nothing to look at, a press of the button, is answered."""
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_members_see_what_their_role_allows_and_strangers_learn_nothing(client, world, name):
    values, event = world
    address = address_of(name, values, event)
    needed = TABLE[name].removeprefix(DEVICE_OR)

    assert ask(client, address).status_code in (302, 401)
    for outsider in (make.user(), make.member(make.tenant("Elsewhere"), Role.OWNER).user):
        client.force_login(outsider)
        assert ask(client, address).status_code == 404, outsider
    # Whoever may press the button comes last: afterwards there may be nothing left to refuse.
    for role in sorted(Role, key=lambda role: needed in permissions_of(role)):
        client.force_login(make.member(event.tenant, role).user)
        response = ask(client, address)
        if needed in permissions_of(role):
            assert response.status_code not in (401, 403, 500), role
            assert not response.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL)), role
        else:
            assert response.status_code == 403, role
    disabled = make.member(event.tenant, Role.OWNER, status="disabled")
    client.force_login(disabled.user)
    assert ask(client, address).status_code == 404


@pytest.mark.parametrize("name", [name for name, needed in TABLE.items() if needed == ACCOUNT])
def test_pages_of_an_account_ask_a_visitor_to_sign_in(client, db, name):
    address = reverse(name, kwargs=dict.fromkeys(ALL[name].pattern.converters, 1))

    response = ask(client, address)

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("name", [name for name, needed in TABLE.items() if needed == TOKEN])
def test_a_wrong_token_opens_nothing(client, world, name):
    values, event = world

    assert ask(client, address_of(name, values | {"token": "wrong", "signed": "wrong"}, event)).status_code in (
        404,
        410,
    )


@pytest.mark.parametrize("name", [name for name, needed in TABLE.items() if needed == CODE])
def test_a_wrong_code_opens_nothing(client, world, name):
    values, event = world

    assert ask(client, address_of(name, values | {"code": "TKT-2026-0000000000"}, event)).status_code == 404


@pytest.mark.parametrize("who", [None, "buyer", "owner"])
def test_the_platforms_admin_is_for_platform_admins(client, tenant, who):
    if who:
        client.force_login(make.user() if who == "buyer" else make.member(tenant, Role.OWNER).user)

    assert client.get("/admin/orders/order/").status_code in (302, 403)
