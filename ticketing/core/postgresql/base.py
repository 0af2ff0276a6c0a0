"""The backend: connections from the pool are looked at without asking the database, moments are read by C code."""

import select
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg import Connection
from psycopg.adapt import AdaptersMap, Buffer
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own but for two things, which every request pays for."""

    @property
    def pool(self) -> Any:
        """The pool of this process."""
        pool = super().pool
        if isinstance(pool, ConnectionPool) and pool._check is not None:
            pool._check = check_connection
        return pool

    def get_connection_params(self) -> dict[str, Any]:
        """What psycopg connects with, and how it reads what it is sent."""
        parameters = super().get_connection_params()
        parameters["context"] = _adapters(parameters["context"])
        return parameters


def check_connection(connection: "Connection[Any]") -> None:
    """Raise if the database has hung up. One that has can be read from; nothing else is sent to a connection at rest.

    Whatever there is to be read, Django's own check reads: a round trip, which is spared where there is nothing.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)


class MomentLoader(BaseTzLoader):
    """Reads `2026-11-26 22:49:00.5+00`, as moments come from a connection whose time zone is UTC."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        """The moment, in UTC. What Python has no word for, such as `infinity`, is psycopg's to judge."""
        try:
            return datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            moment: datetime = super().load(data)
            return moment


@cache
def _adapters(template: Any) -> Any:
    """Django's adapters with ours, where moments come in UTC; as they are elsewhere."""
    adapters: AdaptersMap = AdaptersMap(template)
    adapters.register_loader("timestamptz", MomentLoader)
    return adapters
