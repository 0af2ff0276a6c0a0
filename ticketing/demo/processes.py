"""The demo's child processes: started, watched, restarted, stopped, and found again after the demo was killed."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

MARKER = "FOYER_DEMO"
STOP_SECONDS = 8
# A child that dies this often within this time will not live.
DEATHS, WITHIN_SECONDS = 3, 30


class ChildKeepsDying(Exception):
    """One of the parts cannot run; the text holds the end of its log."""


@dataclass
class Child:
    """A part of the demo: a command in a session of its own. So Ctrl-C reaches only the demo, which then stops all."""

    title: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    deaths: list[float] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run it, its output going to its log."""
        with self.log.open("ab") as output:
            self.process = _spawn(self.command, self.environment, output)

    def mend(self) -> None:
        """Start it again if it died, and say so. Raises ChildKeepsDying when that does not help."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < WITHIN_SECONDS] + [now]
        if len(self.deaths) >= DEATHS:
            raise ChildKeepsDying(f"{self.title} keeps stopping. The end of {self.log}:\n{self.last_words()}")
        print(f"{self.title} stopped (exit {self.process.returncode}); starting it again.", flush=True)
        _signal_group(self.process.pid, signal.SIGKILL)
        self.start()

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def stop(children: list[Child]) -> None:
    """Ask all to end, and end those that do not within a few seconds."""
    running = [child.process for child in children if child.process is not None]
    for process in running:
        _signal_group(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        finally:
            _signal_group(process.pid, signal.SIGKILL)


def end_group(leader: int) -> None:
    """End a process and its children at once."""
    _signal_group(leader, signal.SIGKILL)


def reclaim(home: Path) -> int:
    """End what a killed demo of this checkout left behind; answers how many processes that were.

    They are known by a variable in their environment that names this checkout, never by name or number alone.
    """
    marker = f"{MARKER}={home}"
    left = [pid for pid, variables in _environments() if marker in variables and pid != os.getpid()]
    for pid in left:
        _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and any(map(_is_alive, left)):
        time.sleep(0.1)
    for pid in left:
        _signal(pid, signal.SIGKILL)
    return len(left)


def _spawn(command: list[str], environment: dict[str, str], output: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _environments() -> Iterator[tuple[int, list[str]]]:
    """Each process that we may look into, with the variables it was started with."""
    if not Path("/proc/self").exists():
        # macOS: `-E` appends the environment to the command.
        shown = subprocess.run(["ps", "-Eww", "-o", "pid=,command="], capture_output=True, text=True).stdout
        for line in shown.splitlines():
            pid, *words = line.split()
            yield int(pid), words
        return
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield int(folder.name), (folder / "environ").read_bytes().decode(errors="replace").split("\0")
        except OSError:  # another user's, or gone meanwhile
            continue


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    try:
        # Ended but not yet collected by its parent, as in a container without an init.
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _signal_group(leader: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)
