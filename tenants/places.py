"""What is usual in a country: its currency and its clock. For a first suggestion, which people may change."""

from babel.core import get_global
from babel.numbers import get_territory_currencies
from django_countries import countries

# Where a country has several clocks, those that most of its people live by.
_CAPITAL_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
_OF_LANGUAGES = {"de": "DE", "ar": "SA", "en": "US"}


def country_of(accepted: str, language: str) -> str:
    """The country that a browser's languages name first ("de-AT,en;q=0.8"), else where most speak the language."""
    for wish in accepted.split(","):
        _name, _dash, region = wish.split(";")[0].strip().partition("-")
        if region.upper() in countries:
            return region.upper()
    return _OF_LANGUAGES.get(language.split("-")[0], "US")


def currency_of(country: str) -> str:
    """The country's currency; EUR where none is known."""
    found = get_territory_currencies(country)
    return found[0] if found else "EUR"


def zone_of(country: str) -> str:
    """The clock that most people of the country live by; UTC where none is known."""
    if country in _CAPITAL_ZONES:
        return _CAPITAL_ZONES[country]
    zones = sorted(zone for zone, territory in get_global("zone_territories").items() if territory == country)
    return zones[0] if zones else "UTC"
