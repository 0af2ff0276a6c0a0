"""How Stripe counts money (https://docs.stripe.com/currencies): minor units, minimum charges, and how to show them."""

from __future__ import annotations

from ticketing.demo.stripe.errors import ApiError

ZERO_DECIMAL = frozenset("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split())
THREE_DECIMAL = frozenset("bhd jod kwd omr tnd".split())
# Written with two decimals that must be zero.
WHOLE_UNITS_ONLY = frozenset({"isk", "ugx"})
MINIMUM = {"usd": 50, "eur": 50, "gbp": 30, "chf": 50, "jpy": 50, "sek": 300, "nok": 300, "dkk": 250, "pln": 200}
MAXIMUM = 99_999_999


def decimals(currency: str) -> int:
    """How many digits of an amount are a fraction."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def show(amount: int, currency: str) -> str:
    """An amount for people: `EUR 25.00`."""
    places = decimals(currency)
    return f"{currency.upper()} {amount / 10**places:,.{places}f}"


def check_divisible(amount: int, currency: str, param: str) -> None:
    """Refuse digits that the card networks cannot carry."""
    step = 10 if currency in THREE_DECIMAL else 100 if currency in WHOLE_UNITS_ONLY else 1
    if amount % step:
        raise ApiError(
            f"Invalid amount. Amounts in {currency.upper()} must be evenly divisible by {step}.",
            code="invalid_charge_amount" if step == 10 else "invalid_charge_amount_no_decimal_compatible",
            param=param,
        )


def check_charge(amount: int, currency: str) -> None:
    """Refuse a total that is too small or too large to be charged."""
    least = MINIMUM.get(currency, 1)
    if amount < least:
        raise ApiError(
            f"The Checkout Session's total amount due must add up to at least {show(least, currency)}",
            code="amount_too_small",
        )
    if amount > MAXIMUM:
        raise ApiError(f"The total must be no more than {show(MAXIMUM, currency)}", code="amount_too_large")


def processing_fee(amount: int, currency: str) -> int:
    """What the stand-in keeps of a card payment: 1.5 % and a quarter of a unit, as Stripe does for European cards."""
    fixed = {0: 30, 2: 25, 3: 250}[decimals(currency)]
    return min(amount, (amount * 15 + 500) // 1000 + fixed)
