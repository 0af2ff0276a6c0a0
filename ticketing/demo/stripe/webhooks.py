"""Events and their delivery: signed as Stripe signs, repeated until the receiver answers 2xx, also after a restart."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, urlsplit

from ticketing.demo.stripe import objects, switches
from ticketing.demo.stripe.store import Job, Object, Store, new_id

# What Foyer's endpoint is subscribed to; all others are only listed under /v1/events.
DELIVERED = frozenset(
    {
        "account.updated",
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.updated",
        "checkout.session.async_payment_failed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.completed",
        "checkout.session.expired",
        "payout.canceled",
        "payout.created",
        "payout.failed",
        "payout.paid",
        "payout.updated",
        "refund.created",
        "refund.failed",
        "refund.updated",
    }
)
_PARKED_SECONDS = 30.0
_TIMEOUT_SECONDS = 10.0
_GIVE_UP_AFTER = 60


def signature(payload: str, secret: str, at: int) -> str:
    """The `Stripe-Signature` header (https://docs.stripe.com/webhooks/signature)."""
    mac = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


def emit(store: Store, kind: str, thing: Object, *, account: str | None = None) -> None:
    """Record that something happened and queue its webhook, as the switches say."""
    event = objects.event(kind, thing, account=account)
    store.put(event)
    if kind not in DELIVERED or switches.use(store, "webhook_never"):
        return
    now = time.time()
    late = switches.use(store, "webhook_late")
    job = Job(new_id("whd"), now + (late.seconds if late else 0), "deliver", event["id"])
    if switches.use(store, "webhook_out_of_order"):
        job = replace(job, due=now + _PARKED_SECONDS, parked=True)
    store.queue(job)
    if switches.use(store, "webhook_twice"):
        store.queue(replace(job, id=new_id("whd")))


@dataclass
class Sender:
    """Delivers webhooks over one kept connection; one per worker thread."""

    url: str
    secret: str
    connection: http.client.HTTPConnection | None = None

    def deliver(self, store: Store, job: Job) -> None:
        """Send one event; queue it again where the receiver did not answer 2xx."""
        with store.transaction():
            event = store.get(job.target, "event")
        delivered = event is None or not self.url or 200 <= self._post(event) < 300
        with store.transaction():
            store.drop_job(job.id)
            if delivered:
                self._unpark(store, job)
            elif job.attempts < _GIVE_UP_AFTER:
                wait = min(0.5 * 2**job.attempts, 30.0)
                store.queue(replace(job, due=time.time() + wait, attempts=job.attempts + 1))

    def _unpark(self, store: Store, job: Job) -> None:
        """Now that a later event has arrived, those held back may follow."""
        if job.parked:
            return
        for parked in store.parked_jobs():
            store.queue(replace(parked, due=time.time(), parked=False))

    def _post(self, event: Object) -> int:
        """The status of the answer; 0 where there was none."""
        payload = json.dumps(event)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": signature(payload, self.secret, int(time.time())),
        }
        where = urlsplit(self.url)
        # The second try is for a kept connection that the receiver has closed meanwhile.
        for _ in range(2 if self.connection else 1):
            try:
                connection = self.connection or self._connect(where)
                connection.request("POST", where.path or "/", payload.encode(), headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self._close()
            else:
                return answer.status
        return 0

    def _connect(self, where: SplitResult) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(where.hostname or "127.0.0.1", where.port, timeout=_TIMEOUT_SECONDS)
        return self.connection

    def _close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None
