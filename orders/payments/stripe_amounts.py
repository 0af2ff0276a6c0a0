"""Amounts as Stripe counts them (https://docs.stripe.com/currencies), which is not always as ISO 4217 does."""

from __future__ import annotations

from orders.payments.base import ProviderRefused
from ticketing.core.money import exponent

_ZERO_DECIMAL = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())
_THREE_DECIMAL = frozenset("BHD JOD KWD OMR TND".split())
# All others have two. That goes for ISK and UGX too, whose two decimals must be zero.
_WHOLE_UNITS_ONLY = frozenset({"ISK", "UGX"})

# The smallest charges, in Stripe's units, where Stripe documents one.
_MINIMUM = {
    "AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50, "GBP": 30, "HKD": 400,
    "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200,
    "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip
_MAXIMUM = 99_999_999


def _decimals(currency: str) -> int:
    if currency in _ZERO_DECIMAL:
        return 0
    return 3 if currency in _THREE_DECIMAL else 2


def _step(currency: str) -> int:
    """What Stripe's amounts must be a multiple of: networks carry no third decimal, and no fraction of a króna."""
    if currency in _THREE_DECIMAL:
        return 10
    return 100 if currency in _WHOLE_UNITS_ONLY else 1


def _factors(currency: str) -> tuple[int, int]:
    """(up, down): our amount times `up`, divided by `down`, is Stripe's. One of them is 1."""
    shift = _decimals(currency) - exponent(currency)
    return int(10 ** max(shift, 0)), int(10 ** max(-shift, 0))


def is_exact(cents: int, currency: str) -> bool:
    """Whether Stripe can carry exactly this amount."""
    up, down = _factors(currency)
    return cents % down == 0 and cents * up // down % _step(currency) == 0


def is_chargeable(cents: int, currency: str) -> bool:
    """Whether Stripe can charge this amount: exactly, and neither too small nor too large."""
    return is_exact(cents, currency) and _MINIMUM.get(currency, 1) <= to_stripe(cents, currency) <= _MAXIMUM


def to_stripe(cents: int, currency: str) -> int:
    """Our minor units in Stripe's.

    Never rounds, since what is invoiced must be what is charged: raises ProviderRefused for 1.234 KWD.
    """
    if not is_exact(cents, currency):
        raise ProviderRefused(reason="amount_not_exact", detail=f"Stripe cannot carry {cents} in {currency}.")
    up, down = _factors(currency)
    return cents * up // down


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's minor units in ours."""
    up, down = _factors(currency)
    return amount * down // up
