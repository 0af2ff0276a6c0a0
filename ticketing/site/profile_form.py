"""The form of one's own profile."""

from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.models import User
from ticketing.core.forms import AccessibleForm
from ticketing.core.zones import known_zones


class ProfileForm(AccessibleForm):
    """What a person says about themselves."""

    full_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False, help_text=_("With the country’s code, such as +49 30 123456.")
    )
    locale = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def make_fields(self) -> None:
        """Languages by their own names; zones by name."""
        languages = [(code, _own_name(code)) for code, _name in settings.LANGUAGES]
        zones = sorted(zone for zone in known_zones() if "/" in zone and not zone.startswith("Etc/"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "locale": [("", _("As my browser says")), *languages],
            "time_zone": [("", _("Coordinated universal time (UTC)")), *((zone, zone) for zone in zones)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    @staticmethod
    def of(user: User) -> dict[str, str]:
        """What the fields begin with."""
        return {name: getattr(user, name) for name in ("full_name", "phone", "locale", "time_zone")}

    def clean_phone(self) -> str:
        """The number in its international form; empty where none was given."""
        given: str = self.cleaned_data["phone"]
        if not given:
            return ""
        try:
            number = phonenumbers.parse(given)
        except phonenumbers.NumberParseException as error:
            raise ValidationError(NO_NUMBER) from error
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(NO_NUMBER)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


NO_NUMBER = _("Please give the number with the country’s code, such as +49 30 123456.")


def _own_name(code: str) -> str:
    return str(LANG_INFO[code]["name_local"]).capitalize()
