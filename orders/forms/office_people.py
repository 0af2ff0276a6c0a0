"""Forms of the console about attendees: who comes, and what they answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Question
from orders.forms.questions import QuestionsForm, initial_of
from orders.models import Attendee
from ticketing.core.forms import AccessibleForm
from ticketing.core.phones import PhoneField


class AttendeeForm(AccessibleForm):
    """Who comes with a ticket."""

    autocomplete_for_visitor = False

    first_name = forms.CharField(label=_("First name"), max_length=120)
    last_name = forms.CharField(label=_("Last name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("A new address is sent the ticket, unless it is the buyer’s."),
    )
    phone = PhoneField(label=_("Phone"), required=False)

    @classmethod
    def of(cls, attendee: Attendee, data: Any = None) -> "AttendeeForm":
        """The form as it stands for an attendee."""
        return cls(data, initial={name: getattr(attendee, name) for name in cls.base_fields})


class AnswersForm(QuestionsForm):
    """The answers of an attendee. Members may leave any of them away."""

    autocomplete_for_visitor = False

    @classmethod
    def of(cls, attendee: Attendee, questions: list[Question], data: Any = None) -> "AnswersForm":
        """The form as it stands for an attendee."""
        return cls(data, initial=initial_of(questions, attendee.answers), questions=questions, uploaded={})

    def make_fields(self) -> None:
        """One field per question, none of which must be answered."""
        super().make_fields()
        for field in self.fields.values():
            field.required = field.widget.is_required = False
            if isinstance(field.widget, forms.RadioSelect) and isinstance(field, forms.ChoiceField):
                options: Any = field.choices
                field.choices = [("", _("No answer")), *options]

    def answers(self) -> dict[str, Any]:
        """What was answered by question; None where there is no answer."""
        given = super().answers()
        return {str(question.pk): given.get(str(question.pk)) for question in self.questions}
