"""The control endpoint: sets the failure switches, and does from outside what buyers and banks do.

GET  /_control/         the switches
POST /_control/         sets switches (see `switches.change`)
POST /_control/pay      {session, card?, iban?}   pays as the page would
POST /_control/secure   {session, passed}         answers a 3-D Secure question
POST /_control/settle   {session, succeeded?}     ends a processing payment now
POST /_control/expire   {session}                 lets a session lapse now
POST /_control/refund   {payment_intent, amount?} refunds as from Stripe's dashboard
POST /_control/dispute  {charge | session}        opens a dispute
POST /_control/dispute/close {dispute, won}
POST /_control/resend   {event}                   sends an event's webhook once more
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ticketing.demo.stripe import objects, payments, refunds, switches
from ticketing.demo.stripe.errors import ApiError, missing, no_such
from ticketing.demo.stripe.store import Job, Object, Store, new_id

Body = dict[str, Any]


def act(store: Store, path: str, body: Body) -> Body:
    """Do what a POST asks, inside a transaction. Raises ApiError."""
    action = _ACTIONS.get(path.rstrip("/"))
    if action is None:
        raise ApiError(f"No such control: {path}", status=404)
    return action(store, body)


def _need(body: Body, name: str) -> str:
    if not body.get(name):
        raise missing(name)
    return str(body[name])


def _set(store: Store, body: Body) -> Body:
    switches.change(store, body)
    return switches.current(store)


def _told(store: Store, key: str, outcome: tuple[str, str]) -> Body:
    return {"outcome": outcome[0], "message": outcome[1], "session": _session(payments.session(store, key))}


def _session(found: Object) -> Object:
    return objects.public(found)


def _pay(store: Store, body: Body) -> Body:
    key = _need(body, "session")
    if "iban" in body:
        return _told(store, key, payments.pay_by_debit(store, key, str(body["iban"])))
    return _told(store, key, payments.pay_by_card(store, key, str(body.get("card", payments.GOOD_CARD))))


def _secure(store: Store, body: Body) -> Body:
    key = _need(body, "session")
    return _told(store, key, payments.authenticate(store, key, passed=bool(body.get("passed", True))))


def _settle(store: Store, body: Body) -> Body:
    return _session(payments.settle(store, _need(body, "session"), succeeded=body.get("succeeded")))


def _expire(store: Store, body: Body) -> Body:
    found = payments.session(store, _need(body, "session"))
    return _session(payments.expire(store, found) if found["status"] == "open" else found)


def _refund(store: Store, body: Body) -> Body:
    return refunds.create(store, {name: str(value) for name, value in body.items()})


def _dispute(store: Store, body: Body) -> Body:
    return refunds.open_dispute(store, str(body.get("charge") or _need(body, "session")))


def _close_dispute(store: Store, body: Body) -> Body:
    return refunds.close_dispute(store, _need(body, "dispute"), won=bool(body.get("won")))


def _resend(store: Store, body: Body) -> Body:
    event = store.get(_need(body, "event"), "event")
    if event is None:
        raise no_such("event", _need(body, "event"), "event")
    store.queue(Job(new_id("whd"), time.time(), "deliver", event["id"]))
    return event


_ACTIONS: dict[str, Callable[[Store, Body], Body]] = {
    "/_control": _set,
    "/_control/pay": _pay,
    "/_control/secure": _secure,
    "/_control/settle": _settle,
    "/_control/expire": _expire,
    "/_control/refund": _refund,
    "/_control/dispute": _dispute,
    "/_control/dispute/close": _close_dispute,
    "/_control/resend": _resend,
}
