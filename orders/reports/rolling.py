"""Rolling days up. What is rolled up says what the rows say: it may be made anew at any time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from events.models import Event
from orders import locks
from orders.models import AnalyticsMark, EventAnalytics, SalesAnalytics
from orders.reports.facts import (
    EVENT_FACTS,
    EVENT_MEASURES,
    LIVE_SPAN,
    MOST_REFERRERS,
    REFERRER_FACTS,
    TYPE_FACTS,
    TYPE_MEASURES,
    start_of,
)

# A day is over for good once nothing can still be under way that began in it.
GRACE = timedelta(hours=1)
BATCH = 200

_SUMS = ", ".join(f"sum(fact.{name}) AS {name}" for name in EVENT_MEASURES)
_EVENT_DAYS = f"""
WITH {LIVE_SPAN}, day AS (
    SELECT fact.event_id, fact.day, {_SUMS} FROM ({EVENT_FACTS}) fact GROUP BY 1, 2
), host AS (
    SELECT event_id, day, jsonb_object_agg(host, views) AS referrers FROM (
        SELECT *, row_number() OVER (PARTITION BY event_id, day ORDER BY views DESC, host) AS place
        FROM ({REFERRER_FACTS}) fact
    ) ranked WHERE place <= {MOST_REFERRERS} GROUP BY 1, 2
)
INSERT INTO orders_eventanalytics
    (id, created_at, updated_at, tenant_id, event_id, day, {", ".join(EVENT_MEASURES)}, referrers)
SELECT gen_random_uuid(), %(now)s, %(now)s, span.tenant_id, day.event_id, day.day,
    {", ".join(f"day.{name}" for name in EVENT_MEASURES)}, coalesce(host.referrers, '{{}}')
FROM day JOIN span USING (event_id) LEFT JOIN host USING (event_id, day)
"""  # noqa: S608 - our own names
_TYPE_DAYS = f"""
WITH {LIVE_SPAN}
INSERT INTO orders_salesanalytics
    (id, created_at, updated_at, tenant_id, event_id, day, ticket_type_id, {", ".join(TYPE_MEASURES)})
SELECT gen_random_uuid(), %(now)s, %(now)s, span.tenant_id, fact.event_id, fact.day, fact.ticket_type_id,
    {", ".join(f"sum(fact.{name})" for name in TYPE_MEASURES)}
FROM ({TYPE_FACTS}) fact JOIN span USING (event_id) GROUP BY 4, 5, 6, 7
"""  # noqa: S608 - our own names


def roll_up_due(*, now: datetime) -> int:
    """Roll up the days that are over since each event's mark; of how many events."""
    never, before = Q(analytics_mark=None), Q(analytics_mark__until__lte=(now - GRACE).date() + timedelta(days=1))
    events = Event.objects.filter(never | before).select_related("analytics_mark")
    found = events.only("tenant_id", "time_zone", "analytics_mark__until").order_by("pk")
    return _in_batches([event for event in found if _is_due(event, now)], now=now)


def rebuild(*, events: Sequence[UUID] | None = None, now: datetime) -> int:
    """Make the roll-ups of these events (None: of all) anew from orders, ledger and page views."""
    found = Event.objects.only("tenant_id", "time_zone").order_by("pk")
    chosen = list(found if events is None else found.filter(pk__in=events))
    _in_batches(chosen, now=now, anew=True)
    return len(chosen)


def rebuild_running(*, now: datetime) -> int:
    """The same for events that are not over: what was dated back meanwhile, as imports are, is in its place then."""
    running = Event.objects.filter(ends_at__gt=now - timedelta(days=2), analytics_mark__isnull=False)
    return rebuild(events=list(running.values_list("pk", flat=True)), now=now)


@transaction.atomic(durable=True)
def roll_up(*, events: Sequence[Event], until: date, now: datetime, anew: bool = False) -> int:
    """Roll up the days of events from their marks to before `until`; all days `anew`, or where a clock was changed.

    Two at once wait for each other; the second finds nothing left to do. Returns of how many events it did.
    """
    marks = locks.analytics_marks(events, now=now)
    zones = {event.pk: event.time_zone for event in events}
    again = [mark for mark in marks if anew or mark.time_zone != zones[mark.event_id]]
    due = [mark for mark in marks if mark in again or mark.until < until]
    for model in (EventAnalytics, SalesAnalytics):
        model.objects.filter(event__in=[mark.event_id for mark in again]).delete()
    for mark in again:
        # The statements read on from the mark, whose clock is the event's from now on.
        mark.until, mark.time_zone = date.min, zones[mark.event_id]
    AnalyticsMark.objects.bulk_update(again, ["until", "time_zone"])
    keys = [mark.event_id for mark in due]
    floor = min((mark.until for mark in due), default=date.min)
    values = {"events": keys, "first": None, "last": until - timedelta(days=1), "now": now, "floor": start_of(floor)}
    with connection.cursor() as cursor:
        cursor.execute(_EVENT_DAYS, values)
        cursor.execute(_TYPE_DAYS, values)
    AnalyticsMark.objects.filter(event__in=keys).update(until=until)
    return len(due)


def _in_batches(events: Sequence[Event], *, now: datetime, anew: bool = False) -> int:
    """Events on whose clocks the same day began are rolled up together."""
    by_day: dict[date, list[Event]] = {}
    for event in events:
        by_day.setdefault(_today(event, now), []).append(event)
    return sum(
        roll_up(events=alike[start : start + BATCH], until=until, now=now, anew=anew)
        for until, alike in sorted(by_day.items())
        for start in range(0, len(alike), BATCH)
    )


def _is_due(event: Event, now: datetime) -> bool:
    mark = getattr(event, "analytics_mark", None)
    return mark is None or mark.until < _today(event, now)


def _today(event: Event, now: datetime) -> date:
    """The first day that is not over, on the event's clock."""
    return (now - GRACE).astimezone(ZoneInfo(event.time_zone)).date()
