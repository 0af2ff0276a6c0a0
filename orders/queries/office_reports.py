"""Figures for reports: what is rolled up, and what is newer, added up in one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Min

from orders.models import AnalyticsMark
from orders.reports.facts import (
    EVENT_FACTS,
    EVENT_MEASURES,
    LIVE_SPAN,
    REFERRER_FACTS,
    TYPE_FACTS,
    TYPE_MEASURES,
    start_of,
)

Row = dict[str, Any]

# What a report may be broken down by.
_KEYS = {
    "event": "fact.event_id AS event",
    "day": "fact.day",
    "currency": "event.currency",
    "ticket_type": "fact.ticket_type_id AS ticket_type",
}
_SOLD = ("sold", "cancelled")
_ROLLED = (
    "{table} fact JOIN orders_analyticsmark mark ON mark.event_id = fact.event_id AND fact.day < mark.until"
    " JOIN events_event event ON event.id = fact.event_id AND event.time_zone = mark.time_zone"
    "{more} WHERE fact.event_id = ANY(%(events)s) AND fact.day <= %(last)s"
    " AND (%(first)s::date IS NULL OR fact.day >= %(first)s::date)"
)


def facts(events: Sequence[UUID], *, first: date | None, last: date, by: Sequence[str]) -> list[Row]:
    """All measures of these events from `first` (None: ever) to `last`, summed by the keys that `by` names.

    `by` is of event, day, currency and ticket_type; with the type, there are only the measures of types. Money of
    different currencies is never added up: whoever asks for several events asks by event or currency.
    """
    return _rows(_statement(tuple(by)), events=list(events), first=first, last=last, floor=_floor(events, first))


def referrers(events: Sequence[UUID], *, first: date | None, last: date, most: int = 20) -> list[tuple[str, int]]:
    """From which sites people came to the events' pages; the empty one is for those who came by themselves."""
    found = _rows(_REFERRERS, events=list(events), first=first, last=last, most=most, floor=_floor(events, first))
    return [(row["host"], row["views"]) for row in found]


def check_ins(events: Sequence[UUID], *, first: date | None, last: date, by: Sequence[str]) -> list[Row]:
    """Admitted tickets by day or ticket type: counted each time, since an admission may be taken back."""
    keys = ", ".join(_KEYS[name] for name in by)
    return _rows(_CHECK_INS.format(keys=keys, group=_group(by)), events=list(events), first=first, last=last)


def _floor(events: Sequence[UUID], first: date | None) -> datetime:
    """A moment before which nothing of these events is to be read live."""
    marks = AnalyticsMark.objects.filter(event__in=events, time_zone=F("event__time_zone"))
    known = marks.aggregate(until=Min("until"), count=Count("pk"))
    rolled = known["until"] if known["count"] == len(set(events)) and known["until"] else date.min
    return start_of(max(rolled, first or date.min))


def _rows(statement: str, **values: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _statement(by: tuple[str, ...]) -> str:
    """The one statement of `facts`."""
    if "ticket_type" in by:
        measures: tuple[str, ...] = TYPE_MEASURES
        sources = [_rolled("orders_salesanalytics", measures, measures), _live(TYPE_FACTS, measures, measures)]
        key = ", ticket_type_id"
    else:
        measures, sold = (*EVENT_MEASURES, *_SOLD), _SOLD
        sources = [
            _rolled("orders_eventanalytics", measures, EVENT_MEASURES),
            _rolled("orders_salesanalytics", measures, sold),
            _live(EVENT_FACTS, measures, EVENT_MEASURES),
            _live(TYPE_FACTS, measures, sold),
        ]
        key = ""
    sums = ", ".join(f"sum(fact.{name})::bigint AS {name}" for name in measures)
    keys = ", ".join(_KEYS[name] for name in by)
    return (
        f"WITH {LIVE_SPAN} SELECT {keys}, {sums}"  # noqa: S608 - our own names
        f" FROM ({' UNION ALL '.join(sources)}) fact (event_id, day{key}, {', '.join(measures)})"
        f" JOIN events_event event ON event.id = fact.event_id GROUP BY {_group(by)} ORDER BY {_group(by)}"
    )


def _rolled(table: str, measures: Sequence[str], given: Sequence[str]) -> str:
    key = ", fact.ticket_type_id" if measures is TYPE_MEASURES else ""
    rows = _ROLLED.format(table=table, more="")
    return f"SELECT fact.event_id, fact.day{key}, {_listed(measures, given)} FROM {rows}"  # noqa: S608 - our own names


def _live(rows: str, measures: Sequence[str], given: Sequence[str]) -> str:
    key = ", ticket_type_id" if measures is TYPE_MEASURES else ""
    return f"SELECT event_id, day{key}, {_listed(measures, given)} FROM ({rows}) live"  # noqa: S608 - our own names


def _listed(measures: Sequence[str], given: Sequence[str]) -> str:
    return ", ".join(name if name in given else "0" for name in measures)


def _group(by: Sequence[str]) -> str:
    return ", ".join(str(place) for place in range(1, len(by) + 1))


_EACH_HOST = " CROSS JOIN jsonb_each_text(fact.referrers) found"
_REFERRERS = f"""
WITH {LIVE_SPAN}
SELECT host, sum(views)::bigint AS views FROM (
    SELECT found.key AS host, found.value::bigint AS views
    FROM {_ROLLED.format(table="orders_eventanalytics", more=_EACH_HOST)}
    UNION ALL SELECT host, views FROM ({REFERRER_FACTS}) live
) look GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s
"""  # noqa: S608 - our own names
_CHECK_INS = """
SELECT {keys}, count(*) AS admitted FROM (
    SELECT ticket.event_id, ticket.ticket_type_id, (ticket.checked_in_at AT TIME ZONE event.time_zone)::date AS day
    FROM events_event event JOIN orders_ticket ticket ON ticket.event_id = event.id
    WHERE event.id = ANY(%(events)s) AND ticket.checked_in_at IS NOT NULL
        AND ticket.checked_in_at < (%(last)s::date + 1)::timestamp AT TIME ZONE event.time_zone
        AND ticket.checked_in_at >= coalesce(%(first)s::date::timestamp AT TIME ZONE event.time_zone, '-infinity')
) fact GROUP BY {group} ORDER BY {group}
"""
