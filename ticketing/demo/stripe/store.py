"""What the stand-in remembers, in one SQLite file, so that a kill at any moment loses nothing that was answered."""

from __future__ import annotations

import json
import secrets
import sqlite3
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Object = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, parent TEXT, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_parent ON objects (parent, kind, seq);
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER, body TEXT);
CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, due REAL NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, parked INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS parked_jobs ON jobs (due) WHERE parked;
CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, body TEXT NOT NULL);
"""
_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Job:
    """Something to do at a time (`due`, seconds since the epoch): deliver a webhook, settle or expire a payment."""

    id: str
    due: float
    kind: str
    target: str
    attempts: int = 0
    parked: bool = False


def new_id(prefix: str) -> str:
    """An id that looks like Stripe's: `cs_test_a1b2…`."""
    return prefix + "_" + "".join(secrets.choice(_ALPHABET) for _ in range(24))


def _read(body: str) -> Object:
    thing: Object = json.loads(body)
    return thing


class Store:
    """Objects by id, kept answers, jobs and switches. All access goes through `transaction`, one at a time."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_TABLES)
        self.new_jobs: list[Job] = []

    @contextmanager
    def transaction(self) -> Iterator[Store]:
        """All or nothing, and alone. Jobs that were queued are in `new_jobs` until `take_new_jobs`."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self
            except BaseException:
                self._db.execute("ROLLBACK")
                self.new_jobs.clear()
                raise
            self._db.execute("COMMIT")

    def take_new_jobs(self) -> list[Job]:
        """The jobs queued since the last call, for the worker."""
        with self._lock:
            jobs, self.new_jobs = self.new_jobs, []
        return jobs

    def get(self, key: str, kind: str | None = None) -> Object | None:
        """One object, or None where the id is unknown or of another kind."""
        row = self._db.execute("SELECT kind, body FROM objects WHERE id = ?", (key,)).fetchone()
        return None if row is None or kind not in (None, row[0]) else _read(row[1])

    def put(self, thing: Object, parent: str | None = None) -> Object:
        """Write an object, new or changed. `parent` is the id that lists of this kind are filtered by."""
        body = json.dumps(thing, separators=(",", ":"))
        self._db.execute(
            "INSERT INTO objects (id, kind, parent, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body, parent = coalesce(excluded.parent, parent)",
            (thing["id"], thing["object"], parent, body),
        )
        return thing

    def newest(self, kind: str, *, parent: str | None = None) -> Iterator[Object]:
        """Objects of a kind, the newest first."""
        where, values = ("AND parent = ?", (kind, parent)) if parent else ("", (kind,))
        rows = self._db.execute(f"SELECT body FROM objects WHERE kind = ? {where} ORDER BY seq DESC", values)
        return (_read(body) for (body,) in rows)

    def answer(self, key: str) -> tuple[str, int, str] | None:
        """What was answered under an idempotency key: (fingerprint of the request, status, body)."""
        row = self._db.execute("SELECT fingerprint, status, body FROM answers WHERE key = ?", (key,)).fetchone()
        return row if row is None else (row[0], row[1], row[2])

    def keep_answer(self, key: str, fingerprint: str, status: int, body: str) -> None:
        """Remember an answer for its idempotency key."""
        self._db.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", (key, fingerprint, status, body))

    def queue(self, job: Job) -> None:
        """Have a job done at its time, also after a restart."""
        self._db.execute(
            "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?)",
            (job.id, job.due, job.kind, job.target, job.attempts, job.parked),
        )
        self.new_jobs.append(job)

    def drop_job(self, key: str) -> None:
        """Forget a job: done, or no longer wanted."""
        self._db.execute("DELETE FROM jobs WHERE id = ?", (key,))

    def job(self, key: str) -> Job | None:
        """A job that is still wanted."""
        found = self._jobs("id = ?", key)
        return found[0] if found else None

    def jobs(self) -> list[Job]:
        """All jobs not yet done."""
        return self._jobs("TRUE")

    def parked_jobs(self) -> list[Job]:
        """Webhooks that wait for a later one."""
        return self._jobs("parked")

    def _jobs(self, condition: str, *values: str) -> list[Job]:
        rows = self._db.execute(f"SELECT * FROM jobs WHERE {condition} ORDER BY due", values)
        return [Job(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]

    def switch(self, name: str) -> Object | None:
        """One failure switch as it was set, or None."""
        row = self._db.execute("SELECT body FROM switches WHERE name = ?", (name,)).fetchone()
        return None if row is None else _read(row[0])

    def set_switch(self, name: str, body: Object | None) -> None:
        """Set a failure switch, or take it away."""
        if body is None:
            self._db.execute("DELETE FROM switches WHERE name = ?", (name,))
        else:
            self._db.execute("INSERT OR REPLACE INTO switches VALUES (?, ?)", (name, json.dumps(body)))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
