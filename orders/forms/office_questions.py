"""The form of a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events import selling_rules
from events.models import AskedPer, Event, Question, QuestionKind, TicketType
from ticketing.core.office_fields import LinesField
from ticketing.core.office_versions import VersionedForm

MOST_CHOICES, LONGEST_CHOICE = 100, 120
_NAMES = ("label", "help_text", "kind", "choices", "is_required", "asked_per")


class QuestionForm(VersionedForm):
    """What is asked, how, and of whom."""

    label = forms.CharField(
        label=_("Question"), max_length=300, help_text=_("For a consent: the words that are agreed to.")
    )
    help_text = forms.CharField(
        label=_("Help"), required=False, max_length=300, help_text=_("A sentence below the question.")
    )
    kind = forms.ChoiceField(label=_("How it is answered"), choices=QuestionKind.choices)
    choices = LinesField(
        label=_("Choices"),
        most=MOST_CHOICES,
        longest=LONGEST_CHOICE,
        required=False,
        help_text=_("One per line; only for “one of several” and “several of several”."),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    asked_per = forms.ChoiceField(label=_("Asked of"), choices=AskedPer.choices, widget=forms.RadioSelect)
    ticket_types = forms.ModelMultipleChoiceField(
        label=_("Only for ticket types"),
        queryset=TicketType.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for all."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, question: Question, data: Any = None) -> "QuestionForm":
        """The form of a question that is there, or of a new one."""
        initial: dict[str, Any] = {name: getattr(question, name) for name in _NAMES}
        if not question._state.adding:
            initial |= {"ticket_types": list(question.ticket_types.all()), "version": question.version}
        return cls(data, event=question.event, initial=initial)

    def make_fields(self) -> None:
        """The event's own types."""
        field = self.fields["ticket_types"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = TicketType.objects.filter(event=self.event, archived_at=None).order_by("sort_order", "pk")

    def clean(self) -> dict[str, Any]:
        """Every refusal of the rules at its field; only a choice has choices."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("kind") not in (QuestionKind.CHOICE, QuestionKind.MULTIPLE):
            values["choices"] = []
        values["ticket_types"] = list(values.get("ticket_types") or ())
        if "choices" not in self.errors:
            for refusal in selling_rules.question_refusals(self.event, values):
                self.add_error(refusal.field, str(refusal))
        return values
