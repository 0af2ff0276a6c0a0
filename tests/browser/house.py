"""Foyer as visitors meet it: web server and worker as processes, the Stripe stand-in, a server that takes the mail."""

import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from aiosmtpd.controller import Controller
from django.conf import settings

from tests.stripe_server import SECRET_KEY, WEBHOOK_SECRET, StripeServer, free_port
from ticketing.demo import processes
from ticketing.demo.processes import Child

READY_SECONDS = 60
T = TypeVar("T")


class Mailbox:
    """Everybody's mail, as it came over SMTP."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        # It tells of every line that is spoken.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a message."""
        self.letters.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 taken"

    def wait_for(self, recipient: str, *, seconds: float = 60) -> EmailMessage:
        """The first letter to an address, once it is here."""
        return wait_for(
            lambda: next((letter for letter in self.letters if recipient in str(letter["To"])), None), seconds=seconds
        )


class House:
    """All parts of Foyer on one database, which the tests share."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.port = free_port()
        self.mailbox = Mailbox()
        self.stripe = StripeServer(folder, webhook_url=f"{self.url}/webhooks/stripe/")
        environment = {**os.environ, **self._settings(folder, database_url)}
        web = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        web += ["--workers", "1", "--blocking-threads", "4", "ticketing.wsgi:application"]
        self.web = Child("web", [sys.executable, *web], environment, folder / "web.log")
        worker = [sys.executable, "manage.py", "procrastinate", "worker"]
        self.worker = Child("worker", worker, environment, folder / "worker.log")

    @property
    def url(self) -> str:
        """Where visitors find it: by name, since browsers give passkeys to no bare number."""
        return f"http://localhost:{self.port}"

    def start(self) -> "House":
        """Start all parts, and wait until visitors are served."""
        self.mailbox.server.start()
        self.stripe.start()
        self.web.start()
        self.worker.start()
        wait_for(self._is_ready, seconds=READY_SECONDS)
        return self

    def stop(self) -> None:
        """End all parts."""
        processes.stop([self.web, self.worker])
        self.stripe.stop()
        self.mailbox.server.stop()

    def _is_ready(self) -> bool:
        with suppress(URLError, OSError), urlopen(f"{self.url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def _settings(self, folder: Path, database_url: str) -> dict[str, str]:
        return {
            "DATABASE_URL": database_url,
            "DATABASE_POOL": "1",
            "FOYER_TESTING": "1",
            "SECRET_KEY": settings.SECRET_KEY,
            "BASE_URL": self.url,
            # Each visitor comes from an address of their own: how much one address may do is limited.
            "TRUST_PROXY_HEADERS": "1",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mailbox.server.port}",
            "STRIPE_SECRET_KEY": SECRET_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_BASE": self.stripe.url,
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_MEDIA_ROOT": str(folder / "private"),
        }


def wait_for(what: Callable[[], T | None], *, seconds: float = 60) -> T:
    """Ask until there is an answer."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, f"waited {seconds} seconds in vain"
        time.sleep(0.1)
    return found
