"""Phone numbers as people type them."""

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """A phone number with its country, kept in E.164."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"type": "tel", "inputmode": "tel", "placeholder": "+49 30 123456"}
        super().__init__(max_length=32, widget=forms.TextInput(attrs=attributes), **kwargs)

    def clean(self, value: Any) -> str:
        """Raises ValidationError for what no phone has."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse("+" + typed[2:] if typed.startswith("00") else typed)
        except phonenumbers.NumberParseException as unreadable:
            raise ValidationError(
                _("Please give the number with its country code, such as +49 30 123456.")
            ) from unreadable
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(_("This number does not look complete."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
