from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from events.models import Stock
from orders import services
from orders.models import Ticket
from orders.queries.stock_check import stock_differences
from tenants.models import ActivityLog
from tests import make


@pytest.fixture
def fair(tenant):
    """An event with a session, whose stocks are all drawn on: tickets, merchandise, held, sold and given back."""
    event = make.event(tenant, name="Fair", places=50, published=False)
    talk = make.session(event, title="Talk", places=20)
    seat = make.ticket_type(event, name="Seat", places=30, price_cents=1000, sessions=[talk])
    shirt = make.ticket_type(event, name="Shirt", places=10, price_cents=2000, kind="merchandise")
    make.publish(event)
    event.seat, event.shirt, event.talk = seat, shirt, talk
    return event


def counters(stock_id):
    return Stock.objects.values_list("quantity_held", "quantity_sold").get(pk=stock_id)


def spoil(stock_id, **values):
    Stock.objects.filter(pk=stock_id).update(**values)


def test_nothing_is_found_after_sales_holds_and_cancellations(fair):
    sold = make.order(fair, {fair.seat: 3, fair.shirt: 2})
    whole = make.order(fair, {fair.seat: 2, fair.shirt: 1})
    make.order(fair, {fair.seat: 4}, paid=False)
    make.cart(fair, {fair.seat: 5, fair.shirt: 1})
    services.cancel_tickets(order=sold, tickets=[sold.tickets.first()], by=None, now=timezone.now())
    services.cancel_order(order=whole, by=None, now=timezone.now())

    assert stock_differences() == []
    call_command("check_stock")

    assert counters(fair.seat.stock_id) == (9, 2)
    assert counters(fair.shirt.stock_id) == (1, 2)
    assert counters(fair.talk.stock_id) == (9, 2)
    assert counters(fair.stock_id) == (10, 4)


def test_nothing_is_found_after_holds_and_orders_lapsed(fair):
    make.cart(fair, {fair.seat: 5})
    make.order(fair, {fair.seat: 4}, paid=False)

    services.release_all_lapsed(now=timezone.now() + timedelta(days=30))

    assert stock_differences() == []
    assert counters(fair.stock_id) == (0, 0)


def test_a_counter_that_is_off_ends_the_command_with_an_error(fair, capsys):
    make.order(fair, {fair.seat: 3})
    spoil(fair.talk.stock_id, quantity_sold=2)

    with pytest.raises(CommandError, match="1 counters differ"):
        call_command("check_stock")

    (found,) = stock_differences()
    assert (found.stock_id, found.held, found.held_by_rows, found.sold, found.sold_by_rows) == (
        fair.talk.stock_id,
        0,
        0,
        2,
        3,
    )
    assert "sold 2, rows say 3; of 20" in capsys.readouterr().out


def test_a_counter_without_any_row_is_found(fair):
    spoil(fair.stock_id, quantity_held=1)

    (found,) = stock_differences()

    assert (found.stock_id, found.held, found.held_by_rows) == (fair.stock_id, 1, 0)


def test_a_ticket_made_beforehand_counts_as_sold(fair):
    Ticket.objects.create(
        tenant=fair.tenant,
        event=fair,
        ticket_type=fair.seat,
        purchased_at=timezone.now(),
        code="TKT-PREMADE",
        status="valid",
        activation_mode="deferred",
    )

    assert {found.stock_id: found.sold_by_rows for found in stock_differences()} == {
        fair.seat.stock_id: 1,
        fair.talk.stock_id: 1,
        fair.stock_id: 1,
    }


def test_repairing_sets_counters_to_what_the_rows_say(fair):
    make.order(fair, {fair.seat: 3})
    make.cart(fair, {fair.seat: 2})
    spoil(fair.seat.stock_id, quantity_held=0, quantity_sold=9)

    call_command("check_stock", repair=True)

    assert counters(fair.seat.stock_id) == (2, 3)
    assert stock_differences() == []
    assert ActivityLog.objects.get(action="stock.repaired").target_id == fair.seat.stock_id


def test_an_oversold_stock_is_named_and_left_as_it_is(fair):
    make.order(fair, {fair.seat: 3})
    spoil(fair.seat.stock_id, quantity_sold=0, quantity_total=2)

    with pytest.raises(CommandError, match="1 stocks are oversold"):
        call_command("check_stock", repair=True)

    assert counters(fair.seat.stock_id) == (0, 0)
