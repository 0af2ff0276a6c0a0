"""What buyers type after the sale: another name on a ticket, the address whose orders they look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.core.forms import AccessibleForm


class HolderForm(AccessibleForm):
    """Who comes with a ticket."""

    autocomplete_for_visitor = False

    first_name = forms.CharField(label=_("First name"), max_length=120)
    last_name = forms.CharField(label=_("Last name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("If it is not yours, the ticket is sent there too."),
    )


class LookupForm(AccessibleForm):
    """The address that orders were made with."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The address that you gave when you ordered.")
    )
