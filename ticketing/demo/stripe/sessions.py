"""Checkout sessions over the API: creating one with all the checks that the real Stripe makes, expiring one."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from ticketing.demo.stripe import accounts, money, objects, payments
from ticketing.demo.stripe.errors import ApiError
from ticketing.demo.stripe.params import Params, get, integer, only, pairs, text
from ticketing.demo.stripe.store import Job, Object, Store

_KNOWN = (
    "adaptive_pricing cancel_url client_reference_id customer_email expires_at line_items locale metadata mode"
    " payment_intent_data payment_method_types submit_type success_url ui_mode"
).split()
_SHORTEST, _LONGEST = 30 * 60, 24 * 60 * 60
# A request on its way may take its time.
_LENIENCY = 10


def create(store: Store, params: Params, base_url: str) -> Object:
    """POST /v1/checkout/sessions"""
    only(params, _KNOWN)
    if text(params, "mode") != "payment":
        raise ApiError("Invalid mode: only payment is known here.", param="mode")
    lines, currency = _lines(params)
    total = sum(line["unit_amount"] * line["quantity"] for line in lines)
    money.check_charge(total, currency)
    fields = {
        "amount_subtotal": total,
        "amount_total": total,
        "cancel_url": _address(params, "cancel_url", required=False),
        "client_reference_id": get(params, "client_reference_id"),
        "currency": currency,
        "customer_email": get(params, "customer_email"),
        "expires_at": _expiry(params),
        "locale": get(params, "locale"),
        "metadata": pairs(params, "metadata"),
        "success_url": _address(params, "success_url", required=True),
        "_line_items": objects.line_items(lines, currency),
        "_payment_intent_data": _intent_data(store, params, total),
    }
    made = store.put(objects.session(fields=fields, base_url=base_url))
    store.queue(Job(f"expire:{made['id']}", made["expires_at"], "expire", made["id"]))
    return made


def expire(store: Store, key: str) -> Object:
    """POST /v1/checkout/sessions/<id>/expire: only an open one, so a payment that came first wins."""
    found = payments.session(store, key)
    if found["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of'
            f" `{found['status']}`."
        )
    return payments.expire(store, found)


def line_items(store: Store, key: str) -> list[Object]:
    """GET /v1/checkout/sessions/<id>/line_items"""
    lines: list[Object] = payments.session(store, key)["_line_items"]
    return lines


def _lines(params: Params) -> tuple[list[Object], str]:
    given = get(params, "line_items")
    if not isinstance(given, list) or not given:
        raise ApiError("Missing required param: line_items.", code="parameter_missing", param="line_items")
    lines, currencies = [], set()
    for number, line in enumerate(given):
        where = f"line_items[{number}]"
        currency = text(line, "price_data.currency")
        currencies.add(currency)
        unit = integer(line, "price_data.unit_amount")
        quantity = integer(line, "quantity")
        if unit < 0 or quantity < 1:
            raise ApiError("Invalid non-negative integer", code="parameter_invalid_integer", param=where)
        if currency != currency.lower() or len(currency) != 3:
            raise ApiError(f"Invalid currency: {currency}", param=f"{where}[price_data][currency]")
        money.check_divisible(unit, currency, f"{where}[price_data][unit_amount]")
        name = text(line, "price_data.product_data.name")
        lines.append({"name": name, "unit_amount": unit, "quantity": quantity})
    if len(currencies) > 1:
        raise ApiError("All prices on a Checkout Session must be in the same currency.", param="line_items")
    return lines, currencies.pop()


def _expiry(params: Params) -> int:
    now = int(time.time())
    at = integer(params, "expires_at", now + _LONGEST)
    if not now + _SHORTEST - _LENIENCY <= at <= now + _LONGEST + _LENIENCY:
        raise ApiError(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return at


def _address(params: Params, name: str, *, required: bool) -> str | None:
    value = text(params, name, None if required else "")
    if value and urlsplit(value).scheme not in ("http", "https"):
        raise ApiError("Not a valid URL", code="url_invalid", param=name)
    return value or None


def _intent_data(store: Store, params: Params, total: int) -> Object:
    destination = get(params, "payment_intent_data.transfer_data.destination")
    fee = integer(params, "payment_intent_data.application_fee_amount", 0)
    if fee and not destination:
        raise ApiError(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an"
            " OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).",
            param="payment_intent_data[application_fee_amount]",
        )
    if fee > total or fee < 0:
        raise ApiError("The application fee must not be more than the amount.", param="application_fee_amount")
    if destination and not accounts.account(store, destination, "transfer_data[destination]")["charges_enabled"]:
        raise ApiError(
            "Your destination account needs to have at least one of the following capabilities enabled: transfers",
            code="insufficient_capabilities_for_transfer",
        )
    return {
        "application_fee_amount": fee or None,
        "description": get(params, "payment_intent_data.description"),
        "metadata": pairs(params, "payment_intent_data.metadata"),
        "transfer_data": {"destination": destination} if destination else None,
    }
