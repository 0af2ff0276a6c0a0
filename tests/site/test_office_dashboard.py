"""The console's first page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import EventAccess
from orders import services
from orders.payments.base import RefundState
from tenants.models import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


def look(client, tenant, role=Role.MANAGER, **fields):
    client.member = make.member(tenant, role, **fields)
    client.force_login(client.member.user)
    return client.get(f"/manage/{tenant.slug}/")


def text_of(answer):
    return " ".join(answer.content.decode().split())


def figures(answer):
    return [(figure.text, figure.more) for figure in answer.context["figures"]]


def test_it_says_how_sales_are_going_today_this_week_and_this_month(client, gala, stalls):
    now = timezone.now()
    make.order(gala, {stalls: 2}, now=now)
    make.order(gala, {stalls: 1}, now=now - timedelta(days=3))
    make.order(gala, {stalls: 4}, now=now - timedelta(days=9))

    page = look(client, gala.tenant)

    assert figures(page) == [("€50.00", "2 tickets"), ("€75.00", "3 tickets"), ("€175.00", "7 tickets")]
    assert page.context["figures"][1].change == "−25%"


def test_money_is_only_for_those_who_read_reports(client, gala, stalls):
    make.order(gala, {stalls: 2})

    page = look(client, gala.tenant, Role.STAFF)

    assert figures(page)[0] == ("2 tickets", "")
    assert "€50.00" not in text_of(page)
    assert "Latest orders" not in text_of(page)


def test_coming_events_say_how_full_they_are(client, gala, stalls):
    make.order(gala, {stalls: 10})
    make.event(gala.tenant, name="Open Air", starts_at=timezone.now() + timedelta(days=90))
    make.event(gala.tenant, name="Not yet", published=False)

    text = text_of(look(client, gala.tenant))

    assert "10 of 100 sold, 90 left" in text
    assert "Open Air" in text
    assert "Not yet" not in text


def test_places_in_carts_and_unpaid_orders_are_not_left(client, gala, stalls):
    make.order(gala, {stalls: 10})
    make.cart(gala, {stalls: 3})
    make.order(gala, {stalls: 4}, paid=False)

    assert "10 of 100 sold, 7 held, 83 left" in text_of(look(client, gala.tenant))


def test_what_needs_somebody_is_on_top_of_the_list(client, gala, stalls):
    order = make.order(gala, {stalls: 2})
    refund = services.request_refund(order=order, amount_cents=500, now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 500), now=timezone.now())
    unpaid = make.order(gala, {stalls: 1}, paid=False)
    addresses = services.Addresses(success="https://example.org/a", cancel="https://example.org/b")
    services.start_payment(order=unpaid, provider_key="bank_transfer", addresses=addresses, now=timezone.now())

    page = look(client, gala.tenant)

    assert [(words, [row[0] for row in orders]) for words, _icon, _tone, _url, orders in page.context["waiting"]] == [
        ("Refunds that failed", [order.order_number]),
        ("Bank transfers that have not come", [unpaid.order_number]),
    ]


def test_each_part_of_what_needs_somebody_leads_to_the_list_of_just_that(client, gala, stalls):
    order = make.order(gala, {stalls: 2})
    for _time in range(2):
        refund = services.request_refund(order=order, amount_cents=500, now=timezone.now())
        services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 500), now=timezone.now())
    unpaid = make.order(gala, {stalls: 1}, paid=False)
    addresses = services.Addresses(success="https://example.org/a", cancel="https://example.org/b")
    services.start_payment(order=unpaid, provider_key="bank_transfer", addresses=addresses, now=timezone.now())
    backstage = make.ticket_type(gala, name="Backstage", requires_approval=True)
    asked = make.order(gala, {backstage: 1})

    waiting = look(client, gala.tenant).context["waiting"]

    everybody = {order.order_number, unpaid.order_number, asked.order_number}
    assert [[row[0] for row in rows] for *_words, rows in waiting] == [
        [order.order_number],
        [asked.order_number],
        [unpaid.order_number],
    ]
    for *_words, url, rows in waiting:
        page = text_of(client.get(url))
        assert {number for number in everybody if number in page} == {row[0] for row in rows}


def test_a_new_organizer_is_shown_the_first_steps_until_the_first_sale(client, gala, stalls):
    page = look(client, gala.tenant)
    assert [step.is_done for step in page.context["steps"]] == [True, True, False]
    empty = look(client, make.tenant("Fresh"))
    assert [step.is_done for step in empty.context["steps"]] == [False, False, False]
    assert "No event is on sale at the moment." in text_of(empty)

    make.order(gala, {stalls: 1})

    assert look(client, gala.tenant).context["steps"] == []
    assert look(client, make.tenant("Elsewhere"), Role.STAFF).context["steps"] == []


def test_the_figures_can_be_asked_for_anew(client, gala, stalls):
    look(client, gala.tenant)
    make.order(gala, {stalls: 1})

    answer = client.get(f"/manage/{gala.tenant.slug}/live/")

    assert answer.json()["figures"][0] == {"text": "€25.00", "more": "1 ticket"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_currencies_are_not_added_up(client, gala, stalls):
    tokyo = make.event(gala.tenant, name="Tokyo Night", published=False, currency="JPY")
    seat = make.ticket_type(tokyo, price_cents=3000)
    make.publish(tokyo)
    make.order(gala, {stalls: 1})
    make.order(tokyo, {seat: 1})

    assert figures(look(client, gala.tenant))[0] == ("€25.00 · ¥3,000", "2 tickets")


def test_a_limited_member_sees_their_own_events_only(client, gala, stalls):
    other = make.event(gala.tenant, name="Secret Show")
    make.order(other, {other.ticket_types.get(): 3})
    page = look(client, gala.tenant, is_limited=True)
    EventAccess.objects.create(tenant=gala.tenant, membership=client.member, event=gala)

    again = client.get(f"/manage/{gala.tenant.slug}/")

    assert "Secret Show" not in text_of(page) + text_of(again)
    assert "Winter Gala" in text_of(again)
    assert figures(again)[0][1] == "0 tickets" or figures(again)[0][0] == "0 tickets"


def test_it_needs_as_many_statements_with_much_as_with_little(client, gala, stalls, count_statements):
    make.order(gala, {stalls: 1})
    look(client, gala.tenant, Role.OWNER)
    address = f"/manage/{gala.tenant.slug}/"
    with count_statements() as few:
        client.get(address)
    for number in range(9):
        event = make.event(gala.tenant, name=f"Show {number}")
        make.order(event, {event.ticket_types.get(): 1})
        order = make.order(gala, {stalls: 1})
        refund = services.request_refund(order=order, amount_cents=500, now=timezone.now())
        services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 500), now=timezone.now())

    with count_statements() as many:
        client.get(address)

    assert len(few) <= 14, few
    assert len(many) <= 14, many
