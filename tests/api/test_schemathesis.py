"""Schemathesis asks what it can think of: no bug, no answer that the description does not promise."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api import world as api_world
from tests.api.undoing import undone

pytestmark = pytest.mark.django_db

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12
SECRET = "a" * 32
# What is made up mostly meets nothing: in half of the questions these stand in their places.
PEOPLE = ("nobody", "customer", "staff", "manager")


@pytest.fixture
def described(db):
    """The endpoints of visits, as the description tells of them."""
    # The connection is the test's own: no request may close it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        described = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
        yield described.include(path_regex="^/api/(?!v1/)")
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def test_whatever_is_asked_is_answered_as_described(described, db):
    world = api_world.build()
    signed_in = {who: headers_of(world, who) for who in PEOPLE}
    asked: set[tuple[str, str, int]] = set()
    for result in described.get_all_operations():
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask(operation, mode, world, signed_in, asked)

    assert len({path for _method, path, _status in asked}) == 13
    assert {status for _method, _path, status in asked} >= {200, 201, 400, 401, 404, 409}


def ask(operation, mode, world, signed_in, asked):
    @seed(1)
    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), is_known=st.booleans(), who=st.sampled_from(PEOPLE))
    def asking(case, is_known, who):
        if is_known:
            fill(case, world)
        case.headers.update(signed_in[who])
        with undone():
            response = case.call()
            case.validate_response(response, checks=CHECKS)
        asked.add((operation.method, operation.path, response.status_code))

    asking()


def fill(case, world):
    """Put what is there in the place of what was made up."""
    known = {
        "slot_id": str(world.slots["open"].pk),
        "reservation_id": str(world.reservations["reserved"].pk),
        "ticket_id": world.tickets["free"].code,
        "ticket_code": world.tickets["today"].code,
        "orq": world.museum.number,
        "venue_id": world.mill.number,
        "month": f"{world.slots['open'].date:%Y-%m}",
        "customer_phone": "+12025551234",
        "customer_email": "john@example.com",
        "operator_id": world.operators["manager"],
        "verified_by": world.operators["manager"],
        "date": "2030-12-01",
        "start_time": "09:00",
        "end_time": "11:00",
    }
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part |= {name: value for name, value in known.items() if name in part}


def headers_of(world, who):
    """A session, and the token that goes with it."""
    if who == "nobody":
        return {}
    client = Client()
    client.force_login(world.people[who])
    session = client.cookies["sessionid"].value
    return {"Cookie": f"sessionid={session}; csrftoken={SECRET}", "X-CSRFToken": SECRET}
