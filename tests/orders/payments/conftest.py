"""A running stand-in for Stripe, and a place that receives its webhooks."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from orders import tasks
from orders.models import WebhookEvent
from orders.payments.base import Line, PaymentRequest
from orders.payments.stripe import Stripe
from tests.stripe_server import WEBHOOK_SECRET, StripeServer


class Receiver:
    """Takes webhooks; answers with the statuses in `answers` first, then 200."""

    def __init__(self) -> None:
        self.received: list[tuple[bytes, dict[str, str]]] = []
        self.answers: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.received.append((body, dict(self.headers.items())))
                self.send_response(outer.answers.pop(0) if outer.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/webhooks/stripe/"

    def events(self, about: str) -> list[dict[str, Any]]:
        """What has come about a session, a payment intent or the like, in the order of arrival."""
        events = [json.loads(body) for body, _ in self.received]
        return [event for event in events if about in json.dumps(event["data"])]

    def wait_for(self, about: str, *types: str, seconds: float = 5) -> list[str]:
        """The types of the events about something, once all of `types` have come."""
        deadline = time.monotonic() + seconds
        while True:
            got = [event["type"] for event in self.events(about)]
            if all(got.count(kind) >= types.count(kind) for kind in types):
                return got
            assert time.monotonic() < deadline, f"waited for {types}, got {got}"
            time.sleep(0.02)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()


@pytest.fixture(scope="session")
def running_stand_in(tmp_path_factory, receiver) -> Iterator[StripeServer]:
    server = StripeServer(tmp_path_factory.mktemp("stripe"), webhook_url=receiver.url).start()
    yield server
    server.stop()


@pytest.fixture
def stand_in(running_stand_in, settings) -> Iterator[StripeServer]:
    """The stand-in with all switches off, and our settings pointing at it."""
    settings.STRIPE_API_BASE = running_stand_in.url
    settings.STRIPE_SECRET_KEY = "sk_test_foyer_demo"
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    running_stand_in.control(reset=True)
    yield running_stand_in
    running_stand_in.control(reset=True)


@pytest.fixture
def provider(stand_in) -> Stripe:
    return Stripe()


@pytest.fixture
def request_for():
    """Makes payment requests: `request_for(2500, "EUR")`."""

    def make(amount_cents: int = 2500, currency: str = "EUR", **changed: Any) -> PaymentRequest:
        values: dict[str, Any] = {
            "payment_id": uuid4(),
            "order_number": "K7QF4M",
            "amount_cents": amount_cents,
            "currency": currency,
            "description": "Summer gala",
            "lines": (Line("Stalls", 1, amount_cents),),
            "email": "ada@example.org",
            "success_url": "http://127.0.0.1:9/orders/abc/?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://127.0.0.1:9/halle/gala/checkout/",
            "expires_at": datetime.now(UTC) + timedelta(minutes=30),
            "locale": "de",
        }
        return PaymentRequest(**{**values, **changed})

    return make


@pytest.fixture
def told(receiver: Receiver, client: Client) -> Callable[..., None]:
    """Delivers what the stand-in has sent about something to our own address, and works it off, in the order given."""

    def deliver(reference: str, *types: str) -> None:
        receiver.wait_for(reference, *set(types))
        for kind in types:
            body, headers = next(
                (body, headers)
                for body, headers in receiver.received
                if reference in body.decode() and json.loads(body)["type"] == kind
            )
            signature = {"HTTP_STRIPE_SIGNATURE": headers["Stripe-Signature"]}
            answer = client.post("/webhooks/stripe/", body, content_type="application/json", **signature)
            assert answer.status_code == 200
            tasks.process_webhook(str(WebhookEvent.objects.get(provider_event_id=json.loads(body)["id"]).pk))

    return deliver
