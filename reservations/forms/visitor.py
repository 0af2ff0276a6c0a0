"""What visitors type: the code of a ticket, and how they can be reached."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from reservations import contacts
from reservations.values import Contact
from ticketing.core.errors import DomainError
from ticketing.core.forms import AccessibleForm


class CodeForm(AccessibleForm):
    """The code on a ticket."""

    code = forms.CharField(
        label=_("Ticket code"),
        max_length=80,
        help_text=_("It is printed on the ticket, or in the mail that came with it, like TKT-2026-7Q4M9X2KDA."),
        error_messages={"required": _("Please type the code of your ticket.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class ContactForm(AccessibleForm):
    """How to reach who comes. `country` (ISO 3166) is where a national number is read."""

    customer_email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The confirmation with your code goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    customer_phone = forms.CharField(
        label=_("Phone"),
        max_length=contacts.LONGEST_TYPED,
        help_text=_("For the case that something changes on the day."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        self.country = country
        super().__init__(*args, **kwargs)

    def clean_customer_email(self) -> str:
        """In lower case, and an address."""
        return _checked(contacts.address, self.cleaned_data["customer_email"])

    def clean_customer_phone(self) -> str:
        """In E.164."""
        return _checked(contacts.e164, self.cleaned_data["customer_phone"], self.country)

    def contact(self, locale: str) -> Contact:
        """What was typed."""
        cleaned = cast(dict[str, str], self.cleaned_data)
        return Contact(email=cleaned["customer_email"], phone=cleaned["customer_phone"], locale=locale)


def _checked(check: Any, *typed: str) -> str:
    try:
        return str(check(*typed))
    except DomainError as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
