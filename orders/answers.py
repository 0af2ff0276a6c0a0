"""What the answers to an organizer's questions look like in the `answers` of orders and attendees.

By the question's id: text as text, several choices as a list, a number as a number, a day as "2026-12-31", a country as
its two letters, a phone number in E.164, a consent as {"agreed": true, "wording": …}, a file as
{"file": its name in the private storage, "name": its own name, "type": …, "size": bytes}. No answer: no entry.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _
from django_countries import countries

from events.models import Question, QuestionKind
from ticketing.core.when import date_locale


def answer_text(question: Question, answer: Any) -> str:
    """An answer in words, for pages, lists and exports. Empty where there is none."""
    if answer in (None, "", []):
        return ""
    if question.kind == QuestionKind.MULTIPLE:
        return ", ".join(str(choice) for choice in answer)
    if question.kind == QuestionKind.CONSENT:
        return str(_("Agreed"))
    if question.kind == QuestionKind.FILE:
        return str(answer["name"])
    if question.kind == QuestionKind.DATE:
        return format_date(date.fromisoformat(answer), format="medium", locale=date_locale())
    if question.kind == QuestionKind.COUNTRY:
        return str(countries.name(answer) or answer)
    return str(answer)


def files_in(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers that are files."""
    return [answer for answer in answers.values() if isinstance(answer, dict) and "file" in answer]
