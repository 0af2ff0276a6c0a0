"""Form fields for an organizer's questions, and their answers as they are stored (`orders.answers`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from events.models import Question, QuestionKind
from orders import uploads
from orders.forms.base import KeepingForm
from ticketing.core.phones import PhoneField

SHORT, LONG = 500, 5000
# More than these are easier found in a list that opens.
MOST_RADIO_BUTTONS = 6


@dataclass(frozen=True)
class Upload:
    """What became of an upload: the file that is kept with its signed note for the form, or why it was refused."""

    kept: uploads.KeptFile | None = None
    note: str = ""
    error: str = ""


class QuestionsForm(KeepingForm):
    """The questions asked of one person. `uploaded` holds the files of this and earlier posts, by field name."""

    def __init__(
        self, *args: Any, questions: Sequence[Question], uploaded: Mapping[str, Upload], **kwargs: Any
    ) -> None:
        self.questions = questions
        self.uploaded = uploaded
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """One field per question."""
        for question in self.questions:
            name = field_name(question)
            self.fields[name] = field_for(question, upload=self.uploaded.get(self.add_prefix(name)))

    def answers(self) -> dict[str, Any]:
        """The answers given, as they are stored."""
        given = {
            str(question.pk): _stored(question, self.cleaned_data[field_name(question)]) for question in self.questions
        }
        return {key: answer for key, answer in given.items() if answer not in (None, "", [])}

    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the questions alone, in their order."""
        return [self[field_name(question)] for question in self.questions]


def field_name(question: Question) -> str:
    """The name of a question's field within its form."""
    return f"q-{question.pk}"


def limited_to(questions: Iterable[Question], ticket_type_ids: Iterable[object]) -> list[Question]:
    """The questions that are asked about these ticket types; each comes with `only_for` (`queries.checkout`)."""
    wanted = set(ticket_type_ids)
    annotated: Iterable[Any] = questions
    return [question for question in annotated if not question.only_for or set(question.only_for) & wanted]


def initial_of(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as the fields show them; files come another way."""
    return {
        field_name(question): bool(answer) if question.kind == QuestionKind.CONSENT else answer
        for question in questions
        if question.kind != QuestionKind.FILE and (answer := answers.get(str(question.pk))) is not None
    }


def field_for(question: Question, *, upload: Upload | None = None) -> forms.Field:
    """The field that asks a question."""
    if question.kind == QuestionKind.FILE:
        field: forms.Field = UploadField(upload=upload or Upload())
    else:
        field = _FIELDS[QuestionKind(question.kind)](question)
    field.label = question.label
    field.help_text = question.help_text or field.help_text
    field.required = field.widget.is_required = question.is_required
    return field


class UploadInput(forms.FileInput):
    """A file input that no longer insists once a file is kept."""

    is_kept = False

    def use_required_attribute(self, initial: Any) -> bool:
        """Whether the browser may demand a file."""
        return super().use_required_attribute(initial) and not self.is_kept


class UploadField(forms.Field):
    """A file that was looked at and kept before the form is checked."""

    widget = UploadInput

    def __init__(self, *, upload: Upload) -> None:
        self.upload = upload
        super().__init__(
            widget=UploadInput(attrs={"accept": uploads.ACCEPTED}), help_text=_("PDF or picture, up to 5 MB.")
        )
        self.widget.is_kept = upload.kept is not None

    def clean(self, value: Any) -> dict[str, Any] | None:
        """The kept file as an answer. Raises ValidationError for a refused or missing one."""
        if self.upload.error:
            raise ValidationError(self.upload.error)
        if self.upload.kept is None and self.required:
            raise ValidationError(_("Please choose a file."))
        return self.upload.kept.answer if self.upload.kept else None


def _choice(question: Question) -> forms.Field:
    options = [(str(choice), str(choice)) for choice in question.choices]
    if len(options) <= MOST_RADIO_BUTTONS:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=[("", _("Please choose")), *options])


def _multiple(question: Question) -> forms.Field:
    options = [(str(choice), str(choice)) for choice in question.choices]
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple)


def _country(_question: Question) -> forms.Field:
    options = [("", _("Please choose")), *((code, name) for code, name in countries)]
    return forms.ChoiceField(choices=options, widget=forms.Select(attrs={"autocomplete": "country"}))


_FIELDS: dict[QuestionKind, Callable[[Question], forms.Field]] = {
    QuestionKind.TEXT: lambda _question: forms.CharField(max_length=SHORT),
    QuestionKind.LONG_TEXT: lambda _question: forms.CharField(
        max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    ),
    QuestionKind.CHOICE: _choice,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.NUMBER: lambda _question: forms.DecimalField(
        max_digits=15, decimal_places=4, widget=forms.NumberInput(attrs={"step": "any"})
    ),
    QuestionKind.DATE: lambda _question: forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    ),
    QuestionKind.PHONE: lambda _question: PhoneField(),
    QuestionKind.EMAIL: lambda _question: forms.EmailField(max_length=254),
    QuestionKind.COUNTRY: _country,
    QuestionKind.CONSENT: lambda _question: forms.BooleanField(),
}


def _stored(question: Question, cleaned: Any) -> Any:
    """A cleaned value as JSON has it."""
    if question.kind == QuestionKind.CONSENT:
        return {"agreed": True, "wording": question.label} if cleaned else None
    if isinstance(cleaned, Decimal):
        return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)
    return cleaned.isoformat() if isinstance(cleaned, date) else cleaned
