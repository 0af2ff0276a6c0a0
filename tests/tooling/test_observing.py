"""Health, metrics and logs: what those who run Foyer see."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from ticketing.core import health, logs

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(settings: Settings) -> Iterator[Lines]:
    """Read what was logged, as production writes it."""
    output = io.StringIO()
    configuration = logs.configure(as_json=True, level="INFO")
    configuration["handlers"]["standard_error"]["stream"] = output
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in output.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def test_the_process_is_healthy_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_means_a_database_with_every_migration(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrations_known_applied", False)
    ready = client.get("/readyz")
    monkeypatch.setattr(health, "_migrations_known_applied", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'orders'")

    unready = client.get("/readyz")

    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "migrations": "applied"})
    assert (unready.status_code, unready.json()) == (503, {"database": "ok", "migrations": "missing"})


@pytest.mark.django_db
def test_metrics_are_for_this_machine_and_bearers_of_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    foreign = {"REMOTE_ADDR": "203.0.113.9"}

    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", **foreign).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}, **foreign).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"}, **foreign)
    assert answer.status_code == 200
    assert "foyer_oldest_due_job_seconds" in answer.content.decode()


@pytest.mark.django_db
def test_without_a_token_nobody_from_outside_reads_metrics(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""

    answer = client.get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="203.0.113.9")

    assert answer.status_code == 404


@pytest.mark.django_db
def test_a_request_is_one_line_that_names_the_route_and_never_the_path(client: Client, lines: Lines) -> None:
    answer = client.get("/orders/a-secret-key/", headers={"X-Request-ID": "given-by-the-proxy"})

    (line,) = [line for line in lines() if line["event"] == "request"]

    assert line["request_id"] == "given-by-the-proxy"
    assert (line["method"], line["status"]) == ("GET", answer.status_code)
    assert line["route"] == "orders/<slug:token>/"
    assert "a-secret-key" not in json.dumps(line)
    assert answer.headers["X-Request-ID"] == "given-by-the-proxy"


@pytest.mark.django_db
def test_an_ill_formed_request_id_is_replaced(client: Client) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": 'x"}\n{"event": "forged'})

    assert len(answer.headers["X-Request-ID"]) == 32


def test_a_business_event_is_one_line_of_ids(lines: Lines) -> None:
    logs.log_event("order_confirmed", order="0190-aa", total_cents=1999)

    (line,) = lines()

    assert {name: line[name] for name in ("event", "order", "total_cents", "logger", "level")} == {
        "event": "order_confirmed",
        "order": "0190-aa",
        "total_cents": 1999,
        "logger": "foyer.events",
        "level": "info",
    }


def test_a_traceback_does_not_show_the_values_of_variables(lines: Lines) -> None:
    email = "zoe@example.org"
    try:
        raise ValueError(len(email))
    except ValueError:
        logging.getLogger("orders").exception("Sending failed")

    (line,) = lines()

    assert line["exception"][0]["exc_type"] == "ValueError"
    assert "zoe@example.org" not in json.dumps(line)
