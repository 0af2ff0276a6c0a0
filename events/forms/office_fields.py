"""Parts of the console's forms: moments on an event's clock, amounts, places."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ticketing.core.errors import DomainError
from ticketing.core.forms import AccessibleForm
from ticketing.core.money import exponent, to_cents

# Moments of events beyond these are slips of the hand.
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_PLACES = 1_000_000
MOST_UNITS = 1_000_000


class MomentInput(forms.DateTimeInput):
    """A picker of day and time, whose text is ISO in every language."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.Field):
    """A day and a time as a clock on a wall shows them; the form knows in which zone (`OfficeForm.moment`)."""

    widget = MomentInput
    default_error_messages = {"invalid": gettext_lazy("Please choose a day and a time.")}

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


def on_clock(moment: datetime | None, zone: str) -> datetime | None:
    """An instant as that place's clock shows it, to the minute."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0) if moment else None


class OfficeForm(AccessibleForm):
    """A form of the console: about an event or a place, not about whoever fills it in."""

    autocomplete_for_visitor = False

    def moment(self, name: str, zone: str) -> datetime | None:
        """The instant of a field on that clock; of an hour that comes twice, the first.

        An hour that the clocks skip is an error of the field.
        """
        typed = self.cleaned_data.get(name)
        if typed is None:
            return None
        moment: datetime = typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if on_clock(moment, zone) != typed:
            self.add_error(name, _("The clocks skip %(time)s on that day.") % {"time": f"{typed:%H:%M}"})
        return moment

    def cents(self, name: str, currency: str) -> int:
        """An amount in minor units of the currency; one that is too fine is an error of the field."""
        try:
            return to_cents(self.cleaned_data.get(name) or Decimal(0), currency)
        except ValueError:
            words = _("%(currency)s has %(decimals)d decimals.")
            self.add_error(name, words % {"currency": currency, "decimals": exponent(currency)})
            return 0

    def choose_from(self, name: str, choices: Any) -> None:
        """Say what a field of choices offers."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def add_refusal(self, refusal: DomainError, otherwise: str | None = None) -> None:
        """Show a refusal at its field, if the form has it."""
        self.add_error(refusal.field if refusal.field in self.fields else otherwise, str(refusal))


def text_area(rows: int) -> forms.Textarea:
    """A field for more than a line."""
    return forms.Textarea(attrs={"rows": rows})
