"""An export as it was asked for, made ready to be written: its columns, and its rows for whoever asked."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation

from events import reach
from events.models import Question
from orders.exports_office import columns as col
from orders.exports_office.columns import Column
from orders.exports_office.kinds import KINDS
from orders.exports_office.reading import Row, chunks
from orders.exports_office.writing import csv_lines
from orders.models import Export
from orders.queries.office_filters import Filter
from tenants.access import Member

# Questions of more events than these would be too many columns to choose from.
MOST_EVENTS_ASKED = 10


def filter_of(export: Export) -> Filter:
    """What narrows an export."""
    return KINDS[export.kind].filter_of.of(export.filters)


def columns_of(export: Export, member: Member) -> list[Column]:
    """An export's columns in their order, in the active language."""
    known = columns_known(member, export.kind, filter_of(export).events)
    return col.chosen(known, export.columns)


def columns_known(member: Member, kind: str, events: Sequence[UUID]) -> list[Column]:
    """All columns of a kind: answers too, where events were chosen."""
    found = KINDS[kind]
    return found.columns(_questions(member, found.asks, events) if found.asks else ())


def rows_of(export: Export, member: Member) -> QuerySet[Any]:
    """An export's rows, as far as the member reaches them."""
    return KINDS[export.kind].rows(member, filter_of(export))


def chunks_of(export: Export, member: Member, columns: Sequence[Column]) -> Iterator[list[Row]]:
    """An export's cells."""
    return chunks(rows_of(export, member), columns)


def csv_of(export: Export, member: Member) -> Iterator[str]:
    """An export as CSV, in the language that it was asked for in, while it is read."""
    with translation.override(export.locale):
        columns = columns_of(export, member)
    pieces = csv_lines(columns, chunks_of(export, member, columns), has_bom=export.has_bom)
    while True:
        # Each piece is made in the export's language; what is sent between them is the request's.
        with translation.override(export.locale):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def file_name(export: Export, now: datetime) -> str:
    """How the file is called at home."""
    return f"{export.kind}-{now:%Y-%m-%d-%H%M}.{export.format}"


def _questions(member: Member, asked_per: Sequence[str], events: Sequence[UUID]) -> list[tuple[Question, str]]:
    """Questions with the headings of their columns: archived ones too, since they were answered."""
    if not events or len(events) > MOST_EVENTS_ASKED:
        return []
    found = Question.objects.filter(
        reach.within(member), tenant=member.tenant, event__in=events, asked_per__in=asked_per
    ).select_related("event")
    rows = sorted(found, key=lambda question: (question.event.starts_at, question.sort_order, question.pk))
    if len(events) == 1:
        return [(question, question.label) for question in rows]
    return [(question, f"{question.label} ({question.event.name})") for question in rows]
