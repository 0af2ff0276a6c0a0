"""Every address with every role: nobody sees what is not theirs. A new address fails here until it is in the table."""

import pkgutil
from importlib import import_module
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from tenants.models import Role
from tenants.permissions import permissions_of
from tests import make
from tests.site import addresses as package
from tests.site.addresses import ACCOUNT, BY_ROLE, CODE, DEVICE_OR, TOKEN


def found_addresses(patterns=None, space=""):
    for pattern in patterns or get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from found_addresses(
                    pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space
                )
        else:
            yield f"{space}{pattern.name}", pattern


MODULES = [import_module(found.name) for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")]
TABLE = {name: needed for module in MODULES for name, needed in module.TABLE.items()}
ALL = dict(found_addresses())
# Parts of an address that name something of a tenant's, and those of them that name something of an event's.
ABOUT_SOMETHING = {key for found in ALL.values() for key in found.pattern.converters} - {
    "tenant",
    "name",
    "hash",
    "part",
    "table",
    "import_kind",
}
BELOW_AN_EVENT = {
    *("event", "gate", "device", "number", "session", "picture", "attendee", "buyer", "made"),
    *("batch", "slot", "ticket_type"),
}
MEMBERS_ONLY = [name for name, needed in TABLE.items() if "." in needed and needed != BY_ROLE]


def test_every_address_is_in_the_table():
    assert set(ALL) - set(TABLE) == set()
    assert set(TABLE) - set(ALL) == set()


@pytest.fixture
def world(gala, request):
    """Blue Note's gala with an order, and what the address of this test is about."""
    return values_of(gala, request.node.callspec.params["name"]), gala


def values_of(event, name):
    """Values for the parts of an address, all of this event and its tenant."""
    order = make.order(event, {event.ticket_types.first(): 1})
    ticket = order.tickets.get()
    values = {
        "tenant": event.tenant.slug,
        "event": event.slug,
        "token": order.lookup_token,
        "ticket": ticket.pk,
        "code": ticket.code,
        "number": order.order_number,
        "name": "none.pdf",
        "hash": "0",
        "provider": "stripe",
        "key": "k",
        "signed": "x",
    }
    makers = [module for module in MODULES if hasattr(module, "objects")]
    # Its own module first: as a rule it makes all that its addresses need.
    for module in sorted(makers, key=lambda module: name not in module.TABLE):
        if not set(ALL[name].pattern.converters) <= values.keys() or name in module.TABLE:
            values |= module.objects(event)
    return values


def address_of(name, values, event):
    wanted = dict(values)
    converters = ALL[name].pattern.converters
    # A venue and an event go by their names where people read them, by their ids elsewhere.
    ids = {"event": event.pk, "venue": event.venue_id}
    by_id = {key for key, converter in converters.items() if is_id(converter)}
    wanted |= {key: pk for key, pk in ids.items() if key in by_id}
    return reverse(name, kwargs={key: wanted[key] for key in converters})


def is_id(converter):
    return type(converter).__name__ == "UUIDConverter"


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


@pytest.mark.parametrize("name", [name for name in MEMBERS_ONLY if ABOUT_SOMETHING & set(ALL[name].pattern.converters)])
def test_what_belongs_to_another_tenant_or_to_an_event_out_of_reach_is_not_there(client, world, name):
    values, event = world
    address = address_of(name, values, event)
    elsewhere = make.member(make.tenant("Elsewhere"), Role.OWNER)

    if "tenant" in ALL[name].pattern.converters:
        client.force_login(elsewhere.user)
        in_my_name = address_of(name, values | {"tenant": elsewhere.tenant.slug}, event)
        assert ask(client, in_my_name).status_code == 404
    if BELOW_AN_EVENT & set(ALL[name].pattern.converters):
        client.force_login(make.member(event.tenant, Role.OWNER, is_limited=True).user)
        assert ask(client, address).status_code == 404


@pytest.mark.parametrize("name", [name for name, needed in TABLE.items() if needed == ACCOUNT])
def test_pages_of_an_account_ask_a_visitor_to_sign_in(client, db, name):
    parts = ALL[name].pattern.converters
    address = reverse(name, kwargs={key: uuid4() if is_id(parts[key]) else 1 for key in parts})

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
