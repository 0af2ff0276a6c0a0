"""What the console's first page shows: how it is going today, what is coming, and what needs somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Least

from events import reach
from events.models import Event, EventStatus, TicketType
from orders.models import Order, OrderStatus
from orders.queries import office_reports as reports
from orders.queries.office_filters import OrderFilter
from orders.queries.office_orders import Attention, approvals_for
from orders.queries.office_rows import orders_listed
from tenants.access import Member

SPANS = (1, 7, 30)
MOST_EVENTS = 6
MOST_ORDERS = 8
MOST_TO_DO = 20


@dataclass(frozen=True, slots=True)
class Span:
    """So many days up to today, and as many before: tickets in hand, and net money by currency."""

    days: int
    sold: int
    sold_before: int
    net_cents: dict[str, int]
    net_cents_before: dict[str, int]


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for somebody, the most pressing first."""

    failed_refunds: list[Order]
    approvals: list[Order]
    unpaid: list[Order]


def events_in_reach(member: Member) -> list[UUID]:
    """All events that the member reaches, by id."""
    return list(reach.events_of(member).values_list("pk", flat=True))


def spans(events: Sequence[UUID], *, zone: str, now: datetime) -> list[Span]:
    """Today, a week and a month, each beside as many days before; by the clock of each event."""
    today = now.astimezone(ZoneInfo(zone)).date()
    longest = max(SPANS)
    rows = reports.facts(events, first=today - timedelta(days=2 * longest - 1), last=today, by=("currency", "day"))
    return [_span(rows, today.toordinal(), days) for days in SPANS]


def upcoming(member: Member, *, now: datetime) -> list[Event]:
    """The next events that are on sale: how many tickets are `sold` and `held`, and of how many `places` (None: no
    limit) how many are `left`: neither sold nor in somebody's cart or unpaid order.
    """
    of_type = (
        TicketType.objects.filter(event=OuterRef("pk"), kind="ticket", archived_at=None).order_by().values("event")
    )
    sold = of_type.annotate(total=Sum("stock__quantity_sold")).values("total")
    held = of_type.annotate(total=Sum("stock__quantity_held")).values("total")
    limited = of_type.annotate(
        total=Sum("stock__quantity_total"),
        left=Sum("stock__quantity_available"),
        open=Count("pk", filter=Q(stock__quantity_total=None)),
    ).filter(open=0)
    left = Subquery(limited.values("left"), output_field=IntegerField())
    found = reach.events_of(member).filter(status=EventStatus.PUBLISHED, archived_at=None, ends_at__gt=now)
    return list(
        found.annotate(
            sold=Coalesce(Subquery(sold, output_field=IntegerField()), 0),
            held=Coalesce(Subquery(held, output_field=IntegerField()), 0),
            # PostgreSQL's LEAST passes over nulls.
            left=Least(F("stock__quantity_available"), left),
            places=Coalesce(F("stock__quantity_total"), Subquery(limited.values("total"), output_field=IntegerField())),
        ).order_by("starts_at", "pk")[:MOST_EVENTS]
    )


# The lists of which `to_do` shows the beginning.
FAILED_REFUNDS = OrderFilter(attention=Attention.FAILED_REFUNDS)
UNPAID = OrderFilter(status=OrderStatus.PENDING, method="bank_transfer")


def to_do(member: Member) -> ToDo:
    """What waits for somebody: refunds that failed, orders to be approved, transfers that have not come."""
    return ToDo(
        list(orders_listed(member, FAILED_REFUNDS, oldest_first=True)[:MOST_TO_DO]),
        list(approvals_for(member).prefetch_related(None)[:MOST_TO_DO]),
        list(orders_listed(member, UNPAID, oldest_first=True)[:MOST_TO_DO]),
    )


def recent_orders(member: Member) -> list[Order]:
    """The latest confirmed orders."""
    found = Order.objects.filter(reach.within(member), tenant=member.tenant, status=OrderStatus.CONFIRMED)
    return list(found.select_related("event").order_by("-created_at")[:MOST_ORDERS])


def has_sold(member: Member) -> bool:
    """Whether anything that the member reaches was ever sold."""
    return TicketType.objects.filter(event__in=reach.events_of(member), stock__quantity_sold__gt=0).exists()


def _span(rows: Sequence[reports.Row], today: int, days: int) -> Span:
    now = [row for row in rows if 0 <= today - row["day"].toordinal() < days]
    before = [row for row in rows if days <= today - row["day"].toordinal() < 2 * days]
    return Span(days, _kept(now), _kept(before), _net(now), _net(before))


def _kept(rows: Sequence[reports.Row]) -> int:
    return sum(row["sold"] - row["cancelled"] for row in rows)


def _net(rows: Sequence[reports.Row]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["currency"]] = sums.get(row["currency"], 0) + row["gross_cents"] - row["refunds_cents"]
    return dict(sorted(sums.items()))
