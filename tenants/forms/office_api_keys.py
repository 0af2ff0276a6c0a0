"""The form of a new API key."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.access import Member
from tenants.services.api_keys import SCOPES
from ticketing.core.forms import AccessibleForm

LIFETIMES = [
    ("30", _("In 30 days")),
    ("90", _("In 90 days")),
    ("365", _("In a year")),
    ("never", pgettext_lazy("expires", "Never")),
]


class ApiKeyForm(AccessibleForm):
    """What a key is called, what it may do, and for how long."""

    autocomplete_for_visitor = False
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What will use it, so that you know it again: “Shop at the entrance”."),
    )
    scopes = forms.MultipleChoiceField(label=_("It may"), widget=forms.CheckboxSelectMultiple)
    expires = forms.ChoiceField(
        label=_("It expires"),
        choices=LIFETIMES,
        initial="365",
        help_text=_("The shorter, the less harm it does in the wrong hands."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, member: Member) -> None:
        self.member = member
        super().__init__(data)

    def make_fields(self) -> None:
        """Offer no more than the member may do."""
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope, words) for scope, words in SCOPES.items() if self.member.may(scope)]

    def expires_at(self, now: datetime) -> datetime | None:
        """The moment from which it opens nothing."""
        days = self.cleaned_data["expires"]
        return None if days == "never" else now + timedelta(days=int(days))
