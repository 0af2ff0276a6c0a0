"""What a member wants to see of the log, and to be told of."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import Channel, NoticeKind, User
from tenants.words_office_log import SUBJECTS
from ticketing.core.office_fields import day_field


class ActivityFilter(forms.Form):
    """Who, about what, when, from where. All of it may be left open."""

    who = forms.ModelChoiceField(User.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody"))
    subject = forms.ChoiceField(
        label=pgettext_lazy("log", "About"), required=False, choices=[("", _("Everything")), *SUBJECTS.items()]
    )
    first = day_field(_("From"))
    last = day_field(_("Until"))
    address = forms.GenericIPAddressField(label=_("From where"), required=False, unpack_ipv4=True)

    def __init__(self, data: Any, *, people: QuerySet[User]) -> None:
        super().__init__(data)
        field = self.fields["who"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        self.fields["address"].widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("This day comes before the first one."))
        return cleaned

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return not any(self.data.get(name) for name in self.fields)


class PreferencesForm(forms.Form):
    """How to be told of each kind of thing."""

    def __init__(self, data: Any = None, *, channels: dict[str, str]) -> None:
        super().__init__(data)
        for kind, channel in channels.items():
            self.fields[kind] = forms.ChoiceField(
                label=NoticeKind(kind).label, choices=Channel.choices, initial=channel
            )
