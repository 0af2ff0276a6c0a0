"""What every test may use: a named cast, and a counter of SQL statements."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from events.models import Event
from tenants.models import Tenant
from tests import make

_BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")


def pytest_configure() -> None:
    """Let no example fail for being slow, and no client list all static files.

    Every test's client makes the middleware anew, and WhiteNoise with it.
    """
    hypothesis.register_profile("foyer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.load_profile("foyer")
    settings.WHITENOISE_AUTOREFRESH = True


class Statements:
    """The SQL statements of a block, without those that only open and close transactions."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __len__(self) -> int:
        return len(self.texts)

    def __str__(self) -> str:
        return "\n".join(self.texts)


@pytest.fixture
def count_statements() -> Callable[[], AbstractContextManager[Statements]]:
    """`with count_statements() as statements: …`, then `assert len(statements) <= 8, statements`."""

    @contextmanager
    def counting() -> Iterator[Statements]:
        statements = Statements()
        with CaptureQueriesContext(connection) as captured:
            yield statements
        statements.texts = [
            query["sql"] for query in captured.captured_queries if not query["sql"].upper().startswith(_BOOKKEEPING)
        ]

    return counting


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Say what to do where there is no database to test on."""
    if not os.environ.get("DATABASE_URL"):
        pytest.exit(
            "Tests need DATABASE_URL. `make test` starts a database; so does, for a few tests only,\n"
            "  .venv/bin/python -m tests.run units -- -k NAME"
        )


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test sees what another has cached."""
    cache.clear()


@pytest.fixture(autouse=True)
def english() -> None:
    """No test reads on in the language that another's last request left behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def blue_note(db: None) -> Tenant:
    """The organizer of most tests."""
    return make.tenant("Blue Note")


@pytest.fixture
def tenant(blue_note: Tenant) -> Tenant:
    """The organizer of most tests."""
    return blue_note


@pytest.fixture
def gala(blue_note: Tenant) -> Event:
    """A published event of Blue Note, on sale, with a hundred seats in the stalls at 25 €."""
    event = make.event(blue_note, name="Winter Gala", published=False)
    make.ticket_type(event, name="Stalls", places=100, price_cents=2500)
    return make.publish(event)
