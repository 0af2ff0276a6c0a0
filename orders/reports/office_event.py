"""The report of one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, TicketType
from orders.queries import office_reports as queries
from orders.reports import office_figures as figures
from orders.reports.office_figures import Figure, Row, Stage
from orders.reports.office_periods import Period
from orders.reports.office_tables import Column, Table, count_words

# Days before the event whose figures stand in the table of the run-up.
LONGEST_RUN_UP = 180


@dataclass(frozen=True, slots=True)
class EventReport:
    """All of it: figures on top, tables by key."""

    figures: list[Figure]
    money: list[Figure]
    stages: list[Stage]
    tables: dict[str, Table]


def event_report(event: Event, period: Period, *, other: Event | None, now: datetime) -> EventReport:
    """How an event is doing in a period, against the one before, and against another event before its start."""
    keys = [event.pk]
    days = queries.facts(keys, first=period.since, last=period.last, by=("day",))
    sums = figures.added(days, period.holds)
    before = figures.added(days, period.before.holds) if period.before else None
    types = queries.facts(keys, first=period.first, last=period.last, by=("ticket_type",))
    admitted = queries.check_ins(keys, first=period.first, last=period.last, by=("ticket_type", "day"))
    offered = list(TicketType.objects.filter(event=event).select_related("stock").order_by("sort_order", "pk"))
    made = [
        figures.sales_table(days, period),
        figures.revenue_table(days, period, event.currency),
        _type_table(event, offered, types, admitted),
        figures.stage_table(sums),
        figures.referrer_table(queries.referrers(keys, first=period.first, last=period.last)),
        figures.check_in_table(admitted, period),
        _run_up(event, other, now=now),
    ]
    return EventReport(
        figures=_heads(event, offered, sums, before, sum(row["admitted"] for row in admitted)),
        money=figures.money_figures(sums, before, event.currency),
        stages=figures.stages(sums),
        tables={table.key: table for table in made},
    )


def _heads(
    event: Event, offered: Sequence[TicketType], sums: figures.Sums, before: figures.Sums | None, admitted: int
) -> list[Figure]:
    was = before or {}
    cancelled = _("%(count)s cancelled") % {"count": count_words(sums["cancelled"])} if sums["cancelled"] else ""
    return [
        figures.count_figure(_("Tickets sold"), sums["sold"], was.get("sold"), cancelled),
        Figure(pgettext("places", "Left"), _left_words(event, offered)),
        figures.count_figure(_("Checked in"), admitted, None),
        figures.count_figure(_("Visitors"), sums["visitors"], was.get("visitors")),
    ]


def _left_words(event: Event, offered: Sequence[TicketType]) -> str:
    """How many can still be sold now, as far as that is limited."""
    types = [row.stock.quantity_available for row in offered if row.archived_at is None]
    limits = [left for left in [event.stock.quantity_available] if left is not None]
    if types and all(left is not None for left in types):
        limits.append(sum(left for left in types if left is not None))
    return count_words(max(0, min(limits))) if limits else _("No limit")


def _type_table(event: Event, offered: Sequence[TicketType], facts: Sequence[Row], admitted: Sequence[Row]) -> Table:
    found = {row["ticket_type"]: row for row in facts}
    entered: dict[Any, int] = {}
    for row in admitted:
        entered[row["ticket_type"]] = entered.get(row["ticket_type"], 0) + row["admitted"]
    rows: list[Sequence[Any]] = []
    for ticket_type in offered:
        row = found.get(ticket_type.pk, {"sold": 0, "cancelled": 0, "gross_cents": 0})
        if ticket_type.archived_at is not None and not row["sold"]:
            continue
        left = ticket_type.stock.quantity_available
        rows.append(
            (
                *(ticket_type.name, row["sold"], row["cancelled"], entered.get(ticket_type.pk, 0)),
                *(left, row["gross_cents"]),
            )
        )
    if (fees := found.get(None)) and fees["gross_cents"]:
        rows.append((_("Fees of orders"), None, None, None, None, fees["gross_cents"]))
    heads = (_("Sold"), _("Cancelled"), _("Checked in"), _("Left now"))
    columns = [Column(_("Ticket type"), "text"), *(Column(text) for text in heads), Column(_("Gross"), "money")]
    note = _("What was paid for a type, before refunds: money goes back for orders, not for types.")
    return Table("types", _("By ticket type"), columns, rows, currency=event.currency, note=note)


def _run_up(event: Event, other: Event | None, *, now: datetime) -> Table:
    """Tickets in hand so many days before the start, beside those of another event at the same distance."""
    shown = [event, *([other] if other else [])]
    last = max(_day_of(each) for each in shown)
    found = queries.facts([each.pk for each in shown], first=None, last=last, by=("event", "day"))
    lines = {each.pk: _in_hand(each, [row for row in found if row["event"] == each.pk], now) for each in shown}
    longest = max((len(line) for line in lines.values()), default=0)
    rows: list[Sequence[Any]] = [
        (-distance, *(line[distance] if distance < len(line) else None for line in lines.values()))
        for distance in range(min(longest, LONGEST_RUN_UP + 1) - 1, -1, -1)
    ]
    columns = [Column(_("Days before the start"), "distance"), *(Column(each.name) for each in shown)]
    series = tuple(range(1, len(columns)))
    note = _("Tickets sold and not cancelled, so many days before the start.")
    return Table("run-up", _("On the way to the event"), columns, rows, chart="lines", series=series, note=note)


def _in_hand(event: Event, rows: Sequence[Row], now: datetime) -> list[int | None]:
    """By days before the start: how many tickets were in hand at the end of that day; None for days to come."""
    if not rows:
        return []
    start, today = _day_of(event), now.astimezone(ZoneInfo(event.time_zone)).date()
    first = min(row["day"] for row in rows)
    by_day = {row["day"]: row["sold"] - row["cancelled"] for row in rows}
    length = (start - first).days + 1
    if length <= 0:
        return []
    days = [first + timedelta(days=number) for number in range(length)]
    sums = accumulate(by_day.get(day, 0) for day in days)
    line = [count if day <= today else None for day, count in zip(days, sums, strict=True)]
    return line[::-1]


def _day_of(event: Event) -> date:
    return event.starts_at.astimezone(ZoneInfo(event.time_zone)).date()
