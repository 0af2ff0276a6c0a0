"""The form that takes a file in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events import reach
from events.models import Event
from orders.errors_office_imports import EventNeeded, FileRefused
from orders.models import ImportKind
from orders.office_imports import files
from orders.words_office_selling import IMPORT_KINDS
from tenants.access import Member
from ticketing.core.forms import AccessibleForm


class ImportForm(AccessibleForm):
    """What the rows are, for which event, and the file."""

    kind = forms.ChoiceField(
        label=_("What is in the file"), choices=list(IMPORT_KINDS.items()), widget=forms.RadioSelect
    )
    event = forms.ModelChoiceField(
        label=_("Event"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("All events (discount codes only)"),
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        help_text=_("CSV or XLSX, up to 5 MB and 10 000 rows. Nothing is written before you have seen it."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """The events that the member reaches."""
        field = self.fields["event"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reach.events_of(self.member).filter(archived_at=None).order_by("-starts_at", "name")

    def clean(self) -> dict[str, Any]:
        """The table in the file; only codes are for all events, and only for who reaches them all."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        needs_event = values.get("kind") != ImportKind.CODES or self.member.is_limited
        if "event" in values and "kind" in values and values["event"] is None and needs_event:
            self.add_error("event", str(EventNeeded()))
        if "file" in values:
            try:
                values["table"] = files.read(values["file"].read(files.LARGEST_BYTES + 1))
            except FileRefused as refusal:
                self.add_error("file", str(refusal))
        return values
