"""Forms of the console, and their fields: money in a currency's own decimals, moments, lists and pairs line by line."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError
from ticketing.core.forms import AccessibleForm
from ticketing.core.money import card_step, exponent, to_cents, to_decimal

# The most that cards carry, in minor units.
MOST_CENTS = 99_999_999
MOST_ENTRIES, LONGEST_KEY, LONGEST_TEXT = 50, 60, 500
# Days beyond these are slips of the hand, and the calendar ends not far behind them.
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_PLACES = 1_000_000
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


class MomentInput(forms.DateTimeInput):
    """A picker of day and time, whose text is ISO in every language."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.Field):
    """A day and a time as a clock on a wall shows them.

    Which clock, `set_clock` says before the field is used: then it takes and gives instants. Where that is only known
    once the form is filled in, `OfficeForm.moment` says so.
    """

    widget = MomentInput
    default_error_messages = {"invalid": _NO_MOMENT}
    zone = ""

    def set_clock(self, zone: str) -> None:
        """Moments are on the clock of this zone."""
        self.zone = zone

    def prepare_value(self, value: Any) -> Any:
        """An instant as the clock shows it; what was typed stays as it was typed."""
        return on_clock(value, self.zone) if self.zone and isinstance(value, datetime) and value.tzinfo else value

    def to_python(self, value: Any) -> datetime | None:
        """What was typed, to the minute."""
        if not value:
            return None
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if moment.tzinfo is not None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment.replace(second=0, microsecond=0)

    def clean(self, value: Any) -> datetime | None:
        """The instant, where the clock is known. Raises ValidationError for an hour that it skips."""
        typed: datetime | None = super().clean(value)
        return instant(typed, self.zone) if typed and self.zone else typed


def on_clock(moment: datetime | None, zone: str) -> datetime | None:
    """An instant as that place's clock shows it, to the minute."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0) if moment else None


def instant(typed: datetime, zone: str) -> datetime:
    """When a clock shows this; of an hour that comes twice, the first. Raises ValidationError for one it skips."""
    moment = typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if on_clock(moment, zone) != typed:
        raise ValidationError(_("The clocks skip %(time)s on that day.") % {"time": f"{typed:%H:%M}"})
    return moment


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


class OfficeForm(AccessibleForm):
    """A form of the console: about an event or a place, not about whoever fills it in."""

    autocomplete_for_visitor = False

    def moment(self, name: str, zone: str) -> datetime | None:
        """The instant of a field on that clock; an hour that it skips is an error of the field."""
        typed = self.cleaned_data.get(name)
        try:
            return instant(typed, zone) if typed else None
        except ValidationError as skipped:
            self.add_error(name, skipped)
            return None

    def choose_from(self, name: str, choices: Any) -> None:
        """Say what a field of choices offers."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def set_clock(self, zone: str, *names: str) -> None:
        """Say on which clock moments are."""
        for name in names:
            field = self.fields[name]
            assert isinstance(field, MomentField)
            field.set_clock(zone)

    def add_refusal(self, refusal: DomainError, otherwise: str | None = None) -> None:
        """Show a refusal at its field, if the form has it."""
        self.add_error(refusal.field if refusal.field in self.fields else otherwise, str(refusal))


def text_area(rows: int) -> forms.Textarea:
    """A field for more than a line."""
    return forms.Textarea(attrs={"rows": rows})


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
