"""Foyer as it is served for real: a durable PostgreSQL, granian, the payments' worker, the Stripe stand-in."""

import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from ticketing.core.embedded_database import Server, free_port
from ticketing.demo import processes
from ticketing.demo.environment import HOME, ROOT, STANDIN_KEY, STANDIN_WEBHOOK_SECRET
from ticketing.demo.processes import Child

FOLDER = HOME / "bench"
DATABASE = "foyer_bench"
READY_SECONDS = 60


class Site:
    """The running parts, and where they are reached."""

    def __init__(self, server: Server) -> None:
        self.database_url = server.url(DATABASE)
        self.port = free_port()
        self.stripe_port = free_port()
        self.environment = _environment(self)
        self._children: list[Child] = []

    def connect(self) -> psycopg.Connection:
        """A connection of the benchmark's own to the database."""
        return psycopg.connect(self.database_url, autocommit=True)

    def start_web(self, *, page_cache_seconds: float) -> Child:
        """Start the web server with the demo's options, and wait until it is ready."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", "2", "--blocking-threads", "4"]
        command += ["--respawn-failed-workers", "ticketing.wsgi:application"]
        web = self._start("web", command, PAGE_CACHE_SECONDS=str(page_cache_seconds))
        _wait(f"http://127.0.0.1:{self.port}/readyz", web)
        return web

    def start_payments(self) -> list[Child]:
        """Start the stand-in, and the worker that works its webhooks off."""
        state = FOLDER / "stripe.sqlite3"
        state.unlink(missing_ok=True)
        command = [sys.executable, "-m", "ticketing.demo.stripe", "--port", str(self.stripe_port)]
        command += ["--state", str(state), "--webhook-url", f"http://127.0.0.1:{self.port}/webhooks/stripe/"]
        command += ["--webhook-secret", STANDIN_WEBHOOK_SECRET, "--secret-key", STANDIN_KEY]
        stripe = self._start("stripe", command)
        # Mails wait: they and their PDFs are another worker's, which a rush may leave behind.
        worker = self._start("worker", [sys.executable, "manage.py", "procrastinate", "worker", "-q", "payments"])
        _wait(f"http://127.0.0.1:{self.stripe_port}/_health", stripe)
        return [stripe, worker]

    def stop(self, *children: Child) -> None:
        """Stop these parts, or all of them."""
        ending = list(children) or self._children
        processes.stop(ending)
        self._children = [child for child in self._children if child not in ending]

    def run(self, *arguments: str) -> str:
        """What a Python module of ours prints, run in the site's environment, where nothing is served from a cache."""
        command = [sys.executable, *arguments]
        variables = self.environment | {"PAGE_CACHE_SECONDS": "0", "LOG_LEVEL": "ERROR"}
        made = subprocess.run(command, env=variables, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        return made.stdout

    def _start(self, name: str, command: list[str], **variables: str) -> Child:
        log = FOLDER / f"{name}.log"
        log.write_bytes(b"")
        child = Child(name, command, self.environment | variables, log)
        child.start()
        self._children.append(child)
        return child


@contextmanager
def fresh_site() -> Iterator[Site]:
    """A site on an empty database; stopped and thrown away afterwards."""
    os.chdir(ROOT)
    shutil.rmtree(FOLDER / "metrics", ignore_errors=True)
    (FOLDER / "metrics").mkdir(parents=True)
    server = Server.at(FOLDER / "postgres", durable=True)
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    server.create_database(DATABASE)
    site = Site(server)
    try:
        yield site
    finally:
        site.stop()
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.stop()


def _environment(site: Site) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": site.database_url,
        "SECRET_KEY": secrets.token_urlsafe(60),
        "BASE_URL": f"http://127.0.0.1:{site.port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        # Each visitor comes from an address of their own, as behind the proxy of a real installation.
        "TRUST_PROXY_HEADERS": "1",
        "EMAIL_URL": "dummymail://",
        "STATIC_ROOT": str(FOLDER / "static"),
        "MEDIA_ROOT": str(FOLDER / "media"),
        "PRIVATE_MEDIA_ROOT": str(FOLDER / "private"),
        "PROMETHEUS_MULTIPROC_DIR": str(FOLDER / "metrics"),
        "STRIPE_SECRET_KEY": STANDIN_KEY,
        "STRIPE_WEBHOOK_SECRET": STANDIN_WEBHOOK_SECRET,
        "STRIPE_API_BASE": f"http://127.0.0.1:{site.stripe_port}",
        "PYTHONPATH": str(ROOT),
    }


def _wait(url: str, child: Child) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{child.title} did not become ready:\n{child.last_words()}")


def log_folder() -> Path:
    """Where the parts wrote what went wrong."""
    return FOLDER
