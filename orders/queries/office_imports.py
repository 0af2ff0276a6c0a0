"""Imports as those who made them see them: how far they have come, and what came of each row."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from events import reach
from orders.models import Import, ImportRow, ImportStatus, RowState, Verdict
from orders.words_office_selling import IMPORT_KINDS, IMPORT_STATES, ROW_WORDS
from tenants.access import Member

_FILTERS = {
    "new": Q(verdict=Verdict.NEW),
    "changed": Q(verdict=Verdict.CHANGED),
    "refused": Q(verdict=Verdict.REFUSED),
    "failed": Q(state=RowState.FAILED),
    "stayed": Q(state=RowState.STAYED),
}


@dataclass(frozen=True, slots=True)
class ImportWords:
    """An import in words."""

    made: Import

    @property
    def kind(self) -> str:
        """What is in it."""
        return str(IMPORT_KINDS[self.made.kind])

    @property
    def state(self) -> str:
        """How far it has come."""
        return str(IMPORT_STATES[self.made.status][0])

    @property
    def tone(self) -> str:
        """The tone that goes with the state."""
        return IMPORT_STATES[self.made.status][1]


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row of the file in words: what would come of it, or what has."""

    row: ImportRow

    @property
    def word(self) -> str:
        """What it has come to, in a word."""
        return "" if self._key == Verdict.UNKNOWN else str(ROW_WORDS[self._key][0])

    @property
    def tone(self) -> str:
        """The tone that goes with the word."""
        return "" if self._key == Verdict.UNKNOWN else ROW_WORDS[self._key][1]

    @property
    def is_bad(self) -> bool:
        """Whether somebody should look at it."""
        return self._key in (Verdict.REFUSED, RowState.FAILED, RowState.STAYED)

    @property
    def _key(self) -> str:
        return self.row.verdict if self.row.state == RowState.WAITING else self.row.state


def imports_of(member: Member) -> QuerySet[Import]:
    """The imports that a member reaches, the newest first."""
    found = Import.objects.filter(reach.within(member), tenant=member.tenant)
    return found.select_related("event", "created_by").order_by("-created_at")


def counts_of(made: Import) -> Counter[str]:
    """How many rows came to which verdict, and to which state; `worked` are those that the present part has done."""
    counts: Counter[str] = Counter()
    for verdict, state, number in made.lines.values_list("verdict", "state").annotate(Count("pk")):
        counts[verdict] += number
        counts[state] += number
        if verdict in (Verdict.NEW, Verdict.CHANGED):
            counts["good"] += number
            counts["worked"] += number if _is_worked(made, verdict, state) else 0
        elif verdict == Verdict.REFUSED and made.status == ImportStatus.CHECKING:
            counts["worked"] += number
    return counts


def _is_worked(made: Import, verdict: str, state: str) -> bool:
    if made.status == ImportStatus.CHECKING:
        return True
    if made.status == ImportStatus.UNDOING:
        return state != RowState.WRITTEN
    return state != RowState.WAITING


def rows_of(made: Import, which: str) -> QuerySet[ImportRow]:
    """The rows of the file in their order, all or those of one kind."""
    return made.lines.filter(_FILTERS.get(which, Q())).order_by("line")
