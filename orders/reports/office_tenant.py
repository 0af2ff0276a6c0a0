"""The report of all events that a member reaches: totals per currency, never added up across them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from events.models import Event
from orders.queries import office_reports as queries
from orders.reports import office_figures as figures
from orders.reports.office_figures import Figure, Row, Stage
from orders.reports.office_periods import Period
from orders.reports.office_tables import Column, Table, count_words

MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class TenantReport:
    """All of it: figures on top, money by currency, tables by key."""

    figures: list[Figure]
    money: list[tuple[str, list[Figure]]]
    stages: list[Stage]
    tables: dict[str, Table]


def tenant_report(events: Sequence[UUID], period: Period, *, url: Callable[[UUID], str]) -> TenantReport:
    """How all these events are doing in a period, against the one before; each by its own clock."""
    days = queries.facts(events, first=period.since, last=period.last, by=("currency", "day"))
    sums = figures.added(days, period.holds)
    before = figures.added(days, period.before.holds) if period.before else None
    admitted = queries.check_ins(events, first=period.first, last=period.last, by=("day",))
    currencies = sorted({row["currency"] for row in days if _has_money(row)})
    of_currency = {code: [row for row in days if row["currency"] == code] for code in currencies}
    made = [
        figures.sales_table(days, period),
        *(
            figures.revenue_table(rows, period, code, key=f"revenue-{code.lower()}")
            for code, rows in of_currency.items()
        ),
        figures.stage_table(sums),
        *_event_tables(events, period, url),
        figures.referrer_table(queries.referrers(events, first=period.first, last=period.last)),
        figures.check_in_table(admitted, period),
    ]
    return TenantReport(
        figures=_heads(sums, before, sum(row["admitted"] for row in admitted)),
        money=[(code, _money(rows, period, code)) for code, rows in of_currency.items()],
        stages=figures.stages(sums),
        tables={table.key: table for table in made},
    )


def _has_money(row: Row) -> bool:
    return bool(row["gross_cents"] or row["refunds_cents"])


def _money(rows: Sequence[Row], period: Period, currency: str) -> list[Figure]:
    before = figures.added(rows, period.before.holds) if period.before else None
    return figures.money_figures(figures.added(rows, period.holds), before, currency)


def _heads(sums: figures.Sums, before: figures.Sums | None, admitted: int) -> list[Figure]:
    was: Mapping[str, int] = before or {}
    cancelled = _("%(count)s cancelled") % {"count": count_words(sums["cancelled"])} if sums["cancelled"] else ""
    return [
        figures.count_figure(_("Tickets sold"), sums["sold"], was.get("sold"), cancelled),
        figures.count_figure(_("Confirmed orders"), sums["confirmed"], was.get("confirmed")),
        figures.count_figure(_("Checked in"), admitted, None),
        figures.count_figure(_("Visitors"), sums["visitors"], was.get("visitors")),
    ]


def _event_tables(events: Sequence[UUID], period: Period, url: Callable[[UUID], str]) -> list[Table]:
    """One for each currency: events that sold or were looked at, the best sold first."""
    found = queries.facts(events, first=period.first, last=period.last, by=("currency", "event"))
    names = dict(Event.objects.filter(pk__in=[row["event"] for row in found]).values_list("pk", "name"))
    by_currency: dict[str, list[Row]] = {}
    for row in sorted(found, key=lambda row: (-row["gross_cents"], -row["sold"], str(row["event"]))):
        by_currency.setdefault(row["currency"], []).append(row)
    return [_event_table(code, rows, names, url, len(by_currency) > 1) for code, rows in sorted(by_currency.items())]


def _event_table(
    currency: str, rows: Sequence[Row], names: Mapping[UUID, str], url: Callable[[UUID], str], is_one_of_several: bool
) -> Table:
    columns = [
        Column(_("Event"), "text"),
        *(Column(text) for text in (_("Visitors"), _("Sold"), _("Cancelled"))),
        *(Column(text, "money") for text in (_("Gross"), _("Refunds"), _("Net"))),
    ]
    shown = rows[:MOST_EVENTS]
    lines: list[Sequence[Any]] = [
        (
            *(names[row["event"]], row["visitors"], row["sold"], row["cancelled"]),
            *(row["gross_cents"], row["refunds_cents"], row["gross_cents"] - row["refunds_cents"]),
        )
        for row in shown
    ]
    title = _("By event, in %(currency)s") % {"currency": currency} if is_one_of_several else _("By event")
    urls = [url(row["event"]) for row in shown]
    return Table(f"events-{currency.lower()}", title, columns, lines, currency=currency, urls=urls)
