"""Tells whether the demo's database and files are as this checkout wants them, without loading Django to find out."""

import hashlib
import os
from pathlib import Path

from ticketing.demo.environment import HOME, ROOT

# What decides: the schema, the static files, the sample data, and the versions of what all of it is made with.
SOURCES = ("*/migrations/*.py", "static/**/*", "ticketing/demo/sample/*.py", "requirements/*.txt")


def is_done(database: Path) -> bool:
    """Whether the database kept in this folder was prepared from sources that have not changed since."""
    stamp = _stamp(database)
    # Whoever threw the collected files away wants them made again.
    has_files = (HOME / "static" / ".collected").exists() and (HOME / "logins.txt").exists()
    return has_files and stamp.exists() and stamp.read_text() == _state(database)


def note_done(database: Path) -> None:
    """Remember, beside the database itself, that all was prepared."""
    _stamp(database).write_text(_state(database))


def _stamp(database: Path) -> Path:
    return database / "prepared"


def _state(database: Path) -> str:
    files = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file())
    # PostgreSQL writes this once: another database made in the same place has another.
    files += database.glob("data/PG_VERSION")
    seen = ((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    places = os.environ.get("STATIC_ROOT", "")
    return hashlib.sha256(repr([*seen, places]).encode()).hexdigest()
