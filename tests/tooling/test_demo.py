"""The parts of `make demo`: ports, child processes, and finding again what a killed demo left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ticketing.demo import environment, ports, preparation, processes
from ticketing.demo.processes import Child, ChildKeepsDying

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_port_that_is_taken_is_chosen_around(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        (tmp_path / "ports.json").write_text(f'{{"web": {taken}}}')

        chosen = ports.choose(tmp_path / "ports.json", demanded={})

    assert chosen["web"] != taken
    assert len(set(chosen.values())) == 4


def test_the_same_ports_are_chosen_again(tmp_path: Path) -> None:
    first = ports.choose(tmp_path / "ports.json", demanded={})

    assert ports.choose(tmp_path / "ports.json", demanded={}) == first


def test_a_demanded_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]

        with pytest.raises(ports.PortTaken, match=f"Port {taken} is taken"):
            ports.choose(tmp_path / "ports.json", demanded={"web": taken})


def test_a_spoiled_memory_of_ports_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "ports.json").write_text("[1, 2")

    assert set(ports.choose(tmp_path / "ports.json", demanded={})) == {"web", "mail", "smtp", "stripe"}


def test_what_was_prepared_is_not_prepared_again_until_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration = tmp_path / "events" / "migrations" / "0001_initial.py"
    for made in (migration, tmp_path / "static" / ".collected", tmp_path / "logins.txt"):
        made.parent.mkdir(parents=True, exist_ok=True)
        made.touch()
    for name in ("ROOT", "HOME"):
        monkeypatch.setattr(preparation, name, tmp_path)
    database = tmp_path / "postgres"
    (database / "data").mkdir(parents=True)
    assert not preparation.is_done(database)

    preparation.note_done(database)
    assert preparation.is_done(database)

    migration.write_text("# changed")
    assert not preparation.is_done(database)

    preparation.note_done(database)
    (database / "data" / "PG_VERSION").write_text("15")
    assert not preparation.is_done(database)


def test_a_fresh_checkout_has_a_key_of_its_own_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "HOME", tmp_path / ".foyer")
    monkeypatch.delenv("SECRET_KEY", raising=False)

    assert environment.secret_key() == environment.secret_key() != ""


def test_a_child_that_dies_is_started_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = _child(tmp_path, SLEEP)
    child.start()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    child.process.wait()

    child.mend()

    assert child.process.pid != first
    assert child.process.poll() is None
    assert "The sleeper stopped (exit -9); starting it again." in capsys.readouterr().out
    processes.stop([child])


def test_a_child_that_cannot_live_ends_the_demo_with_its_last_words(tmp_path: Path) -> None:
    child = _child(tmp_path, [sys.executable, "-c", "raise SystemExit('no such table')"])
    child.start()

    with pytest.raises(ChildKeepsDying, match="no such table"):
        for _ in range(processes.DEATHS):
            child.process.wait()
            child.mend()


def test_what_a_killed_demo_left_is_ended_and_nothing_else(tmp_path: Path) -> None:
    ours = _start(tmp_path / "ours")
    others = _start(tmp_path / "others")

    ended = processes.reclaim(tmp_path / "ours")

    assert ended == 1
    assert ours.wait(timeout=5) == -signal.SIGTERM
    assert others.poll() is None
    others.kill()
    others.wait()


def test_stopping_reaches_the_children_of_children(tmp_path: Path) -> None:
    numbers = tmp_path / "numbers"
    program = (
        "import subprocess, sys; p = subprocess.Popen(sys.argv[2:]); open(sys.argv[1], 'w').write(str(p.pid)); p.wait()"
    )
    child = _child(tmp_path, [sys.executable, "-c", program, str(numbers), *SLEEP])
    child.start()
    while not (numbers.exists() and numbers.read_text()):
        time.sleep(0.02)

    processes.stop([child])

    assert not _is_alive(int(numbers.read_text()))


def _child(folder: Path, command: list[str]) -> Child:
    log = folder / "child.log"
    log.touch()
    return Child("The sleeper", command, dict(os.environ), log)


def _start(home: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(SLEEP, env={**os.environ, processes.MARKER: str(home)})


def _is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    deadline = time.monotonic() + 3
    while stat.exists() and stat.read_text().split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.02)
    return stat.exists() and stat.read_text().split()[2] != "Z"
