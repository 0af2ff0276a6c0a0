"""Joining the line: who may, and what they are told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Event, TicketType
from orders import errors, services
from orders.models import WaitingListEntry, WaitingListWish
from tenants.models import EmailLog
from tests import make


def test_who_joins_stands_at_the_end_and_is_mailed_the_way_to_the_place(full):
    entry = make.waiting(
        full.event, [full.balcony, full.stalls], 2, least=1, email="Ada@Example.org", name=" Ada ", locale="de"
    )

    assert (entry.email, entry.name, entry.status) == ("ada@example.org", "Ada", "waiting")
    assert [wish.ticket_type.name for wish in entry.wishes.all()] == ["Balcony", "Stalls"]
    assert EmailLog.objects.filter(recipient="ada@example.org", template="waiting_joined").count() == 1


@pytest.mark.parametrize("again", ["ada@example.org", "ADA@example.org", "ada+more@example.org"])
def test_who_joins_twice_stands_once_and_the_way_is_mailed_to_the_address_that_is_known(full, again):
    first = make.waiting(full.event, [full.stalls], email="ada@example.org")

    second = make.waiting(
        full.event, [full.balcony], 2, email=again, now=timezone.now() + timedelta(hours=1, minutes=1)
    )

    assert second == first
    assert WaitingListEntry.objects.count() == WaitingListWish.objects.count() == 1
    assert set(EmailLog.objects.filter(template="waiting_joined").values_list("recipient", flat=True)) == {
        "ada@example.org"
    }


def test_who_has_left_may_join_again_at_the_end(full):
    first = make.waiting(full.event, [full.stalls], email="ada@example.org")
    services.leave_waiting_list(entry=first, now=timezone.now())

    second = make.waiting(full.event, [full.stalls], email="ada@example.org")

    first.refresh_from_db()
    assert (first.status, second.status) == ("left", "waiting")
    assert second.joined_at > first.joined_at


def test_who_can_buy_need_not_wait(full):
    services.cancel_order(order=full.orders[0], by=None, now=timezone.now())

    with pytest.raises(errors.PlacesFree):
        make.waiting(full.event, [full.stalls])
    with pytest.raises(errors.PlacesFree):
        make.waiting(full.event, [full.balcony, full.stalls], 2, least=1)
    assert make.waiting(full.event, [full.stalls], 2).status == "waiting"


def test_where_places_are_kept_for_the_line_one_may_join_it(full):
    make.waiting(full.event, [full.stalls])
    services.cancel_order(order=full.orders[0], by=None, now=timezone.now())

    assert make.waiting(full.event, [full.stalls]).status == "waiting"


@pytest.mark.parametrize(("quantity", "least"), [(0, 0), (1, 2), (3, 0), (21, 1)])
def test_a_quantity_that_makes_no_sense_is_refused(full, quantity, least):
    with pytest.raises(errors.WaitingQuantityRefused):
        make.waiting(full.event, [full.stalls], quantity, least=least)


def test_more_than_one_order_may_have_is_refused_with_the_limits(full):
    TicketType.objects.filter(pk=full.stalls.pk).update(max_per_order=2)

    with pytest.raises(errors.QuantityRefused) as refusal:
        make.waiting(full.event, [full.stalls], 3)

    assert refusal.value.facts["most"] == 2


def test_nothing_foreign_hidden_twice_or_not_on_sale_is_waited_for(full):
    hidden = make.ticket_type(full.event, name="Crew", places=0, is_hidden=True)
    over = make.ticket_type(full.event, name="Early", places=0, sales_ends_at=timezone.now() - timedelta(days=1))
    visit = make.visit_type(full.event, name="Visit", places=0, slot_choice="checkout")

    for wishes, refusal in (
        ([], errors.NothingChosen),
        ([make.ticket_type(make.event())], errors.UnknownTicketType),
        ([full.stalls, full.stalls], errors.UnknownTicketType),
        ([hidden], errors.NotOnSale),
        ([over], errors.NotOnSale),
        ([visit], errors.NotOnSale),
    ):
        with pytest.raises(refusal):
            make.waiting(full.event, wishes)
    assert not WaitingListEntry.objects.exists()


def test_a_list_that_is_off_takes_nobody_and_keeps_who_stands_in_it(full):
    entry = make.waiting(full.event, [full.stalls])
    services.set_waiting_list(event=full.event, is_enabled=False, hours=12, by=None, now=timezone.now())
    event = Event.objects.select_related("tenant__settings").get(pk=full.event.pk)
    application = services.Application("b@example.org", [full.stalls.pk], 1, 1)

    with pytest.raises(errors.WaitingListClosed):
        services.join_waiting_list(event=event, application=application, now=timezone.now())
    services.cancel_order(order=full.orders[0], by=None, now=timezone.now())
    services.hand_out_places(event_id=event.pk, now=timezone.now())

    entry.refresh_from_db()
    assert entry.status == "offered"


def test_an_event_that_sells_nothing_takes_nobody(full):
    Event.objects.filter(pk=full.event.pk).update(status="cancelled")
    full.event.status = "cancelled"

    with pytest.raises(errors.SalesClosed):
        make.waiting(full.event, [full.stalls])


@pytest.mark.parametrize(
    "wrong",
    [
        {"least_quantity": 3},
        {"least_quantity": 0},
        {"quantity": 21},
        {"status": "offered"},
        {"status": "dreaming"},
        {"passed_over_reason": "too_few"},
        {"email": "Ada@example.org"},
        {"tenant": None},
    ],
)
def test_the_database_refuses_what_cannot_be(full, wrong):
    entry = make.waiting(full.event, [full.stalls], 2, least=1)
    if "tenant" in wrong:
        wrong = {"tenant": make.tenant("Elsewhere")}

    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingListEntry.objects.filter(pk=entry.pk).update(**wrong)
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_address_stands_in_line_once_says_the_database_too(full):
    entry = make.waiting(full.event, [full.stalls], email="ada@example.org")
    other = make.waiting(full.event, [full.stalls], email="bob@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingListEntry.objects.filter(pk=other.pk).update(email="ada+b@example.org")
    assert entry.email_key == "ada@example.org"
