"""Money.

Whole minor units of an ISO-4217 currency. 1 999 in EUR is 19.99 €; 1 999 in JPY is 1 999 ¥; 1 999 in KWD is 1.999.
"""

import re
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision, list_currencies
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

_CODE_BEFORE_FIGURES = re.compile(r"([A-Z]{3})([0-9])")


@lru_cache(maxsize=256)
def exponent(currency: str) -> int:
    """How many decimals the currency has: 0, 2 or 3 (CLDR's figures, which follow ISO 4217)."""
    return get_currency_precision(currency)


def card_step(currency: str) -> int:
    """What amounts must be a multiple of for cards to carry them: networks know no third decimal."""
    return 10 if exponent(currency) == 3 else 1


def to_decimal(cents: int, currency: str) -> Decimal:
    """The amount in the currency's main unit."""
    return Decimal(cents).scaleb(-exponent(currency))


def to_cents(amount: Decimal, currency: str) -> int:
    """The amount in minor units. Raises ValueError where it is finer than the currency's smallest coin."""
    scaled = amount.scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError("finer than the currency")
    return int(scaled)


@lru_cache(maxsize=64)
def babel_locale(language: str | None) -> Locale:
    """The Babel locale for a Django language code; English where there is none."""
    try:
        return Locale.parse((language or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=8192)
def _formatted(cents: int, currency: str, language: str | None) -> str:
    text = format_currency(to_decimal(cents, currency), currency, locale=babel_locale(language))
    # CLDR parts a code from the figures beside it ("AED 92.80"), which Babel does not.
    return _CODE_BEFORE_FIGURES.sub("\\1\N{NO-BREAK SPACE}\\2", text)


def format_money(cents: int, currency: str, locale: str | None = None) -> str:
    """The amount as the locale writes it (the active language when none is given)."""
    return _formatted(cents, currency, locale or get_language())


def format_price(cents: int, currency: str, locale: str | None = None) -> str:
    """What something costs, where its price is named: nothing is "Free". Sums and accounts say the amount instead."""
    return format_money(cents, currency, locale) if cents else gettext("Free")


def validate_currency(value: str) -> None:
    """Refuse what is not an ISO-4217 code."""
    if value not in list_currencies():
        raise ValidationError(_("“%(value)s” is not a currency code."), params={"value": value}, code="currency")
