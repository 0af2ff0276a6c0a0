"""`python -m ticketing.demo.schema [--check]`: writes docs/schema.sql from the migrations, or says when it is stale.

The file is `pg_dump` of a freshly migrated database, put into one form for all versions of PostgreSQL and all days.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ticketing.core.embedded_database import Server, find_binaries

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "schema.sql"
HEADING = "-- The schema as the migrations make it. Written by `make schema`; change the models instead.\n\n"
# The months' partitions come and go with the calendar.
PARTITION = re.compile(r"_\d{4}_?\d{2}(_|\b)")


def main(*, check: bool) -> int:
    """Write the file, or with `check` compare it; 1 if it is stale."""
    with _server_url() as server, _migrated_database(server) as database:
        schema = HEADING + normalized(_dump(database))
    if not check:
        FILE.write_text(schema)
        return 0
    if FILE.exists() and FILE.read_text() == schema:
        return 0
    print("docs/schema.sql is stale: run `make schema` and commit it.")
    return 1


def normalized(dump: str) -> str:
    """The statements alone, without comments, session settings, partitions of a month and what differs by version."""
    statements = re.split(r";\n(?=\n)", re.sub(r"(?m)^(--.*|\\.*)\n", "", dump))
    kept = [statement.strip() for statement in statements]
    kept = [text for text in kept if text and not text.startswith(("SET ", "SELECT pg_catalog.set_config"))]
    kept = [text for text in kept if not _of_a_month(text)]
    # PostgreSQL 18 names each NOT NULL of a partitioned table.
    kept = [re.sub(r"CONSTRAINT \w+_not_null NOT NULL", "NOT NULL", text) for text in kept]
    return "\n\n".join(re.sub(r"\n{2,}", "\n", text) + ";" for text in kept) + "\n"


def _of_a_month(statement: str) -> bool:
    first = statement.splitlines()[0] if "FUNCTION" in statement.split("(")[0] else statement
    return bool(PARTITION.search(first)) and not first.startswith("INSERT")


def _dump(url: str) -> str:
    program = _pg_dump(url)
    command = [program, "--schema-only", "--no-owner", "--no-privileges", "--no-comments", url]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _pg_dump(url: str) -> str:
    """A pg_dump that is not older than the server, which it would refuse."""
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    folders = [*find_binaries(), *(Path(found).parent for found in [shutil.which("pg_dump")] if found)]
    for candidate in (folder / "pg_dump" for folder in folders):
        if candidate.exists() and _major(candidate) >= major:
            return str(candidate)
    sys.exit(f"There is no pg_dump of version {major} or newer on this machine.")


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0


@contextmanager
def _server_url() -> Iterator[str]:
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = Server.at(ROOT / ".foyer" / "postgres-tests", durable=False)
    was_running = server.is_running()
    server.start()
    try:
        yield server.url("postgres")
    finally:
        if not was_running:
            server.stop()


@contextmanager
def _migrated_database(server_url: str) -> Iterator[str]:
    """A database of its own on that server, with every migration, for as long as it is needed."""
    name = f"foyer_schema_{os.getpid()}"
    url = f"{server_url.rpartition('/')[0]}/{name}"
    maintenance = psycopg.connect(make_conninfo(server_url, dbname="postgres"), autocommit=True)
    with maintenance:
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            environment = {**os.environ, "DATABASE_URL": url, "FOYER_TESTING": "1"}
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=True)
            yield url
        finally:
            maintenance.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
