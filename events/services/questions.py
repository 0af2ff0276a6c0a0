"""Questions at registration: asking, changing, archiving and the order in which they are asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from events import ordering, selling_rules
from events.models import Event, Question
from tenants.models import User
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def create_question(*, event: Event, values: Mapping[str, Any], by: User | None, now: datetime) -> Question:
    """Ask one more thing, behind what is asked already. `values` are its fields, with `ticket_types` as a list.

    Raises a refusal of `selling_rules.question_refusals`.
    """
    selling_rules.check(selling_rules.question_refusals(event, values))
    fields = {name: value for name, value in values.items() if name != "ticket_types"}
    position = ordering.next_position(Question.objects.filter(event=event))
    made = Question.objects.create(
        tenant_id=event.tenant_id, event=event, sort_order=position, created_at=now, **fields
    )
    made.ticket_types.set(values.get("ticket_types") or ())
    _log(made, "question.created", by, now)
    return made


@transaction.atomic(durable=True)
def order_questions(*, event: Event, wanted: Sequence[UUID], by: User | None, now: datetime) -> None:
    """Ask the event's questions in this order; those that are not named keep their places."""
    ordering.put_in_order(Question.objects.filter(event=event, archived_at=None), wanted)
    log_activity(tenant=event.tenant_id, actor=by, action="questions.ordered", target=event, now=now)


@transaction.atomic(durable=True)
def archive_question(*, question: Question, by: User | None, now: datetime) -> None:
    """Ask it no more; its answers stay. Twice changes nothing."""
    if Question.objects.filter(pk=question.pk, archived_at=None).update(archived_at=now):
        _log(question, "question.archived", by, now)


@transaction.atomic(durable=True)
def restore_question(*, question: Question, by: User | None, now: datetime) -> None:
    """Ask it again. Twice changes nothing."""
    if Question.objects.filter(pk=question.pk, archived_at__isnull=False).update(archived_at=None):
        _log(question, "question.restored", by, now)


def _log(question: Question, action: str, by: User | None, now: datetime) -> None:
    log_activity(
        tenant=question.tenant_id, actor=by, action=action, target=question, metadata={"label": question.label}, now=now
    )
