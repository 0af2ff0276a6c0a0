"""Connected accounts of organizers: opening one, the link through which it is completed, transfers and payouts."""

from __future__ import annotations

import time

from ticketing.demo.stripe import objects, switches, webhooks
from ticketing.demo.stripe.errors import ApiError, no_such
from ticketing.demo.stripe.params import Params, get, integer, only, pairs, text
from ticketing.demo.stripe.store import Job, Object, Store, new_id

# An id that begins like this is a complete account from the start, so that sample data can name it.
READY = "acct_demo_"
PAYOUT_SECONDS = 2.0


def account(store: Store, key: str, param: str = "account") -> Object:
    """A connected account. Raises ApiError (404) where there is none."""
    found = store.get(key, "account")
    if found is None and key.startswith(READY):
        found = store.put(objects.account(key=key, email=None, country="DE", ready=True))
    if found is None:
        raise no_such("destination" if "destination" in param else "account", key, param)
    return found


def create(store: Store, params: Params) -> Object:
    """POST /v1/accounts"""
    only(params, "type email country capabilities business_type business_profile controller metadata".split())
    made = objects.account(email=get(params, "email"), country=text(params, "country", "DE"), ready=False)
    made["metadata"] = pairs(params, "metadata")
    return store.put(made)


def create_link(store: Store, params: Params, base_url: str) -> Object:
    """POST /v1/account_links: an address at which the organizer completes the account."""
    only(params, ("account", "refresh_url", "return_url", "type", "collect", "collection_options"))
    found = account(store, text(params, "account"))
    text(params, "refresh_url"), text(params, "type")
    found["_return_url"] = text(params, "return_url")
    found["_link"] = new_id("link")
    store.put(found)
    now = int(time.time())
    url = f"{base_url}/connect/{found['id']}/{found['_link']}"
    return {"object": "account_link", "created": now, "expires_at": now + 300, "url": url}


def complete(store: Store, key: str, link: str) -> str:
    """The organizer has filled in everything. Answers where to go on."""
    found = account(store, key)
    if not link or found.get("_link") != link:
        raise no_such("account link", link)
    ready = objects.account(key=key, email=found["email"], country=found["country"], ready=True)
    back: str = found["_return_url"]
    found.update({name: ready[name] for name in ready.keys() - {"created", "metadata"}}, _link=None)
    store.put(found)
    webhooks.emit(store, "account.updated", found, account=key)
    return back


def create_transfer(store: Store, params: Params) -> Object:
    """POST /v1/transfers"""
    only(params, "amount currency destination source_transaction description transfer_group metadata".split())
    destination = account(store, text(params, "destination"), "destination")
    made = objects.transfer(
        amount=_amount(params),
        currency=text(params, "currency"),
        destination=destination["id"],
        source=get(params, "source_transaction"),
        metadata=pairs(params, "metadata"),
    )
    store.put(made, parent=destination["id"])
    webhooks.emit(store, "transfer.created", made)
    return made


def create_payout(store: Store, params: Params, on: str | None) -> Object:
    """POST /v1/payouts, for the platform or, by the Stripe-Account header, for a connected account."""
    only(params, ("amount", "currency", "description", "method", "metadata", "statement_descriptor"))
    if on:
        account(store, on)
    made = objects.payout(
        amount=_amount(params), currency=text(params, "currency"), account=on, metadata=pairs(params, "metadata")
    )
    store.put(made, parent=on)
    store.queue(Job(f"payout:{made['id']}", time.time() + PAYOUT_SECONDS, "payout", made["id"]))
    webhooks.emit(store, "payout.created", made, account=on)
    return made


def find_payout(store: Store, key: str, on: str | None) -> Object:
    """A payout of the account that is asked for. Raises ApiError (404) where there is none."""
    found = store.get(key, "payout")
    if found is None or found["account"] != on:
        raise no_such("payout", key)
    return found


def cancel_payout(store: Store, key: str, on: str | None) -> Object:
    """POST /v1/payouts/{id}/cancel"""
    found = find_payout(store, key, on)
    if found["status"] != "pending":
        raise ApiError(f"You cannot cancel this payout because it has a status of {found['status']}.")
    store.drop_job(f"payout:{key}")
    return _move(store, found, "canceled")


def pay_out(store: Store, key: str) -> None:
    """The payout's next step: on its way, then at the bank, which may send it back."""
    store.drop_job(f"payout:{key}")
    found = store.get(key, "payout")
    if found is None:
        return
    if found["status"] == "pending":
        _move(store, found, "in_transit", "updated")
        store.queue(Job(f"payout:{key}", time.time(), "payout", key))
    elif found["status"] == "in_transit":
        _move(store, found, "paid")
        if (switch := switches.use(store, "fail_payouts")) is not None:
            store.queue(Job(f"payout:{key}", time.time() + switch.seconds, "payout", key))
    elif found["status"] == "paid":
        found |= {"failure_code": "account_closed", "failure_message": "The bank account has been closed."}
        _move(store, found, "failed")


def _move(store: Store, found: Object, status: str, event: str = "") -> Object:
    found["status"] = status
    store.put(found, parent=found["account"])
    webhooks.emit(store, f"payout.{event or status}", found, account=found["account"])
    return found


def _amount(params: Params) -> int:
    amount = integer(params, "amount")
    if amount < 1:
        raise ApiError("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    return amount
