"""Roll-ups say what the ledger says, however they came about."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import PageView, Stock
from orders import services
from orders.models import (
    AnalyticsMark,
    EventAnalytics,
    LedgerEntry,
    Order,
    Payment,
    Refund,
    RefundStatus,
    SalesAnalytics,
    Ticket,
)
from orders.payments.base import RefundState
from orders.queries import office_reports
from orders.reports import rolling
from tests import make
from ticketing.core.errors import DomainError

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 27, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LAST = date(2026, 12, 31)


@pytest.fixture
def gala(blue_note):
    event = make.event(blue_note, published=False, now=NOON, starts_at=NOON + timedelta(days=60))
    make.ticket_type(event, name="Stalls", places=100, price_cents=2500)
    make.ticket_type(event, name="Lawn", places=100)
    return make.publish(event, now=NOON)


def look(event, at, visitor="v1", host=""):
    PageView.objects.create(
        tenant=event.tenant, event=event, visitor=visitor, referrer_host=host, path="/", created_at=at
    )


def roll(event, now):
    """Whether something was rolled up."""
    event.refresh_from_db()
    return rolling.roll_up_due(now=now) > 0


def totals(event):
    return office_reports.facts([event.pk], first=None, last=LAST, by=("day",))


def stored(event):
    days = EventAnalytics.objects.filter(event=event).order_by("day")
    types = SalesAnalytics.objects.filter(event=event).order_by("day", "ticket_type")
    hidden = {"id", "created_at", "updated_at"}
    return [
        [{key: value for key, value in row.items() if key not in hidden} for row in rows.values()]
        for rows in (days, types)
    ]


def test_a_day_is_rolled_up_when_it_is_over_on_the_events_own_clock(gala):
    make.order(gala, {gala.ticket_types.get(name="Stalls"): 2}, now=NOON)
    tomorrow = datetime(2026, 3, 28, 0, 30, tzinfo=BERLIN)

    assert roll(gala, tomorrow) is True
    assert not EventAnalytics.objects.exists()
    assert roll(gala, tomorrow + timedelta(hours=1)) is True

    row = EventAnalytics.objects.get()
    assert (row.day, row.carts, row.orders, row.confirmed) == (date(2026, 3, 27), 1, 1, 1)
    assert (row.gross_cents, row.refunds_cents, row.provider_fees_cents) == (5000, 0, 30)
    assert roll(gala, tomorrow + timedelta(hours=1)) is False


def test_views_are_counted_by_day_visitor_and_the_site_that_led_here(gala):
    for minute, (visitor, host) in enumerate([("a", "news.example"), ("a", ""), ("b", "news.example")]):
        look(gala, NOON + timedelta(minutes=minute), visitor, host)
    look(gala, datetime(2026, 3, 28, 0, 5, tzinfo=BERLIN), "a")

    roll(gala, NOON + timedelta(days=3))

    rows = EventAnalytics.objects.order_by("day").values_list("day", "views", "visitors", "referrers")
    assert list(rows) == [
        (date(2026, 3, 27), 3, 2, {"": 1, "news.example": 2}),
        (date(2026, 3, 28), 1, 1, {"": 1}),
    ]


def test_what_is_not_rolled_up_yet_is_read_live_and_counted_once(gala):
    stalls = gala.ticket_types.get(name="Stalls")
    make.order(gala, {stalls: 2}, now=NOON)
    roll(gala, NOON + timedelta(days=1))
    make.order(gala, {stalls: 3}, now=NOON + timedelta(days=1))

    found = totals(gala)

    assert [(row["day"], row["sold"], row["gross_cents"]) for row in found] == [
        (date(2026, 3, 27), 2, 5000),
        (date(2026, 3, 28), 3, 7500),
    ]


def test_an_event_whose_clock_was_changed_is_read_live_until_it_is_rolled_up_anew(gala):
    make.order(gala, {gala.ticket_types.get(name="Stalls"): 1}, now=NOON)
    roll(gala, NOON + timedelta(days=2))
    gala.time_zone = "Pacific/Kiritimati"
    gala.save(update_fields=["time_zone"])

    assert [row["day"] for row in totals(gala)] == [date(2026, 3, 28)]
    assert rolling.roll_up_due(now=NOON + timedelta(days=4)) == 1
    assert EventAnalytics.objects.get().day == date(2026, 3, 28)
    assert [row["day"] for row in totals(gala)] == [date(2026, 3, 28)]


def test_the_task_rolls_up_what_is_due_and_nothing_twice(gala):
    tokyo = make.event(gala.tenant, time_zone="Asia/Tokyo")

    # A quarter past four in the afternoon in Berlin is the next day in Tokyo.
    assert rolling.roll_up_due(now=NOON) == 2
    assert rolling.roll_up_due(now=datetime(2026, 3, 27, 16, 15, tzinfo=UTC)) == 1
    assert rolling.roll_up_due(now=datetime(2026, 3, 27, 16, 15, tzinfo=UTC)) == 0
    assert AnalyticsMark.objects.get(event=tokyo).until == date(2026, 3, 28)
    assert AnalyticsMark.objects.get(event=gala).until == date(2026, 3, 27)


def test_the_command_makes_all_roll_ups_anew(gala, capsys):
    make.order(gala, {gala.ticket_types.get(name="Stalls"): 1}, now=NOON)
    roll(gala, timezone.now())
    before = stored(gala)
    EventAnalytics.objects.update(gross_cents=1, views=7)
    SalesAnalytics.objects.update(sold=9)

    call_command("rebuild_analytics")

    assert stored(gala) == before
    assert "1 events" in capsys.readouterr().out


# --- Any history ------------------------------------------------------------------------------------------------------

DEEDS = ["buy", "buy", "free", "lapse", "late", "mint", "cancel", "ticket", "refund", "come_back", "roll"]
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 40), st.integers(1, 3)), min_size=3, max_size=14)


class History:
    """An event, and things that happen to its sale hours and days apart."""

    def __init__(self):
        self.now = NOON
        self.event = make.event(published=False, now=NOON, starts_at=NOON + timedelta(days=200))
        self.stalls = make.ticket_type(self.event, name="Stalls", places=500, price_cents=1999, max_per_order=9)
        self.lawn = make.ticket_type(self.event, name="Lawn", places=500)
        self.mug = make.ticket_type(self.event, name="Mug", places=90, price_cents=500, kind="merchandise")
        make.publish(self.event, now=NOON)

    def step(self, deed, hours, count):
        self.now += timedelta(hours=hours)
        try:
            getattr(self, deed)(count)
        except DomainError:
            return

    def buy(self, count):
        make.order(self.event, {self.stalls: count, self.mug: 1}, now=self.now)

    def free(self, count):
        make.order(self.event, {self.lawn: count}, now=self.now)

    def lapse(self, count):
        make.order(self.event, {self.stalls: count}, paid=False, now=self.now)
        services.release_all_lapsed(now=self.now + timedelta(days=9))

    def late(self, count):
        """Money for an order whose places had lapsed."""
        order = Order.objects.filter(event=self.event, status="expired").order_by("pk").first()
        if order:
            make.pay(order, now=self.now)

    def mint(self, count):
        services.mint_tickets(
            ticket_type=self.lawn, label="x", quantity=count, activation_mode="deferred", by=None, now=self.now
        )

    def cancel(self, count):
        order = Order.objects.filter(event=self.event, status="confirmed").order_by("pk").first()
        if order:
            services.cancel_order(order=order, by=None, now=self.now)

    def ticket(self, count):
        found = Ticket.objects.filter(event=self.event, status="valid", order__status="confirmed").order_by("pk")
        if ticket := found.select_related("order").last():
            services.cancel_tickets(order=ticket.order, tickets=[ticket], by=None, now=self.now)

    def refund(self, count):
        payment = Payment.objects.filter(order__event=self.event, applied_cents__gt=0).order_by("pk").first()
        if payment:
            made = services.request_refund(order=payment.order, amount_cents=count * 100, now=self.now)
            services.record_refund(
                refund_id=made.pk, state=RefundState(f"re_{made.pk}", "succeeded", count * 100), now=self.now
            )

    def come_back(self, count):
        """A bank sends a refund back."""
        refund = Refund.objects.filter(payment__order__event=self.event, status=RefundStatus.SUCCEEDED).first()
        if refund:
            state = RefundState(refund.provider_reference, "failed", refund.amount_cents)
            services.record_refund(refund_id=refund.pk, state=state, now=self.now)

    def roll(self, count):
        roll(self.event, self.now)


@given(steps=STEPS)
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_incremental_rebuilt_and_reckoned_from_the_ledger_are_the_same(steps):
    atomics = TestCase._enter_atomics()
    try:
        history = History()
        for deed, hours, count in steps:
            history.step(deed, hours, count)
        check(history)
    finally:
        TestCase._rollback_atomics(atomics)


def check(history):
    event, later = history.event, history.now + timedelta(days=30)
    partly = totals(event)
    roll(event, later)
    incremental, wholly = stored(event), totals(event)
    rolling.rebuild(events=[event.pk], now=later)

    assert stored(event) == incremental
    assert partly == wholly == totals(event)
    sums = {name: sum(row[name] for row in wholly) for name in ("gross_cents", "refunds_cents", "sold", "cancelled")}
    entries = LedgerEntry.objects.filter(order__event=event, account__in=["sales", "taxes", "service_fees"])
    assert sums["gross_cents"] - sums["refunds_cents"] == -(entries.aggregate(cents=Sum("amount_cents"))["cents"] or 0)
    paid = Payment.objects.filter(order__event=event).aggregate(cents=Sum("applied_cents"))["cents"] or 0
    assert sums["gross_cents"] == paid
    assert sums["refunds_cents"] == (Order.objects.filter(event=event).aggregate(c=Sum("refunded_cents"))["c"] or 0)
    by_type = office_reports.facts([event.pk], first=None, last=LAST, by=("ticket_type",))
    assert sum(row["gross_cents"] for row in by_type) == sums["gross_cents"]
    assert sums["sold"] - sums["cancelled"] == Stock.objects.get(event=event).quantity_sold
