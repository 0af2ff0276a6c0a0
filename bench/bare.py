"""The yardstick: what the same PostgreSQL does with the least SQL that would sell, show or admit at all."""

import os
import random
import re
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.site import FOLDER, Site
from ticketing.core.embedded_database import find_binaries

TICKETS = 200_000

_TABLES = f"""
DROP SCHEMA IF EXISTS bare CASCADE;
CREATE SCHEMA bare;
CREATE TABLE bare.stock (id int PRIMARY KEY, sold int NOT NULL, total int NOT NULL) WITH (fillfactor = 10);
CREATE TABLE bare.orders (id bigserial PRIMARY KEY, email text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE bare.sold (id bigserial PRIMARY KEY, order_id bigint NOT NULL, code text NOT NULL UNIQUE);
CREATE TABLE bare.tickets (id int PRIMARY KEY, used_at timestamptz) WITH (fillfactor = 80);
CREATE TABLE bare.redemptions (ticket_id int NOT NULL, at timestamptz NOT NULL DEFAULT now());
INSERT INTO bare.stock VALUES (1, 0, 1000000000);
INSERT INTO bare.tickets SELECT number FROM generate_series(1, {TICKETS}) AS number;
ANALYZE bare.tickets;
"""

# One transaction each, a list of statements; `:number` is drawn anew each time. Counter last, as Foyer does it.
SALE = (
    "INSERT INTO bare.orders (email) VALUES ('ada@example.org')",
    "INSERT INTO bare.sold (order_id, code) VALUES (lastval(), gen_random_uuid()::text)",
    "UPDATE bare.stock SET sold = sold + 1 WHERE id = 1 AND sold < total",
)
REDEMPTION = (
    "SELECT used_at FROM bare.tickets WHERE id = :number FOR NO KEY UPDATE",
    "UPDATE bare.tickets SET used_at = now() WHERE id = :number",
    "INSERT INTO bare.redemptions (ticket_id) VALUES (:number)",
)
# A ticket's place in a slot: the ticket is locked, the row written, the one counter last.
RESERVATION = (
    "SELECT used_at FROM bare.tickets WHERE id = :number FOR NO KEY UPDATE",
    "INSERT INTO bare.sold (order_id, code) VALUES (:number, gen_random_uuid()::text)",
    "UPDATE bare.stock SET sold = sold + 1 WHERE id = 1 AND sold < total",
)
SLOTS = ("SELECT * FROM reservations_reservationslot WHERE date >= current_date ORDER BY date, start_time LIMIT 1000",)
PAGE = (
    "SELECT * FROM events_event WHERE status = 'published' ORDER BY id LIMIT 1",
)  # fmt: skip


class Bare:
    """Runs the bare transactions: with pgbench where the machine has it, else by a loop of threads, which is slower."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pgbench = next((folder / "pgbench" for folder in find_binaries() if (folder / "pgbench").exists()), None)
        with site.connect() as connection:
            connection.execute(_TABLES)

    @property
    def tool(self) -> str:
        """What it was measured with, in words."""
        return "pgbench" if self.pgbench else "a loop in Python, as this machine has no pgbench"

    def rate(self, statements: tuple[str, ...], *, clients: int, seconds: int) -> float:
        """Transactions a second at so many clients."""
        if self.pgbench is None:
            return self._loops(statements, clients, seconds)
        return self._pgbench(self.pgbench, statements, clients, seconds)

    def _pgbench(self, program: Path, statements: tuple[str, ...], clients: int, seconds: int) -> float:
        script = FOLDER / "bare.sql"
        lines = [f"\\set number random(1, {TICKETS})", *_transaction(statements)]
        script.write_text("".join(line + (";\n" if not line.startswith("\\") else "\n") for line in lines))
        at = urlsplit(self.site.database_url)
        command = [str(program), "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, 2))]
        command += ["-T", str(seconds), "-f", str(script), "-h", str(at.hostname), "-p", str(at.port)]
        command += ["-U", str(at.username), at.path[1:]]
        said = subprocess.run(
            command, env=os.environ | {"PGPASSWORD": at.password or ""}, capture_output=True, text=True
        )
        found = re.search(r"tps = ([\d.]+)", said.stdout)
        if found is None:
            raise RuntimeError(f"pgbench: {said.stderr}")
        return float(found[1])

    def _loops(self, statements: tuple[str, ...], clients: int, seconds: int) -> float:
        made: list[int] = []
        ends_at = time.monotonic() + seconds
        threads = [threading.Thread(target=self._loop, args=(statements, ends_at, made)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(made) / seconds

    def _loop(self, statements: tuple[str, ...], ends_at: float, made: list[int]) -> None:
        count = 0
        with psycopg.connect(self.site.database_url, autocommit=True) as connection:
            while time.monotonic() < ends_at:
                number = str(random.randint(1, TICKETS))
                for statement in _transaction(statements):
                    connection.execute(statement.replace(":number", number))
                count += 1
        made.append(count)


def _transaction(statements: tuple[str, ...]) -> tuple[str, ...]:
    return statements if len(statements) == 1 else ("BEGIN", *statements, "COMMIT")
