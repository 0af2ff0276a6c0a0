"""The allocator: who gets places that come free, who is passed over, and what comes of an offer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import Event, Stock, TicketType
from orders import errors, services, tasks
from orders.models import Cart, CartStatus, Order, OrderStatus, WaitingListEntry
from orders.queries.stock_check import stock_differences
from tenants.models import EmailLog
from tests import make


def hand_out(event, now=None):
    return services.hand_out_places(event_id=event.pk, now=now or timezone.now())


def cancel(order, now=None):
    services.cancel_order(order=order, by=None, now=now or timezone.now())


def offer_of(entry):
    entry.refresh_from_db()
    return Cart.objects.filter(waiting_entry=entry, status=CartStatus.ACTIVE).first()


def offered(entry):
    """What somebody is offered now: by type, so many."""
    cart = offer_of(entry)
    return {item.ticket_type.name: item.quantity for item in cart.items.all()} if cart else {}


def mails_to(entry):
    return list(EmailLog.objects.filter(recipient=entry.email).order_by("pk").values_list("template", flat=True))


def test_a_place_that_comes_free_is_offered_to_the_first_in_line(full):
    first, second = (make.waiting(full.event, [full.stalls]) for _person in range(2))

    cancel(full.orders[0])
    hand_out(full.event)

    assert (offered(first), offered(second)) == ({"Stalls": 1}, {})
    assert (first.status, second.status) == ("offered", "waiting")
    assert offer_of(first).expires_at > timezone.now() + timedelta(hours=23)
    assert mails_to(first) == ["waiting_joined", "waiting_offer"]
    assert not stock_differences()


def test_the_dearest_wish_that_has_all_places_is_taken_else_what_is_left_of_one_that_has_enough(full):
    late_wish = make.waiting(full.event, [full.stalls, full.balcony], 2, least=1)
    partly = make.waiting(full.event, [full.stalls], 3, least=1)

    cancel(full.orders[0])
    cancel(full.up)
    hand_out(full.event)

    assert offered(late_wish) == {"Balcony": 2}
    assert offered(partly) == {"Stalls": 1}


def test_who_does_not_fit_is_passed_over_keeps_the_place_and_is_told_why(full):
    pair = make.waiting(full.event, [full.stalls], 2)
    single = make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])

    hand_out(full.event)

    assert (offered(pair), offered(single)) == ({}, {"Stalls": 1})
    assert (pair.status, pair.passed_over_reason, pair.passed_over_left) == ("waiting", "too_few", 1)
    cancel(full.orders[1])
    cancel(full.orders[2])
    hand_out(full.event)
    assert offered(pair) == {"Stalls": 2}
    assert (pair.passed_over_reason, pair.passed_over_at) == ("", None)


def test_what_fits_nobody_in_line_is_for_everybody_again(full):
    make.waiting(full.event, [full.stalls], 2)
    cancel(full.orders[0])

    make.cart(full.event, {full.stalls: 1})

    assert not stock_differences()


def test_a_visitor_does_not_overtake_those_who_wait_with_every_worker_stopped(full):
    entry = make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])

    with pytest.raises(errors.SoldOut):
        make.cart(full.event, {full.stalls: 1})

    assert offered(entry) == {"Stalls": 1}


def test_a_visitor_gets_what_the_line_leaves(full):
    make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])
    cancel(full.orders[1])

    assert make.cart(full.event, {full.stalls: 1}).status == CartStatus.ACTIVE


def test_a_place_of_the_whole_house_is_not_taken_by_a_buyer_of_another_type(blue_note):
    event = make.event(blue_note, published=False, places=1)
    stalls, balcony = (make.ticket_type(event, name=name, places=5) for name in ("Stalls", "Balcony"))
    make.publish(event)
    order = make.order(event, {balcony: 1})
    entry = make.waiting(event, [stalls])
    cancel(order)

    with pytest.raises(errors.SoldOut):
        make.cart(event, {balcony: 1})

    assert offered(entry) == {"Stalls": 1}


def test_late_money_comes_before_the_line(blue_note):
    event = make.event(blue_note, published=False)
    stalls = make.ticket_type(event, places=1, price_cents=1000)
    make.publish(event)
    now = timezone.now()
    order = make.order(event, {stalls: 1}, paid=False, now=now)
    payment = make.payment(order, now=now)
    make.waiting(event, [stalls], now=now)
    later = now + timedelta(hours=2)
    services.release_all_lapsed(now=later)

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=later)

    assert Order.objects.get(pk=order.pk).status == OrderStatus.CONFIRMED


# --- Every path that frees a place ---------------------------------------------------------------------------------


def _lapse_a_cart(full):
    cancel(full.orders[0])
    cart = make.cart(full.event, {full.stalls: 1})
    return lambda: services.release_lapsed(stock_ids=[full.stalls.stock_id], now=cart.expires_at)


def _give_up_a_cart(full):
    cancel(full.orders[0])
    cart = make.cart(full.event, {full.stalls: 1})
    return lambda: services.give_up_cart(cart=cart, now=timezone.now())


def _choose_less(full):
    cancel(full.orders[0])
    cart = make.cart(full.event, {full.stalls: 1})
    other = make.ticket_type(full.event, name="Programme", places=None, kind="merchandise")
    Stock.objects.filter(pk=full.event.stock_id).update(quantity_total=None)
    return lambda: services.hold_places(
        event=full.event, wanted={other.pk: 1}, visitor=services.Visitor(), previous=cart, now=timezone.now()
    )


def _cancel_tickets(full):
    order = full.orders[0]
    return lambda: services.cancel_tickets(order=order, tickets=order.tickets.all(), by=None, now=timezone.now())


def _cancel_an_order(full):
    return lambda: cancel(full.orders[0])


def _cancel_a_batch(full):
    cancel(full.orders[0])
    batch = services.mint_tickets(
        ticket_type=full.stalls, label="Print", quantity=1, activation_mode="deferred", by=None, now=timezone.now()
    )
    return lambda: services.cancel_batch_tickets(batch=batch, by=None, now=timezone.now())


def _raise_a_capacity(full):
    cancel(full.orders[0])
    services.mint_tickets(
        ticket_type=full.stalls, label="Print", quantity=1, activation_mode="deferred", by=None, now=timezone.now()
    )
    Stock.objects.filter(pk=full.event.stock_id).update(quantity_total=100)
    stock = Stock.objects.get(pk=full.stalls.stock_id)
    return lambda: services.set_capacity(stock=stock, total=5, by=None, now=timezone.now())


def _let_an_offer_go(full):
    entry = make.waiting(full.event, [full.stalls], email="before@example.org")
    cancel(full.orders[0])
    hand_out(full.event)
    return lambda: services.leave_waiting_list(entry=entry, now=timezone.now())


PATHS = [
    _lapse_a_cart,
    _give_up_a_cart,
    _choose_less,
    _cancel_tickets,
    _cancel_an_order,
    _cancel_a_batch,
    _raise_a_capacity,
    _let_an_offer_go,
]


@pytest.mark.parametrize("prepare", PATHS, ids=lambda path: path.__name__.strip("_"))
def test_every_path_that_frees_a_place_runs_the_allocator(full, prepare):
    frees = prepare(full)
    entry = make.waiting(full.event, [full.stalls, full.balcony])
    before = set(waiting_jobs())

    frees()

    (job,) = set(waiting_jobs()) - before
    tasks.hand_out_places(**job_arguments(job))
    assert sum(offered(entry).values()) == 1
    assert not stock_differences()


def waiting_jobs():
    jobs = ProcrastinateJob.objects.filter(task_name="orders.hand_out_places")
    return jobs.values_list("pk", flat=True)


def job_arguments(pk):
    return ProcrastinateJob.objects.get(pk=pk).args


def test_where_nobody_waits_no_job_is_queued(full):
    cancel(full.orders[0])

    assert not waiting_jobs()
    assert not Stock.objects.filter(is_for_waiting=True).exists()


def test_a_minute_later_at_the_latest_places_are_handed_out_whatever_was_missed(full):
    entry = make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])
    Stock.objects.update(is_for_waiting=False)

    tasks.hand_out_all_places(0)

    assert offered(entry) == {"Stalls": 1}


# --- Offers --------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_offer(full):
    full.entry = make.waiting(full.event, [full.stalls], name="Ada Lovelace", email="ada@example.org")
    full.next = make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])
    hand_out(full.event)
    full.offer = offer_of(full.entry)
    return full


def test_taking_an_offer_and_checking_out_ends_the_waiting(with_offer):
    cart, token = services.take_offer(entry=with_offer.entry, now=timezone.now())

    order = services.check_out(cart=cart, details=make.details(cart), now=timezone.now())

    with_offer.entry.refresh_from_db()
    assert token
    assert (order.status, with_offer.entry.status) == ("confirmed", "accepted")
    assert not stock_differences()


def test_an_offer_that_lapses_goes_to_the_next_and_its_first_keeps_the_place_for_later(with_offer):
    after = with_offer.offer.expires_at

    services.release_all_lapsed(now=after)
    hand_out(with_offer.event, now=after)

    assert (offered(with_offer.entry), offered(with_offer.next)) == ({}, {"Stalls": 1})
    assert (with_offer.entry.status, with_offer.entry.passed_over_reason) == ("waiting", "paused")
    assert mails_to(with_offer.entry)[-1] == "waiting_ended"
    cancel(with_offer.orders[1], now=after)
    hand_out(with_offer.event, now=after)
    assert offered(with_offer.entry) == {}
    hand_out(with_offer.event, now=after + timedelta(hours=25))
    assert offered(with_offer.entry) == {"Stalls": 1}


def test_the_second_offer_that_lapses_was_the_last(with_offer):
    services.leave_waiting_list(entry=with_offer.next, now=timezone.now())
    now = with_offer.offer.expires_at
    services.release_all_lapsed(now=now)
    now += timedelta(hours=25)
    hand_out(with_offer.event, now=now)
    now = offer_of(with_offer.entry).expires_at

    services.release_all_lapsed(now=now)

    with_offer.entry.refresh_from_db()
    assert with_offer.entry.status == "lapsed"


def test_a_lapsed_offer_cannot_be_taken_or_ordered_although_nobody_has_claimed_it(with_offer):
    after = with_offer.offer.expires_at

    with pytest.raises(errors.OfferOver):
        services.take_offer(entry=with_offer.entry, now=after)
    with pytest.raises(errors.HoldLapsed):
        services.check_out(cart=with_offer.offer, details=make.details(with_offer.offer), now=after)


def test_asking_for_more_time_does_not_shorten_an_offer(with_offer):
    until = with_offer.offer.expires_at

    services.extend_hold(cart=with_offer.offer, now=timezone.now())

    assert offer_of(with_offer.entry).expires_at == until


def test_whoever_chooses_something_else_with_an_offer_in_hand_gives_it_up(with_offer):
    programme = make.ticket_type(with_offer.event, name="Programme", places=None, kind="merchandise")
    Stock.objects.filter(pk=with_offer.event.stock_id).update(quantity_total=None)

    services.hold_places(
        event=with_offer.event,
        wanted={programme.pk: 1},
        visitor=services.Visitor(),
        previous=with_offer.offer,
        now=timezone.now(),
    )
    hand_out(with_offer.event)

    with_offer.entry.refresh_from_db()
    assert with_offer.entry.status == "declined"
    assert offered(with_offer.next) == {"Stalls": 1}


def test_declining_gives_the_places_to_the_next_at_once(with_offer):
    services.leave_waiting_list(entry=with_offer.entry, now=timezone.now())
    services.leave_waiting_list(entry=with_offer.entry, now=timezone.now())
    hand_out(with_offer.event)

    with_offer.entry.refresh_from_db()
    assert (with_offer.entry.status, offered(with_offer.next)) == ("declined", {"Stalls": 1})
    assert not stock_differences()


def test_a_revoked_offer_is_not_offered_again_at_once(with_offer):
    member = make.member(with_offer.event.tenant, "manager")

    services.revoke_offer(entry=with_offer.entry, by=member.user, now=timezone.now())
    hand_out(with_offer.event)

    assert (offered(with_offer.entry), offered(with_offer.next)) == ({}, {"Stalls": 1})
    assert with_offer.entry.status == "waiting"
    assert mails_to(with_offer.entry)[-1] == "waiting_ended"
    with pytest.raises(errors.OfferOver):
        services.revoke_offer(entry=with_offer.entry, by=member.user, now=timezone.now())


def test_who_is_removed_gets_nothing_any_more(with_offer):
    services.remove_from_waiting_list(entry=with_offer.entry, by=None, now=timezone.now())
    services.remove_from_waiting_list(entry=with_offer.entry, by=None, now=timezone.now())
    hand_out(with_offer.event)

    with_offer.entry.refresh_from_db()
    assert (with_offer.entry.status, offered(with_offer.next)) == ("removed", {"Stalls": 1})
    assert mails_to(with_offer.entry).count("waiting_ended") == 1


# --- The sale's end ------------------------------------------------------------------------------------------------


def test_nothing_is_offered_after_the_sales_end(full):
    entry = make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])
    TicketType.objects.filter(pk=full.stalls.pk).update(sales_ends_at=timezone.now())

    hand_out(full.event)

    assert offered(entry) == {}
    assert not Stock.objects.filter(is_for_waiting=True).exists()


def test_an_offer_never_lasts_longer_than_the_sale(full):
    entry = make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])
    ends = timezone.now() + timedelta(hours=3)
    Event.objects.filter(pk=full.event.pk).update(sales_ends_at=ends)

    hand_out(full.event)

    assert offer_of(entry).expires_at == ends
    services.release_all_lapsed(now=ends)
    entry.refresh_from_db()
    assert entry.status == "lapsed"


def test_a_cancelled_event_offers_nothing(full):
    entry = make.waiting(full.event, [full.stalls])
    cancel(full.orders[0])
    Event.objects.filter(pk=full.event.pk).update(status="cancelled")

    hand_out(full.event)

    assert offered(entry) == {}


def test_many_are_served_in_one_go(full):
    Stock.objects.filter(pk=full.event.stock_id).update(quantity_total=None)
    for number in range(60):
        make.waiting(full.event, [full.stalls], email=f"many{number}@example.org")

    services.set_capacity(stock=Stock.objects.get(pk=full.stalls.stock_id), total=104, by=None, now=timezone.now())

    assert hand_out(full.event) == 60
    assert WaitingListEntry.objects.filter(status="offered").count() == 60
    assert not Stock.objects.filter(is_for_waiting=True).exists()


def test_a_run_costs_the_same_statements_for_a_long_line_that_it_passes_over(full, count_statements):
    for number in range(40):
        make.waiting(full.event, [full.stalls], 2, email=f"many{number}@example.org")
    cancel(full.orders[0])

    with count_statements() as statements:
        hand_out(full.event)

    assert len(statements) <= 11, statements
