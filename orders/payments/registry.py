"""The payment providers by key."""

from __future__ import annotations

from collections.abc import Collection

from orders.payments.base import Provider
from orders.payments.free import Free
from orders.payments.manual import AtTheDoor, BankTransfer
from orders.payments.stripe import Stripe

# In the order in which buyers see them.
_PROVIDERS: dict[str, Provider] = {each.key: each for each in (Stripe(), BankTransfer(), AtTheDoor(), Free())}

SELECTABLE = tuple(key for key in _PROVIDERS if key != Free.key)
"""What an organizer may offer."""


def provider(key: str) -> Provider:
    """The provider with this key. Raises KeyError where there is none."""
    return _PROVIDERS[key]


def online() -> tuple[str, ...]:
    """The keys of those that can be asked how a payment stands."""
    return tuple(key for key, each in _PROVIDERS.items() if each.is_online)


def register(extra: Provider) -> None:
    """Add a provider, as payment plugins do. Raises ValueError where the key is taken."""
    if extra.key in _PROVIDERS:
        raise ValueError(f"There already is a payment provider {extra.key!r}.")
    _PROVIDERS[extra.key] = extra


def available(*, methods: Collection[str], amount_cents: int, currency: str) -> tuple[Provider, ...]:
    """The ways in which this amount can be paid, of those that the organizer offers. Nothing to pay: `free` alone."""
    if amount_cents == 0:
        return (_PROVIDERS[Free.key],)
    return tuple(
        each
        for key, each in _PROVIDERS.items()
        if key in methods and key != Free.key and each.accepts(amount_cents, currency)
    )
