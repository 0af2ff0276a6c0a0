"""Figures that head a report, and the tables that an event's report and a tenant's have in common."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from orders.reports import office_periods as periods
from orders.reports.office_periods import Period
from orders.reports.office_tables import Column, Table, count_words, share_words
from ticketing.core.money import format_money

Row = Mapping[str, Any]
Sums = dict[str, int]

SUMMED = (
    *("views", "visitors", "carts", "orders", "confirmed", "sold", "cancelled"),
    *("gross_cents", "refunds_cents", "fees_cents", "taxes_cents", "provider_fees_cents"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words, and how it has changed against the period before."""

    label: str
    text: str
    change: str = ""
    is_up: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage from looking to buying: how many came so far, of the first and of those just before."""

    label: str
    count: int
    text: str
    of_first: int
    more: str


def added(rows: Iterable[Row], holds: Callable[[date], bool] | None = None) -> Sums:
    """The measures of these rows, added up; of the days that `holds`, where it is given."""
    sums = dict.fromkeys(SUMMED, 0)
    for row in rows:
        if holds is None or holds(row["day"]):
            for name in SUMMED:
                sums[name] += row[name]
    sums["net_cents"] = sums["gross_cents"] - sums["refunds_cents"]
    sums["kept"] = sums["sold"] - sums["cancelled"]
    return sums


def changed(now: int, before: int | None) -> str:
    """By how much it grew or shrank, in percent; nothing where there is nothing to compare with."""
    if not before:
        return ""
    share = (now - before) / abs(before)
    text = share_words(abs(share))
    return f"+{text}" if share > 0 else f"−{text}" if share < 0 else "±0"


def count_figure(label: str, now: int, before: int | None, more: str = "") -> Figure:
    """A number of things."""
    return Figure(label, count_words(now), changed(now, before), now > (before or 0), more)


def money_figure(label: str, now: int, before: int | None, currency: str, more: str = "") -> Figure:
    """An amount."""
    return Figure(label, format_money(now, currency), changed(now, before), now > (before or 0), more)


def money_figures(now: Sums, before: Sums | None, currency: str) -> list[Figure]:
    """Gross − refunds = net, and what of it are fees and taxes."""
    was = before or {}
    fees = _("of which fees %(fees)s, taxes %(taxes)s") % {
        "fees": format_money(now["fees_cents"], currency),
        "taxes": format_money(now["taxes_cents"], currency),
    }
    return [
        money_figure(_("Gross revenue"), now["gross_cents"], was.get("gross_cents"), currency),
        money_figure(_("Refunds"), now["refunds_cents"], was.get("refunds_cents"), currency),
        money_figure(_("Net revenue"), now["net_cents"], was.get("net_cents"), currency, fees),
        money_figure(
            _("Payment provider’s fees"), now["provider_fees_cents"], was.get("provider_fees_cents"), currency
        ),
    ]


def stages(sums: Sums) -> list[Stage]:
    """From the event's page to the confirmed order, with the part that goes on at each step."""
    found = [
        (_("Visitors"), sums["visitors"]),
        (_("Began to buy"), sums["carts"]),
        (_("Checked out"), sums["orders"]),
        (_("Confirmed orders"), sums["confirmed"]),
    ]
    most, before, shown = max(count for _label, count in found), 0, []
    for label, count in found:
        more = _("%(share)s of the step before") % {"share": share_words(count / before)} if before else ""
        shown.append(Stage(label, count, count_words(count), round(100 * count / most) if most else 0, more))
        before = count
    return shown


def stage_table(sums: Sums) -> Table:
    """The same for the file."""
    rows: list[Sequence[Any]] = []
    before = 0
    for stage in stages(sums):
        rows.append((stage.label, stage.count, stage.count / before if before else None))
        before = stage.count
    columns = [Column(_("Step"), "text"), Column(_("How many")), Column(_("Of the step before"), "share")]
    return Table("conversion", _("From looking to buying"), columns, rows)


def referrer_table(found: Sequence[tuple[str, int]]) -> Table:
    """From which sites people came."""
    rows = [(host or _("Typed, scanned or unknown"), views) for host, views in found]
    columns = [Column(_("Site"), "text"), Column(_("Views"))]
    return Table("referrers", _("Where people came from"), columns, rows)


def by_day(rows: Sequence[Row], period: Period, measures: Sequence[str]) -> tuple[str, list[tuple[Any, ...]]]:
    """Sums of these measures for each day of the period, or week or month of a long one: which, and the rows."""
    found = [row for row in rows if period.holds(row["day"])]
    if period.first is None and not found:
        return "day", []
    first = period.first or min(row["day"] for row in found)
    step = periods.step_of(first, period.last)
    sums = {day: dict.fromkeys(measures, 0) for day in periods.starts(first, period.last, step)}
    for row in found:
        for name in measures:
            sums[periods.start_of(row["day"], step)][name] += row[name]
    return step, [(day, *(values[name] for name in measures)) for day, values in sums.items()]


def day_column(step: str) -> Column:
    """What heads the days, weeks or months."""
    return Column({"day": _("Day"), "week": _("Week"), "month": _("Month")}[step], "day")


def sales_table(rows: Sequence[Row], period: Period) -> Table:
    """Tickets sold and cancelled over time."""
    step, found = by_day(rows, period, ("sold", "cancelled"))
    columns = [day_column(step), Column(_("Sold")), Column(_("Cancelled"))]
    return Table("sold", _("Tickets over time"), columns, list(found), chart="bars", series=(1,), step=step)


def revenue_table(rows: Sequence[Row], period: Period, currency: str, *, key: str = "revenue") -> Table:
    """Money over time."""
    step, found = by_day(rows, period, ("gross_cents", "refunds_cents", "fees_cents", "taxes_cents"))
    with_net = [(day, gross, refunds, gross - refunds, *parts) for day, gross, refunds, *parts in found]
    columns = [
        day_column(step),
        *(Column(text, "money") for text in (_("Gross"), _("Refunds"), _("Net"), _("Fees in it"), _("Taxes in it"))),
    ]
    title = _("Revenue over time")
    return Table(key, title, columns, with_net, currency=currency, chart="bars", series=(3,), step=step)


def check_in_table(found: Sequence[Row], period: Period) -> Table:
    """Who was admitted when."""
    step, rows = by_day(found, period, ("admitted",)) if found else ("day", [])
    columns = [day_column(step), Column(_("Checked in"))]
    return Table("check-ins", _("Check-ins over time"), columns, list(rows), chart="bars", series=(1,), step=step)
