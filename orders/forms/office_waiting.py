"""How an event's waiting list works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.core.forms import AccessibleForm


class WaitingListForm(AccessibleForm):
    """Whether newcomers may join, and how long an offer holds."""

    is_enabled = forms.BooleanField(
        label=_("People may join the waiting list"),
        required=False,
        help_text=_("Where tickets are sold out, the event's page then shows the way to the list."),
    )
    hours = forms.IntegerField(
        label=_("Hours that an offer holds"),
        min_value=1,
        max_value=168,
        help_text=_("Places are kept for so long, and never longer than the sale goes on."),
    )
