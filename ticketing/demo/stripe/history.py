"""Payments of the sample data, which were made before the stand-in was there: it remembers them when asked."""

from __future__ import annotations

import re

from ticketing.demo.stripe import objects
from ticketing.demo.stripe.store import Object, Store

# The id itself says what was paid: pi_sample_<currency>_<amount>_<anything>.
_SAMPLE = re.compile(r"pi_sample_(?P<currency>[a-z]{3})_(?P<amount>[1-9][0-9]{0,11})_[0-9a-f]+", re.ASCII)


def recall(store: Store, key: str) -> Object | None:
    """The succeeded intent of a sample payment, with its charge, so that it can be refunded; None for other ids."""
    found = _SAMPLE.fullmatch(key)
    if found is None:
        return None
    paid: Object = {
        "amount_total": int(found["amount"]),
        "currency": found["currency"],
        "payment_method_types": ["card"],
        "_payment_intent_data": {},
    }
    intent = objects.intent(paid) | {"id": key, "status": "succeeded", "amount_received": paid["amount_total"]}
    charge = objects.charge(intent, session={}, details={"type": "card"})
    intent["latest_charge"] = charge["id"]
    store.put(charge, parent=key)
    return store.put(intent)
