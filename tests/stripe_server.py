"""Runs the Stripe stand-in as a process of its own, for tests of any kind and for the benchmark."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "sk_test_foyer_demo"
WEBHOOK_SECRET = "whsec_foyer_demo"


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class StripeServer:
    """One stand-in. Its port and state stay the same through `kill` and `start`.

    `webhook_url` is where events are sent; set it before `start`.
    """

    def __init__(self, folder: Path, *, webhook_url: str = "", port: int = 0) -> None:
        self.folder, self.webhook_url, self.port = folder, webhook_url, port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The value for the setting STRIPE_API_BASE."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> StripeServer:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "ticketing.demo.stripe", "--port", str(self.port)]
        command += ["--state", str(self.folder / "stripe.sqlite"), "--webhook-url", self.webhook_url]
        command += ["--webhook-secret", WEBHOOK_SECRET, "--secret-key", SECRET_KEY]
        self._process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        deadline = time.monotonic() + 10
        while True:
            try:
                self.get("/_health")
            except OSError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.02)
            else:
                return self

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, wherever it is."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(10)
            self._process = None

    def get(self, path: str) -> Any:
        """The JSON at a path of the control side."""
        return self._call("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        """Post to the control side. Raises RuntimeError with the answer unless it is a 200."""
        return self._call("POST", path, body)

    def control(self, **switches: Any) -> Any:
        """Set failure switches: `control(decline=1, slow={"times": 2, "seconds": 5})`; `reset=True` ends all."""
        return self.post("/_control/", **switches)

    def pay(self, session: str, **how: Any) -> Any:
        """Pay a session as its page would: `card=`, or `iban=`; else with the card that succeeds."""
        return self.post("/_control/pay", session=session, **how)

    def settle(self, session: str, **how: Any) -> Any:
        """End a payment that is processing now; `succeeded=False` lets it fail."""
        return self.post("/_control/settle", session=session, **how)

    def _call(self, method: str, path: str, body: Any) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Accept": "application/json", "Content-Type": "application/json"}
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {text}")
        return json.loads(text)
