"""The whole of Foyer as it runs for real, each part a process of its own that can be killed at any moment."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
import requests
import stripe

from tests.stripe_server import ROOT, SECRET_KEY, WEBHOOK_SECRET, StripeServer, free_port
from ticketing.core.embedded_database import Server
from ticketing.demo import processes
from ticketing.demo.processes import Child

MAKE_SALE = """
import json
from django.core.management import call_command
from tests import make
call_command("migrate", verbosity=0)
event = make.event(make.tenant(settings={"payment_methods": ["stripe"]}), published=False)
free = make.ticket_type(event, name="Lawn", places=1000)
paid = make.ticket_type(event, name="Stalls", places=1000, price_cents=2500)
make.publish(event)
print(json.dumps({"path": f"/{event.tenant.slug}/{event.slug}/", "free": str(free.pk), "paid": str(paid.pk)}))
"""
ANSWERS_WITHIN = 30
# Killed web servers take a while to come back on a busy machine, and may be killed again meanwhile.
PATIENCE = 90


class House:
    """A private PostgreSQL with full durability, web, worker, Stripe stand-in, and a server that takes the mail."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="foyer-faults-"))
        self.folder.chmod(0o755)
        self.database = Server.at(self.folder / "postgres", durable=True)
        self.database.start()
        self.database.create_database("foyer")
        self.web_port, self.smtp_port, mail_port = free_port(), free_port(), free_port()
        self.stripe = StripeServer(self.folder, webhook_url=f"{self.url}/webhooks/stripe/")
        self.environment = {**os.environ, **self._settings()}
        web = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.web_port)]
        web += ["--workers", "1", "--blocking-threads", "4", "--respawn-failed-workers", "ticketing.wsgi:application"]
        mail = ["-m", "ticketing.demo.mailcatcher", "--smtp-port", str(self.smtp_port)]
        mail += ["--http-port", str(mail_port), "--folder", str(self.folder / "mail")]
        self.sale: dict[str, str] = {}
        self.web = self._child("web", web)
        self.worker = self._child("worker", ["manage.py", "procrastinate", "worker"])
        self.mail = self._child("mail", mail)

    @property
    def url(self) -> str:
        """Where visitors find it."""
        return f"http://127.0.0.1:{self.web_port}"

    def start(self) -> None:
        """Start all, with an event on sale: `sale` has its path and its ticket types."""
        self.sale = json.loads(self.manage("shell", "--verbosity", "0", "-c", MAKE_SALE))
        self.stripe.start()
        for child in (self.mail, self.web, self.worker):
            child.start()
        self.wait_for(lambda: requests.get(f"{self.url}/readyz", timeout=5).ok)

    def stop(self) -> None:
        """End all, and leave nothing behind."""
        processes.stop([self.web, self.worker, self.mail])
        self.stripe.stop()
        self.database.stop()
        shutil.rmtree(self.database.folder, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: str) -> str:
        """What a management command prints. Raises CalledProcessError where it fails."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    # --- Bad luck -------------------------------------------------------------------------------------------------

    def kill_web(self) -> None:
        """End the web server with all its workers at once."""
        _kill_group(self.web)

    def kill_worker(self) -> None:
        """End the task worker at once, whatever it is at."""
        _kill_group(self.worker)

    def kill_database(self) -> None:
        """End PostgreSQL at once; its children follow."""
        pid = int((self.database.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)

    def mend(self) -> None:
        """Start again whatever is not running, as any supervisor would."""
        self.database.start()
        for child in (self.web, self.worker, self.mail):
            if child.process is None or child.process.poll() is not None:
                child.start()

    # --- Looking on -----------------------------------------------------------------------------------------------

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with psycopg.connect(self.database.url("foyer"), autocommit=True) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def sessions(self) -> list[stripe.checkout.Session]:
        """All pages that the stand-in ever made."""
        client = stripe.StripeClient(SECRET_KEY, base_addresses={"api": self.stripe.url})
        return list(client.v1.checkout.sessions.list({"limit": 100}).auto_paging_iter())

    def letters(self) -> list[tuple[str, str, str]]:
        """The Message-ID, recipient and subject of each message that was taken."""
        found = []
        for path in (self.folder / "mail").glob("*.eml"):
            message = message_from_bytes(path.read_bytes())
            found.append((str(message["Message-ID"]).strip(), str(message["To"]), str(message["Subject"])))
        return found

    def wait_for(self, what: Callable[[], object], *, seconds: float = 60) -> None:
        """Ask until it is so. Being out of reach is no answer."""
        deadline = time.monotonic() + seconds
        while True:
            with suppress(requests.RequestException, psycopg.OperationalError):
                if what():
                    return
            assert time.monotonic() < deadline, f"waited {seconds} seconds in vain\n{self.worker.last_words()}"
            time.sleep(0.25)

    def _settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database.url("foyer"),
            "DATABASE_POOL": "1",
            "FOYER_TESTING": "1",
            "BASE_URL": self.url,
            "TRUST_PROXY_HEADERS": "1",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "STRIPE_SECRET_KEY": SECRET_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_BASE": self.stripe.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "PRIVATE_MEDIA_ROOT": str(self.folder / "private"),
        }

    def _child(self, name: str, arguments: list[str]) -> Child:
        return Child(name, [sys.executable, *arguments], self.environment, self.folder / f"{name}.log")


class Visitor:
    """Somebody with a browser who does not give up: what gets no answer, or an error, is tried again."""

    def __init__(self, house: House, number: int) -> None:
        self.house, self.number = house, number
        self.browser = requests.Session()
        self.browser.trust_env = False
        # Each is at an address of their own, as behind a proxy: how much one address may do is limited.
        self.browser.headers["X-Forwarded-For"] = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        self.browser.headers["Sec-Fetch-Site"] = "same-origin"

    def buy(self, ticket_type: str, quantity: int) -> str:
        """From the event page through the details; answers the address of the payment or of the order."""
        path = self.house.sale["path"]
        self.post(f"{path}checkout/", {f"quantity-{ticket_type}": str(quantity)})
        name = {"first_name": "Ada", "last_name": "Lovelace", "email": f"buyer{self.number}@example.org"}
        return self.post_form(f"{path}checkout/details/", name)

    def choose_stripe(self) -> str:
        """From the choice of payment to the provider's page; answers its session."""
        url = self.post_form(f"{self.house.sale['path']}checkout/payment/", {"method": "stripe"})
        return url.rpartition("/")[2]

    def post_form(self, path: str, typed: dict[str, str]) -> str:
        """Fill the page's form and send it; answers where that leads."""
        page = self.keep_trying(lambda: self.browser.get(self.house.url + path, timeout=ANSWERS_WITHIN))
        if page.history:
            return page.url.removeprefix(self.house.url)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, page.text[:2000]
        kept = dict(re.findall(r'<input type="hidden" name="([^"]+)"[^>]* value="([^"]*)"', page.text))
        return self.post(path, kept | typed | {"csrfmiddlewaretoken": token[1]})

    def post(self, path: str, data: dict[str, str]) -> str:
        """Send a form; answers where that leads."""
        url = self.house.url + path
        answer = self.keep_trying(lambda: self.browser.post(url, data, timeout=ANSWERS_WITHIN, allow_redirects=False))
        assert answer.status_code == 303, f"{path}: {answer.status_code} {answer.text[:3000]}"
        return str(answer.headers["Location"])

    def keep_trying(self, ask: Callable[[], requests.Response]) -> requests.Response:
        """The first answer that is no failure of the server's."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = ask()
            except requests.RequestException as silence:
                trouble = repr(silence)
            else:
                if answer.status_code < 500:
                    return answer
                trouble = f"{answer.status_code} {answer.text[:500]}"
            assert time.monotonic() < deadline, f"no answer for too long: {trouble}\n{self.house.web.last_words()}"
            time.sleep(0.2)


class Crowd:
    """Visitors who buy in threads of their own until told to stop; notes what they were promised."""

    def __init__(self, house: House, *, people: int) -> None:
        self.house = house
        self.orders: list[str] = []
        self.paid: list[str] = []
        self.trouble: list[BaseException] = []
        self._numbers = iter(range(1, 10_000))
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._shop, daemon=True) for _ in range(people)]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE)
        assert not any(thread.is_alive() for thread in self._threads)

    def _shop(self) -> None:
        while not self._is_over.is_set():
            try:
                self._buy(next(self._numbers))
            except BaseException as error:
                self.trouble.append(error)
                return

    def _buy(self, number: int) -> None:
        visitor, sale = Visitor(self.house, number), self.house.sale
        if number % 3 == 0:
            self.orders.append(visitor.buy(sale["free"], 2))
            return
        visitor.buy(sale["paid"], 1)
        session = visitor.choose_stripe()
        self.house.stripe.pay(session)
        self.paid.append(session)
        if number % 3 == 1:
            # The others close the window after paying.
            back = next(page.success_url for page in self.house.sessions() if page.id == session)
            visitor.keep_trying(lambda: visitor.browser.get(str(back), timeout=ANSWERS_WITHIN))


def _kill_group(child: Child) -> None:
    assert child.process is not None
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait(10)
