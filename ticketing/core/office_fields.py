"""Fields of the console's forms: money in a currency's own decimals, moments, lists and pairs line by line."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from ticketing.core.money import card_step, exponent, to_cents, to_decimal

# The most that cards carry, in minor units.
MOST_CENTS = 99_999_999
MOST_ENTRIES, LONGEST_KEY, LONGEST_TEXT = 50, 60, 500
# Days beyond these are slips of the hand, and the calendar ends not far behind them.
_NO_MOMENT = _("Please choose a day and a time.")
SENSIBLE_MOMENTS = [
    MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), _NO_MOMENT),
    MaxValueValidator(datetime(2101, 1, 1, tzinfo=UTC), _NO_MOMENT),
]
SENSIBLE_DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]


def day_field(label: Any) -> forms.DateField:
    """A day that may be left open."""
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=SENSIBLE_DAYS)


def moment_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time on the clock that is active while the form is made (`timezone.override`)."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        widget=widget,
        input_formats=["%Y-%m-%dT%H:%M"],
        validators=SENSIBLE_MOMENTS,
    )


def parse_number(typed: str) -> Decimal:
    """A number as people write it, with a point or a comma before the decimals. Raises ValueError."""
    text = "".join(typed.split())
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if len(text) > 20 or not text.replace(".", "", 1).removeprefix("-").isdecimal() or not text.isascii():
        raise ValueError("no number")
    try:
        return Decimal(text)
    except InvalidOperation as unreadable:
        raise ValueError("no number") from unreadable


class MoneyField(forms.CharField):
    """An amount in the decimals of a currency, as minor units. Say which with `set_currency` before it is used."""

    currency = "EUR"

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attributes), **kwargs)

    def set_currency(self, currency: str) -> None:
        """Amounts are of this currency."""
        self.currency = currency

    def prepare_value(self, value: Any) -> Any:
        """Minor units as people write them; what was typed stays as it was typed."""
        return f"{to_decimal(value, self.currency):f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Raises ValidationError for what is no amount of the currency, or cannot be paid by card."""
        typed = super().clean(value)
        if not typed:
            return None
        return cents_of(typed, self.currency)


def cents_of(typed: str, currency: str) -> int:
    """A typed amount in minor units. Raises ValidationError for what is no amount of the currency."""
    try:
        amount = parse_number(typed)
    except ValueError as unreadable:
        raise ValidationError(_("Please give an amount, such as %(example)s.") % _example(currency)) from unreadable
    try:
        cents = to_cents(amount, currency)
    except ValueError as too_fine:
        raise ValidationError(
            _("%(currency)s has %(decimals)d decimals.") % {"currency": currency, "decimals": exponent(currency)}
        ) from too_fine
    if cents < 0:
        raise ValidationError(_("An amount cannot be below zero."))
    if cents > MOST_CENTS:
        raise ValidationError(_("This amount is larger than any card can carry."))
    if cents % card_step(currency):
        raise ValidationError(
            _("Cards carry no third decimal: in %(currency)s it has to be 0.") % {"currency": currency}
        )
    return cents


def _example(currency: str) -> dict[str, str]:
    return {"example": f"{to_decimal(25 * 10 ** exponent(currency), currency):f}"}


class LinesField(forms.CharField):
    """One entry per line, as a list; empty lines and repetitions do not count."""

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A list as its lines."""
        return "\n".join(str(line) for line in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError for too many or too long lines."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        entries = list(dict.fromkeys(line for line in lines if line))
        if len(entries) > self.most:
            raise ValidationError(_("Please give at most %(most)d lines.") % {"most": self.most})
        if any(len(entry) > self.longest for entry in entries):
            raise ValidationError(_("A line has at most %(longest)d characters.") % {"longest": self.longest})
        return entries


class PairsField(forms.CharField):
    """Lines of “name: value”, as a dictionary of texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A dictionary as its lines."""
        return "\n".join(f"{key}: {text}" for key, text in value.items()) if isinstance(value, Mapping) else value

    def clean(self, value: Any) -> dict[str, str]:
        """Raises ValidationError, with the number of the line, for one that is no pair."""
        pairs: dict[str, str] = {}
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            if not line.strip():
                continue
            key, colon, text = (part.strip() for part in line.partition(":"))
            if not colon or not key or len(key) > LONGEST_KEY or len(text) > LONGEST_TEXT:
                raise ValidationError(_("Line %(line)d is not of the form “name: value”.") % {"line": number})
            pairs[key] = text
        if len(pairs) > MOST_ENTRIES:
            raise ValidationError(_("Please give at most %(most)d lines.") % {"most": MOST_ENTRIES})
        return pairs
