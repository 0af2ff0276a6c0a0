"""The API under /v1/: routes, keys, idempotency, expansion and lists."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ticketing.demo.stripe import accounts, objects, payments, refunds, sessions
from ticketing.demo.stripe.errors import ApiError, no_such
from ticketing.demo.stripe.params import Params, get, integer
from ticketing.demo.stripe.store import Object, Store


@dataclass(frozen=True)
class Request:
    """One call as the endpoints see it."""

    method: str
    path: str
    params: Params
    base_url: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str | None:
        """The connected account that the call is made for."""
        return self.headers.get("stripe-account")


Endpoint = Callable[[Store, Request, str], Object]

# What lists of a kind may be filtered by: the parameters that name an object's parent.
_PARENTS = {
    "charge": ("payment_intent",),
    "checkout.session": ("payment_intent",),
    "refund": ("payment_intent",),
    "dispute": ("payment_intent",),
    "transfer": ("destination",),
    "payout": (),
    "event": (),
    "balance_transaction": (),
}


def _found(kind: str) -> Endpoint:
    def retrieve(store: Store, request: Request, key: str) -> Object:
        thing = store.get(key, kind)
        if thing is None:
            raise no_such(kind, key, kind.removeprefix("checkout."))
        return thing

    return retrieve


def _listed(kind: str) -> Endpoint:
    def show(store: Store, request: Request, key: str) -> Object:
        parent = next((value for name in _PARENTS[kind] if (value := get(request.params, name))), None)
        things = store.newest(kind, parent=parent or (request.account if kind == "payout" else None))
        return _page(_filtered(things, request.params), request)

    return show


def _filtered(things: Iterable[Object], params: Params) -> Iterable[Object]:
    wanted = {name: value for name in ("type", "charge") if (value := get(params, name))}
    since = integer(params, "created.gte", 0)
    things = itertools.takewhile(lambda thing: thing["created"] >= since, things)
    return (thing for thing in things if all(thing.get(name) == value for name, value in wanted.items()))


def _page(things: Iterable[Object], request: Request) -> Object:
    limit = integer(request.params, "limit", 10)
    if not 1 <= limit <= 100:
        raise ApiError(f"This value must be between 1 and 100, not {limit}.", param="limit")
    after, before = get(request.params, "starting_after"), get(request.params, "ending_before")
    if after:
        things = itertools.dropwhile(lambda thing: thing["id"] != after, things)
        things = itertools.islice(things, 1, None)
    if before:
        newer = list(itertools.takewhile(lambda thing: thing["id"] != before, things))
        rows, more = newer[-limit:], len(newer) > limit
    else:
        some = list(itertools.islice(things, limit + 1))
        rows, more = some[:limit], len(some) > limit
    return {"object": "list", "url": request.path, "has_more": more, "data": rows}


def _line_items(store: Store, request: Request, key: str) -> Object:
    return _page(sessions.line_items(store, key), request)


def _cancel_intent(store: Store, request: Request, key: str) -> Object:
    intent = _found("payment_intent")(store, request, key)
    of = next(store.newest("checkout.session", parent=key), None)
    if of is not None and of["status"] == "open":
        raise ApiError(
            f"You cannot cancel PaymentIntent {key}: it was created by a Checkout Session. Expire that instead.",
            code="payment_intent_unexpected_state",
        )
    raise ApiError(
        f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
    )


_KEY = "([A-Za-z0-9_-]+)"
_ROUTES: list[tuple[str, str, Endpoint]] = [
    (
        "POST",
        "/v1/checkout/sessions",
        lambda store, request, key: sessions.create(store, request.params, request.base_url),
    ),
    ("GET", "/v1/checkout/sessions", _listed("checkout.session")),
    ("GET", f"/v1/checkout/sessions/{_KEY}", lambda store, request, key: payments.session(store, key)),
    ("POST", f"/v1/checkout/sessions/{_KEY}/expire", lambda store, request, key: sessions.expire(store, key)),
    ("GET", f"/v1/checkout/sessions/{_KEY}/line_items", _line_items),
    ("GET", f"/v1/payment_intents/{_KEY}", _found("payment_intent")),
    ("POST", f"/v1/payment_intents/{_KEY}/cancel", _cancel_intent),
    ("GET", "/v1/charges", _listed("charge")),
    ("GET", f"/v1/charges/{_KEY}", _found("charge")),
    ("POST", "/v1/refunds", lambda store, request, key: refunds.create(store, request.params)),
    ("GET", "/v1/refunds", _listed("refund")),
    ("GET", f"/v1/refunds/{_KEY}", _found("refund")),
    ("GET", "/v1/disputes", _listed("dispute")),
    ("GET", f"/v1/disputes/{_KEY}", _found("dispute")),
    ("GET", "/v1/balance_transactions", _listed("balance_transaction")),
    ("GET", f"/v1/balance_transactions/{_KEY}", _found("balance_transaction")),
    ("POST", "/v1/accounts", lambda store, request, key: accounts.create(store, request.params)),
    ("GET", f"/v1/accounts/{_KEY}", lambda store, request, key: accounts.account(store, key)),
    (
        "POST",
        "/v1/account_links",
        lambda store, request, key: accounts.create_link(store, request.params, request.base_url),
    ),
    ("POST", "/v1/transfers", lambda store, request, key: accounts.create_transfer(store, request.params)),
    ("GET", "/v1/transfers", _listed("transfer")),
    ("GET", f"/v1/transfers/{_KEY}", _found("transfer")),
    (
        "POST",
        "/v1/payouts",
        lambda store, request, key: accounts.create_payout(store, request.params, request.account),
    ),
    ("GET", "/v1/payouts", _listed("payout")),
    (
        "GET",
        f"/v1/payouts/{_KEY}",
        lambda store, request, key: accounts.find_payout(store, key, request.account),
    ),
    (
        "POST",
        f"/v1/payouts/{_KEY}/cancel",
        lambda store, request, key: accounts.cancel_payout(store, key, request.account),
    ),
    ("GET", "/v1/events", _listed("event")),
    ("GET", f"/v1/events/{_KEY}", _found("event")),
]
_COMPILED = [(method, re.compile(pattern), endpoint) for method, pattern, endpoint in _ROUTES]


def check_key(header: str, secret_key: str) -> None:
    """Refuse a call without the right API key (401)."""
    key = header.removeprefix("Bearer ").strip()
    if not key:
        raise ApiError(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using"
            " Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            status=401,
        )
    if key != secret_key:
        raise ApiError(f"Invalid API Key provided: {key[:8]}{'*' * 8}{key[-4:]}", status=401)


def answer(store: Store, request: Request) -> tuple[int, str, bool]:
    """Do what a call asks, inside a transaction: (status, JSON, whether it was replayed from its idempotency key)."""
    key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
    if key:
        known = store.answer(key)
        if known is not None:
            return _replayed(known, key, request)
    try:
        status, body, kept = 200, _endpoint(store, request), True
    except ApiError as error:
        status, body, kept = error.status, error.body(), error.kept
    written = json.dumps(body, indent=None)
    if key and kept:
        store.keep_answer(key, _fingerprint(request), status, written)
    return status, written, False


def _replayed(known: tuple[str, int, str], key: str, request: Request) -> tuple[int, str, bool]:
    fingerprint, status, body = known
    if fingerprint == _fingerprint(request):
        return status, body, True
    error = ApiError(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using"
        f" a key other than '{key}' if you meant to execute a different request.",
        kind="idempotency_error",
    )
    return error.status, json.dumps(error.body()), False


def _fingerprint(request: Request) -> str:
    asked = json.dumps([request.method, request.path, request.account, request.params], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def _endpoint(store: Store, request: Request) -> Object:
    for method, pattern, endpoint in _COMPILED:
        match = pattern.fullmatch(request.path)
        if match and method == request.method:
            thing = endpoint(store, request, match[1] if match.groups() else "")
            return _shown(store, thing, get(request.params, "expand") or [])
    raise ApiError(
        f"Unrecognized request URL ({request.method}: {request.path}). This stand-in knows the part of Stripe's API"
        " that Foyer uses.",
        status=404,
    )


def _shown(store: Store, thing: Object, expand: list[str]) -> Object:
    if thing["object"] == "list":
        inner = [path.removeprefix("data.") for path in expand]
        return {**thing, "data": [_shown(store, row, inner) for row in thing["data"]]}
    shown = objects.public(thing)
    for path in expand:
        _expand(store, shown, path.split("."), path, thing)
    return shown


def _expand(store: Store, shown: Object, path: list[str], whole: str, thing: Object) -> None:
    """Replace the ids on a path by the objects they name; what is null stays null."""
    head, *rest = path
    if head == "line_items" and "_line_items" in thing:
        shown[head] = {"object": "list", "data": thing["_line_items"], "has_more": False, "url": ""}
        return
    if head not in shown:
        raise ApiError(f"This property cannot be expanded ({whole}).", code="parameter_unknown", param="expand")
    value: Any = shown[head]
    if isinstance(value, str):
        inner = store.get(value)
        if inner is None:
            raise ApiError(f"This property cannot be expanded ({whole}).", param="expand")
        value = shown[head] = objects.public(inner)
    if rest and isinstance(value, dict):
        _expand(store, value, rest, whole, value)
