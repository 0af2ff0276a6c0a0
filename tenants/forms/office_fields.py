"""Choices that several forms of the console share: countries, currencies, languages."""

from functools import lru_cache
from typing import Any

from babel.core import get_global
from babel.numbers import get_currency_name
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language
from django_countries import countries

from ticketing.core.money import babel_locale


def offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Give a field of choices its choices, which depend on the reader's language."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def country_choices() -> list[tuple[str, Any]]:
    """Countries by name in the reader's language."""
    return [(row.code, row.name) for row in countries]


def currency_choices() -> list[tuple[str, Any]]:
    """Currencies in use, each by code and name in the reader's language."""
    locale = babel_locale(get_language())
    return [(code, f"{code} – {get_currency_name(code, locale=locale)}") for code in _currencies_in_use()]


def language_choices() -> list[tuple[str, Any]]:
    """Languages, each by its own name."""
    return [(code, str(LANG_INFO[code]["name_local"]).capitalize()) for code, _name in settings.LANGUAGES]


@lru_cache(maxsize=1)
def _currencies_in_use() -> list[str]:
    """What somewhere is money to pay with today."""
    of_all_times = (row for rows in get_global("territory_currencies").values() for row in rows)
    return sorted({code for code, _since, until, is_tender in of_all_times if is_tender and until is None})
