"""Columns: what each reads from the database, and the cell that comes of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from events.models import Question, QuestionKind
from orders.answers import answer_text
from ticketing.core import when
from ticketing.core.cells import Cell
from ticketing.core.money import to_decimal

Make = Callable[..., Cell]
ZONE_KEY = "time_zone"
QUESTION_PREFIX = "question-"


class ColumnKind(Enum):
    """How a column is set: moments are on the event's clock, money is in the currency's main unit."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `reads` are paths from the row; `make` gets their values. One that `is_usual` is chosen at first.

    Amounts read the currency last, and so do moments the zone.
    """

    key: str
    heading: str
    reads: tuple[str, ...]
    make: Make
    kind: ColumnKind = ColumnKind.TEXT
    is_usual: bool = True


def text(key: str, heading: str, path: str, *, is_usual: bool = True) -> Column:
    """Text as it stands in the database."""
    return Column(key, heading, (path,), lambda value: value or "", is_usual=is_usual)


def word(key: str, heading: str, path: str, choices: Iterable[tuple[str, Any]], *, is_usual: bool = True) -> Column:
    """One of a closed set of values, in words."""
    words = {value: str(label) for value, label in choices}
    return Column(key, heading, (path,), lambda value: words.get(value, ""), is_usual=is_usual)


def number(key: str, heading: str, path: str, *, is_usual: bool = True) -> Column:
    """A whole number."""
    return Column(key, heading, (path,), lambda value: value or 0, ColumnKind.NUMBER, is_usual)


def money(key: str, heading: str, path: str, currency: str, *, is_usual: bool = True) -> Column:
    """An amount of minor units, in the main unit."""
    return Column(key, heading, (path, currency), _amount, ColumnKind.MONEY, is_usual)


def moment(key: str, heading: str, path: str, zone: str, *, is_usual: bool = True) -> Column:
    """A moment on the event's clock. The zone has a column of its own."""
    return Column(key, heading, (path, zone), _local, ColumnKind.MOMENT, is_usual)


def answer(question: Question, heading: str, path: str) -> Column:
    """The answers to one question, out of all of a row's. Numbers stay numbers."""
    key = str(question.pk)

    def cell(answers: Mapping[str, Any] | None) -> Cell:
        given = (answers or {}).get(key)
        if question.kind == QuestionKind.NUMBER and isinstance(given, int | float):
            return Decimal(str(given))
        if question.kind == QuestionKind.DATE and given:
            return str(given)
        return answer_text(question, given)

    return Column(QUESTION_PREFIX + key, heading, (path,), cell, is_usual=False)


def yes_or_no(key: str, heading: str, path: str, *, is_usual: bool = True) -> Column:
    """Whether something is there."""
    yes, no = str(_("Yes")), str(_("No"))
    return Column(key, heading, (path,), lambda value: yes if value else no, is_usual=is_usual)


def chosen(columns: Sequence[Column], keys: Iterable[str]) -> list[Column]:
    """The columns with these keys, in their order; the zone follows where a moment is shown without it."""
    by_key = {column.key: column for column in columns}
    found = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
    shows_moments = any(column.kind == ColumnKind.MOMENT for column in found)
    if shows_moments and ZONE_KEY in by_key and by_key[ZONE_KEY] not in found:
        found.append(by_key[ZONE_KEY])
    return found


@lru_cache(maxsize=8192)
def _amount(cents: int | None, currency: str | None) -> Cell:
    return "" if cents is None or not currency else to_decimal(cents, currency)


def _local(at: datetime | None, zone_name: str) -> Cell:
    return "" if at is None else at.astimezone(when.zone(zone_name)).replace(tzinfo=None, microsecond=0)
