"""The list of orders: who finds what, and what ten thousand of them cost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from orders import services
from orders.models import Order
from orders.queries import office_rows
from orders.queries.office_filters import OrderFilter
from tenants.access import Member
from tenants.permissions import OWNER
from tests import make
from tests.office import browser_as

pytestmark = pytest.mark.django_db

# Written past the foreign keys: only the list and the planner look.
MANY = """
INSERT INTO orders_order (id, created_at, updated_at, tenant_id, event_id, buyer_id, order_number, buyer_email,
    buyer_name, answers, subtotal_cents, discount_cents, fees_cents, taxes_cents, taxes_included_cents, total_cents,
    refunded_cents, currency, status, payment_status, lookup_token, locale, notes)
SELECT gen_random_uuid(), now() - n * interval '1 minute', now(), %(tenant)s, %(event)s, %(buyer)s,
    'N' || lpad(n::text, 7, '0'), 'buyer' || n || '@example.org', 'Walker Number' || n, '{}', 2500, 0, 0, 0, 0, 2500,
    0, 'EUR', CASE WHEN n %% 5 = 0 THEN 'cancelled' ELSE 'confirmed' END, 'paid', 'token-' || n, 'en', ''
FROM generate_series(1, %(count)s) n
"""


@pytest.fixture
def many(order):
    """Ten thousand orders, and Ada's."""
    return add_orders(order, 10_000)


def add_orders(order, count):
    values = {"tenant": order.tenant_id, "event": order.event_id, "buyer": order.buyer_id, "count": count}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(MANY, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE orders_order")
    return order


def numbers(response):
    """The order numbers of the list's rows."""
    return re.findall(r'class="mono ltr"[^>]*>([0-9A-Z]{8})<', response.content.decode())


@pytest.mark.parametrize(
    "words", ["{number}", "#{number}", "{code}", "ada@example.org", "ADA@", "lovelace", "Ada Love"]
)
def test_an_order_is_found_by_number_code_address_or_name(mary, office, order, gala, stalls, words):
    make.order(gala, {stalls: 1}, email="bob@example.org", first_name="Bob", last_name="Builder")
    typed = words.format(number=order.order_number.lower(), code=order.tickets.first().code.lower())

    response = mary.get(f"{office}orders/", {"q": typed})

    assert numbers(response) == [order.order_number]


def test_staff_see_number_event_address_status_and_time_only(sam, mary, office, order):
    seen, full = (client.get(f"{office}orders/").content.decode() for client in (sam, mary))

    for shown in (order.order_number, "ada@example.org", "Winter Gala", "Confirmed"):
        assert shown in seen
    for hidden in ("Ada Lovelace", "€50.00", f"orders/{order.order_number}/"):
        assert hidden not in seen
        assert hidden in full
    assert sam.get(f"{office}orders/{order.order_number}/").status_code == 403


def test_staff_do_not_find_people_by_name(sam, office, order):
    assert numbers(sam.get(f"{office}orders/", {"q": "Lovelace"})) == []


def test_filters_stand_in_the_address_and_narrow_together(mary, office, order, gala, stalls):
    unpaid = make.order(gala, {stalls: 1}, paid=False)
    elsewhere = make.event(order.tenant, name="Matinee")
    free = make.order(elsewhere, {elsewhere.ticket_types.get(): 1})

    def listed(**filters):
        return set(numbers(mary.get(f"{office}orders/", filters)))

    assert listed(status="pending") == {unpaid.order_number}
    assert listed(event=str(elsewhere.pk)) == {free.order_number}
    assert listed(method="stripe") == {order.order_number}
    assert listed(payment="paid", event=str(gala.pk)) == {order.order_number}
    assert listed(refund="refunded") == set()
    assert listed(since="2000-01-01", until="2000-12-31") == set()
    assert listed(since="2000-01-01") == {order.order_number, unpaid.order_number, free.order_number}
    assert listed(status="nonsense", since="soon") == {order.order_number, unpaid.order_number, free.order_number}


def test_days_are_those_of_each_events_own_clock(mary, office, order, gala):
    type(gala).objects.filter(pk=gala.pk).update(time_zone="Pacific/Kiritimati")
    at = order.created_at.replace(hour=12, minute=0)
    Order.objects.filter(pk=order.pk).update(created_at=at)
    tomorrow = (at + timedelta(days=1)).date().isoformat()

    # Noon in UTC is two in the morning of the next day there.
    assert numbers(mary.get(f"{office}orders/", {"since": tomorrow, "until": tomorrow})) == [order.order_number]


def test_what_needs_somebody_is_gathered_by_one_filter(mary, office, order, gala, stalls, manager):
    now = timezone.now()
    by_transfer = make.order(gala, {stalls: 1}, paid=False)
    services.start_payment(
        order=by_transfer, provider_key="bank_transfer", addresses=services.Addresses("http://a/", "http://b/"), now=now
    )
    services.mark_paid(order=by_transfer, by=mary.member, now=now)
    services.request_refund(order=by_transfer, amount_cents=100, by=manager, now=now)
    waiting = make.ticket_type(gala, name="Backstage", requires_approval=True)
    asked = make.order(gala, {waiting: 1})
    make.order(gala, {stalls: 1})

    response = mary.get(f"{office}orders/", {"attention": "on"})

    assert set(numbers(response)) == {by_transfer.order_number, asked.order_number}


def test_the_orders_of_a_list_are_exported_as_it_shows_them(mary, sam, office, order, gala, stalls):
    make.order(gala, {stalls: 1}, paid=False)

    page = mary.get(f"{office}events/{gala.pk}/orders/", {"status": "confirmed"}).content.decode()
    link = f"{office}exports/?kind=orders&amp;event={gala.pk}&amp;status=confirmed"
    offered = mary.get(unescape(link))

    assert f'href="{link}"' in page
    assert (offered.context["form"]["status"].value(), offered.context["form"]["event"].value()) == (
        "confirmed",
        [str(gala.pk)],
    )
    assert "Export these" not in sam.get(f"{office}orders/").content.decode()


def test_a_member_for_certain_events_sees_their_orders_only(blue_note, office, order):
    from events.models import EventAccess

    other = make.event(blue_note, name="Matinee")
    theirs = make.order(other, {other.ticket_types.get(): 1})
    client = browser_as(blue_note, "manager", is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=client.member, event=other)

    assert numbers(client.get(f"{office}orders/")) == [theirs.order_number]
    assert client.get(f"{office}orders/{order.order_number}/").status_code == 404
    assert client.get(f"{office}events/{order.event_id}/orders/").status_code == 404


def test_the_list_costs_the_same_statements_with_ten_thousand_orders(mary, office, order, count_statements):
    with count_statements() as few:
        mary.get(f"{office}orders/")
    add_orders(order, 10_000)
    with count_statements() as many:
        response = mary.get(f"{office}orders/")
    with count_statements() as searched:
        found = mary.get(f"{office}orders/", {"q": "Number777", "status": "confirmed"})

    assert len(many) == len(few) == 7, many
    assert len(searched) == 8, searched
    assert len(numbers(response)) == 50
    assert "More than 10000 orders" in response.content.decode()
    assert numbers(found)[0] == "N0000777"


def test_the_pages_of_the_list_follow_one_another(mary, office, many):
    first, second = (numbers(mary.get(f"{office}orders/", {"page": page})) for page in (1, 2))
    oldest = numbers(mary.get(f"{office}orders/", {"sort": "oldest"}))

    assert len({*first, *second}) == 100
    assert oldest[0] == "N0010000"


def test_a_list_of_a_hundred_thousand_is_read_by_its_indexes(order, manager):
    add_orders(order, 100_000)
    owner = Member(manager, order.tenant, OWNER)

    def plan(**wanted):
        return office_rows.orders_listed(owner, OrderFilter(**wanted))[:50].explain()

    assert "orders_of_a_tenant_by_time" in plan() or "orders_of_an_event_by_time" in plan()
    assert "orders_found_by_name" in plan(words="Number777")
    assert "orders_found_by_email" in plan(words="buyer777@")
    for wanted in ({"words": "Number777"}, {"words": "buyer777@example.org"}, {"attention": "on"}):
        assert "Seq Scan on orders_order " not in plan(**wanted), plan(**wanted)


@pytest.mark.parametrize("asked", ["payment=pending", "refund=refunded", "method=at_door", "attention=on"])
def test_who_only_looks_orders_up_learns_nothing_of_money_by_filters(sam, mary, office, order, asked):
    assert order.order_number not in mary.get(f"{office}orders/?{asked}").content.decode()

    shown = sam.get(f"{office}orders/?{asked}").content.decode()

    assert order.order_number in shown
    assert f'name="{asked.partition("=")[0]}"' not in shown


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "zz"])
def test_days_that_make_no_sense_filter_nothing(mary, office, order, day):
    assert order.order_number in mary.get(f"{office}orders/?until={day}&since={day}").content.decode()
