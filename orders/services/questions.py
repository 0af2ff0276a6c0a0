"""Changing and deleting questions: people may have answered them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from events import selling_rules
from events.models import Question
from orders import errors_office
from orders.queries.office_questions import answers_to
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.versions import claim_version


@transaction.atomic(durable=True)
def change_question(
    *, question: Question, changes: Mapping[str, Any], version: int | None = None, by: User | None, now: datetime
) -> Question:
    """Change how a question, that stood at `version`, is asked from now on; answers stay as they were given.

    Raises Stale where somebody else saved meanwhile, QuestionAnswered where answers could not be read as another kind,
    or a refusal of `selling_rules.question_refusals`.
    """
    claim_version(question, version)
    selling_rules.check(selling_rules.question_refusals(question.event, changes))
    found = Question.objects.get(pk=question.pk)
    is_another = any(name in changes and changes[name] != getattr(found, name) for name in ("kind", "asked_per"))
    if is_another and (answers := answers_to(found)):
        raise errors_office.QuestionAnswered(answers=answers)
    fields = {name: value for name, value in changes.items() if name != "ticket_types"}
    for name, value in fields.items():
        setattr(found, name, value)
    found.save(update_fields=list(fields))
    if "ticket_types" in changes:
        found.ticket_types.set(changes["ticket_types"])
    metadata = {"label": found.label}
    log_activity(tenant=found.tenant_id, actor=by, action="question.changed", target=found, metadata=metadata, now=now)
    return found


@transaction.atomic(durable=True)
def delete_question(*, question: Question, by: User | None, now: datetime) -> None:
    """Delete what nobody has answered. Raises QuestionInUse."""
    if answers_to(question):
        raise errors_office.QuestionInUse()
    metadata = {"label": question.label, "question": str(question.pk)}
    log_activity(
        tenant=question.tenant_id,
        actor=by,
        action="question.deleted",
        target=question.event,
        metadata=metadata,
        now=now,
    )
    Question.objects.get(pk=question.pk).delete()
