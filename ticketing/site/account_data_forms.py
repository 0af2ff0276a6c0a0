"""The form that deletes an account."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.models import User
from ticketing.core.forms import AccessibleForm


class DeletionForm(AccessibleForm):
    """One's own address, typed: nobody deletes an account by a slip of the finger."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Type it to show that you mean it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User) -> None:
        self.user = user
        super().__init__(data)

    def clean_email(self) -> str:
        """The address, if it is this account's."""
        typed: str = self.cleaned_data["email"].strip().lower()
        if typed != self.user.email:
            raise ValidationError(_("This is not the address of this account."))
        return typed
