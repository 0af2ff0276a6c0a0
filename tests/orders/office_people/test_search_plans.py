"""Lists and searches go through indexes at a hundred thousand tickets: none reads a whole table."""

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from bench.filling import PER_ORDER, PER_ORDER_ROWS, PER_TICKET
from orders.models import Buyer, Order, Ticket
from orders.queries import office_rows, office_search
from orders.queries.office_filters import AttendeeFilter, BuyerFilter, OrderFilter
from tests import make
from tests.office import acting

pytestmark = pytest.mark.django_db

TICKETS = 100_000
TABLES = "orders_ticket, orders_attendee, orders_order, orders_buyer"


@pytest.fixture
def crowd(blue_note, gala):
    """A tenant that has sold as many tickets; the event is one of theirs among others."""
    of = {"tenant": blue_note.pk, "event": gala.pk, "type": gala.ticket_types.get().pk}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in PER_TICKET.values():
            cursor.execute(statement, of | {"first": 0, "last": TICKETS - 1})
        for statement in PER_ORDER_ROWS.values():
            cursor.execute(statement, of | {"first": 0, "last": TICKETS // PER_ORDER - 1})
        cursor.execute(f"ANALYZE {TABLES}")
    return acting(make.member(blue_note, "manager"))


def test_no_list_and_no_search_reads_a_whole_table(crowd, blue_note, gala):
    searches = ["lovelace 4711", "guest77@example.org", "TKT-2026-AB", "F-4711"]
    queries: dict[str, QuerySet[Any]] = {
        words: office_rows.attendees(crowd, AttendeeFilter(words=words)) for words in searches
    }
    queries["all attendees"] = office_rows.attendees(crowd, AttendeeFilter())
    queries["of an event"] = office_rows.attendees(crowd, AttendeeFilter(events=(gala.pk,)))
    queries["orders"] = office_rows.orders(crowd, OrderFilter(events=(gala.pk,)))
    queries["buyers"] = office_rows.buyers(crowd, BuyerFilter())
    queries["a buyer"] = office_rows.buyers(crowd, BuyerFilter(words="buyer4711"))
    last = Ticket.objects.order_by("pk")[TICKETS // 2].pk
    queries["a chunk of an export"] = queries["of an event"].filter(pk__gt=last).order_by("pk")[:2000]

    plans = {
        name: (found if found.query.is_sliced else found.order_by("-pk")[:50]).explain()
        for name, found in queries.items()
    }

    assert {name: plan for name, plan in plans.items() if "Seq Scan" in plan} == {}
    assert re.search(r"attendees_by_words", plans["lovelace 4711"]), plans["lovelace 4711"]
    assert re.search(r"buyers_by_words", plans["a buyer"]), plans["a buyer"]
    found = set(Ticket.objects.filter(pk__in=office_search.tickets_found(blue_note, "lovelace 4711")).values_list("pk"))
    assert len(found) == TICKETS // 5_000
    assert (Order.objects.count(), Buyer.objects.count()) == (TICKETS // PER_ORDER,) * 2
