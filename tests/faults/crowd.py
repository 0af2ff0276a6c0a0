"""Many at once: real threads, each with a connection of its own to the real database."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

from ticketing.core.errors import DomainError

MOST_THREADS = 32


def at_once(calls: Sequence[Callable[[], Any]], *, threads: int = MOST_THREADS) -> list[Any]:
    """What each call answered, in their order. A refusal is an answer; any other error is raised here."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(calls)):
        waiting.put(number)
    answers: list[Any] = [None] * len(calls)
    gate = threading.Barrier(min(threads, len(calls)))

    def work() -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            while not waiting.empty():
                number = waiting.get_nowait()
                answers[number] = _answer(calls[number])
        except queue.Empty:
            pass
        finally:
            connections.close_all()

    crowd = [threading.Thread(target=work, daemon=True) for _ in range(gate.parties)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join(60)
    assert not any(thread.is_alive() for thread in crowd), "somebody waits for ever"
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, DomainError):
            raise answer
    return answers


def _answer(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:
        return error


def deadlocks() -> int:
    """How many deadlocks this database has seen. Waits until the others have gone, since they count when they leave."""
    deadline = time.monotonic() + 5
    while _others() and time.monotonic() < deadline:
        time.sleep(0.02)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_clear_snapshot(), pg_stat_get_db_deadlocks(oid) FROM pg_database"
            " WHERE datname = current_database()"
        )
        return int(cursor.fetchone()[1])


def _others() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def refusals(answers: Sequence[Any]) -> list[str]:
    """The codes of what was refused."""
    return [answer.code for answer in answers if isinstance(answer, DomainError)]


def granted(answers: Sequence[Any]) -> list[Any]:
    """What was not refused."""
    return [answer for answer in answers if not isinstance(answer, Exception)]
