"""What the tests of bad luck have in common: jobs that are gone between tests, and a payment provider that is real."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.faults import crowd
from tests.stripe_server import SECRET_KEY, WEBHOOK_SECRET, StripeServer


@pytest.fixture
def open_sale(transactional_db: None) -> Iterator[None]:
    """A database whose commits are real. Afterwards its jobs, which Django's own flush does not know of, are gone."""
    before = crowd.deadlocks()
    yield
    assert crowd.deadlocks() == before, "there was a deadlock"
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")


@pytest.fixture(scope="session")
def running_stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeServer]:
    server = StripeServer(tmp_path_factory.mktemp("stripe")).start()
    yield server
    server.stop()


@pytest.fixture
def stand_in(running_stand_in: StripeServer, settings: Any) -> StripeServer:
    """The Stripe stand-in, with our settings pointing at it."""
    settings.STRIPE_API_BASE = running_stand_in.url
    settings.STRIPE_SECRET_KEY = SECRET_KEY
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    running_stand_in.control(reset=True)
    return running_stand_in
