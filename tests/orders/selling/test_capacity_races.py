"""Places are taken away, and types change, while people buy."""

from functools import partial

import pytest
from django.utils import timezone

from events.models import Stock, TicketType
from orders import services
from orders.queries.stock_check import stock_differences
from tests import make
from tests.faults.crowd import at_once, granted

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_lowering_places_while_buyers_rush_never_oversells():
    event = make.event(published=False)
    seats = make.ticket_type(event, name="Seats", places=40)
    make.publish(event)
    stock = Stock.objects.get(pk=seats.stock_id)
    lower = [
        partial(services.set_capacities, event=event, totals={stock.pk: total}, by=None, now=timezone.now())
        for total in (30, 20, 10, 5)
    ]
    buy = [partial(make.order, event, {seats: 2}) for _number in range(20)]

    answers = at_once([call for pair in zip(buy[:4], lower, strict=True) for call in pair] + buy[4:])

    stock.refresh_from_db()
    assert stock.quantity_sold + stock.quantity_held <= stock.quantity_total
    assert stock.quantity_sold == 2 * len([answer for answer in granted(answers) if answer is not None])
    assert not stock_differences()


def test_a_type_that_draws_anew_while_buyers_rush_is_counted_where_it_was_sold():
    event = make.event(published=False)
    opening = make.session(event, places=100)
    seats = make.ticket_type(event, name="Seats", places=40)
    make.publish(event)
    change = partial(
        services.change_ticket_type,
        ticket_type=seats,
        changes={"admits": [opening]},
        places=40,
        by=None,
        now=timezone.now(),
    )

    at_once([change, *[partial(make.order, event, {seats: 1}) for _number in range(12)]])

    assert not stock_differences()
    now_sold = Stock.objects.get(pk=TicketType.objects.get(pk=seats.pk).stock_id).quantity_sold
    assert now_sold <= 12
