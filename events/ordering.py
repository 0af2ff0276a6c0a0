"""The order in which an organizer's rows stand, shared by ticket types and questions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events.models import Question, TicketType
from ticketing.core.models import BaseQuerySet


def put_in_order(rows: BaseQuerySet[TicketType] | BaseQuerySet[Question], wanted: Sequence[UUID]) -> None:
    """Number the rows from 1: those that are named, in that order, where they are; the others keep their places.

    Two people who sort at once overwrite each other, and neither loses a row.
    """
    present: list[Any] = list(rows.order_by("sort_order", "pk"))
    by_id = {row.pk: row for row in present}
    moving = [by_id[pk] for pk in dict.fromkeys(wanted) if pk in by_id]
    named = {row.pk for row in moving}
    queue = iter(moving)
    arranged = [next(queue) if row.pk in named else row for row in present]
    for position, row in enumerate(arranged, start=1):
        if row.sort_order != position:
            rows.filter(pk=row.pk).update(sort_order=position)


def next_position(rows: BaseQuerySet[TicketType] | BaseQuerySet[Question]) -> int:
    """Behind all that are there."""
    last = rows.order_by("-sort_order").values_list("sort_order", flat=True).first()
    return (last or 0) + 1
