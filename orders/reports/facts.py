"""What happened, by event and day on the event's own clock: the SQL that roll-ups and reports share.

Each fact is counted on the day on which it happened and never again: a cancellation today is today's, not of the day of
the sale. So days that are over stay as they are, and can be rolled up. `span` says, for each event asked about, from
when until when its facts are wanted; `floor`, before which none is, tells the planner that few rows are.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

EVENT_MEASURES = (
    "views",
    "visitors",
    "carts",
    "orders",
    "confirmed",
    "gross_cents",
    "refunds_cents",
    "fees_cents",
    "taxes_cents",
    "provider_fees_cents",
)
TYPE_MEASURES = ("sold", "cancelled", "gross_cents")
MOST_REFERRERS = 50

# The days from `first` (null: ever) to `last`, each event's by its own clock, that are not rolled up yet.
LIVE_SPAN = """
span AS (
    SELECT event.id AS event_id, event.tenant_id, event.time_zone AS zone,
        coalesce(greatest(mark.until, %(first)s::date)::timestamp AT TIME ZONE event.time_zone, '-infinity') AS starts,
        (%(last)s::date + 1)::timestamp AT TIME ZONE event.time_zone AS ends
    FROM events_event event
    LEFT JOIN orders_analyticsmark mark ON mark.event_id = event.id AND mark.time_zone = event.time_zone
    WHERE event.id = ANY(%(events)s)
)
"""

# A ticket that was ever good: one that is void because its order lapsed was never sold. The words come first for the
# sake of the index of an event's tickets by status.
_EVER_GOOD = (
    "ticket.status IN ('valid', 'used', 'expired', 'cancelled')"
    " AND (ticket.status IN ('valid', 'used', 'expired')"
    " OR ticket.status = 'cancelled' AND (ticket.order_id IS NULL OR bought.confirmed_at IS NOT NULL))"
)
_APPLIED = "entry.account IN ('sales', 'taxes', 'service_fees')"
_BOOKED = (
    "orders_transaction booked ON booked.tenant_id = span.tenant_id"
    " JOIN orders_order bought ON bought.id = booked.order_id AND bought.event_id = span.event_id"
)


def _source(
    rows: str, at: str, given: dict[str, str], measures: Sequence[str], *, key: str = "", only: str = "true"
) -> str:
    """One SELECT of the union: the measures that these rows give, summed by event, day (and `key`)."""
    columns = ", ".join(f"({given.get(name, '0')})::bigint AS {name}" for name in measures)
    by = f", {key} AS ticket_type_id" if key else ""
    return (
        f"SELECT span.event_id, ({at} AT TIME ZONE span.zone)::date AS day{by}, {columns} FROM span JOIN {rows}"  # noqa: S608
        f" WHERE {only} AND {at} >= %(floor)s AND {at} >= span.starts AND {at} < span.ends"
        f" GROUP BY 1, 2{', 3' if key else ''}"
    )


def _ledger(condition: str, sign: str = "") -> str:
    return f"coalesce({sign}sum(entry.amount_cents) FILTER (WHERE {condition}), 0)"


def _of_events(rows: str, at: str, **given: str) -> str:
    return _source(rows, at, given, EVENT_MEASURES)


def _of_types(rows: str, at: str, key: str, *, only: str = "true", **given: str) -> str:
    return _source(rows, at, given, TYPE_MEASURES, key=key, only=only)


_ORDERS = "orders_order bought ON bought.event_id = span.event_id"
_TICKETS = (
    "orders_ticket ticket ON ticket.event_id = span.event_id"
    " LEFT JOIN orders_order bought ON bought.id = ticket.order_id"
)
_ITEMS = " JOIN orders_orderitem item ON item.order_id = bought.id"

EVENT_FACTS = " UNION ALL ".join(
    [
        _of_events(
            "events_pageview look ON look.event_id = span.event_id",
            "look.created_at",
            views="count(*)",
            visitors="count(DISTINCT look.visitor)",
        ),
        _of_events("orders_cart cart ON cart.event_id = span.event_id", "cart.created_at", carts="count(*)"),
        _of_events(
            # By the index of a tenant's orders by time.
            f"{_ORDERS} AND bought.tenant_id = span.tenant_id",
            "bought.created_at",
            orders="count(*)",
        ),
        _of_events(_ORDERS, "bought.confirmed_at", confirmed="count(*)"),
        _of_events(
            f"{_BOOKED} JOIN orders_ledgerentry entry ON entry.transaction_id = booked.id",
            "booked.created_at",
            gross_cents=_ledger(f"{_APPLIED} AND booked.type = 'purchase'", "-"),
            refunds_cents=_ledger(f"{_APPLIED} AND booked.type <> 'purchase'"),
            fees_cents=_ledger("entry.account = 'service_fees'", "-"),
            taxes_cents=_ledger("entry.account = 'taxes'", "-"),
            provider_fees_cents=_ledger("entry.account = 'gateway_fees'"),
        ),
    ]
)

TYPE_FACTS = " UNION ALL ".join(
    [
        _of_types(_TICKETS, "ticket.purchased_at", "ticket.ticket_type_id", only=_EVER_GOOD, sold="count(*)"),
        _of_types(
            _TICKETS,
            "ticket.cancelled_at",
            "ticket.ticket_type_id",
            only=f"ticket.status = 'cancelled' AND {_EVER_GOOD}",
            cancelled="count(*)",
        ),
        # Goods have no tickets: their lines count.
        _of_types(
            _ORDERS + _ITEMS,
            "bought.confirmed_at",
            "item.ticket_type_id",
            only="item.kind = 'merchandise'",
            sold="sum(item.quantity)",
        ),
        _of_types(
            _ORDERS + _ITEMS,
            "bought.cancelled_at",
            "item.ticket_type_id",
            only="item.kind = 'merchandise' AND bought.status = 'cancelled' AND bought.confirmed_at IS NOT NULL",
            cancelled="sum(item.quantity)",
        ),
        # A payment pays the whole order or nothing of it: its lines are what the ledger says came in.
        _of_types(
            f"{_BOOKED} JOIN orders_payment paid ON paid.id = booked.payment_id{_ITEMS}",
            "booked.created_at",
            "item.ticket_type_id",
            only="booked.type = 'purchase' AND paid.applied_cents > 0",
            gross_cents="sum(item.subtotal_cents - item.discount_cents + item.fee_cents + item.tax_cents)",
        ),
    ]
)

REFERRER_FACTS = (
    "SELECT look.referrer_host AS host, span.event_id, (look.created_at AT TIME ZONE span.zone)::date AS day,"
    " count(*) AS views FROM span JOIN events_pageview look ON look.event_id = span.event_id"
    " WHERE look.created_at >= %(floor)s AND look.created_at >= span.starts AND look.created_at < span.ends"
    " GROUP BY 1, 2, 3"
)


def start_of(day: date) -> datetime:
    """A moment at which the day has not begun anywhere on earth."""
    return datetime.combine(max(day, date(2, 1, 1)) - timedelta(days=1), time.min, tzinfo=UTC)
