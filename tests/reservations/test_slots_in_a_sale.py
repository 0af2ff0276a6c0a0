"""A time chosen at checkout: its place is taken with the cart, and is the ticket's when the order is confirmed."""

from datetime import timedelta

import pytest

from events.models import SlotChoice
from orders import services
from orders.errors import SoldOut
from orders.models import Cart, CartStatus, Order, OrderStatus
from orders.queries.stock_check import stock_differences
from reservations import errors
from reservations import services as visit_services
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.slot_check import slot_differences
from tests import make
from tests.reservations.conftest import NOW


@pytest.fixture
def timed(museum):
    """A ticket that is sold with its time, for 12 €."""
    return make.visit_type(museum, name="Timed", price_cents=1200, slot_choice=SlotChoice.CHECKOUT)


def booked(slot):
    return ReservationSlot.objects.values_list("booked_count", flat=True).get(pk=slot.pk)


def hold(museum, timed, slot, quantity=2, now=NOW, previous=None):
    return services.hold_places(
        event=museum,
        wanted={timed.pk: quantity},
        slots={timed.pk: slot.pk} if slot else {},
        visitor=services.Visitor(),
        previous=previous,
        now=now,
    ).cart


def test_a_hold_takes_places_of_the_slot_and_a_confirmed_order_owns_them(museum, timed, slot):
    cart = make.cart(museum, {timed: 2}, slots={timed: slot}, now=NOW)
    assert booked(slot) == 2

    order = make.pay(services.check_out(cart=cart, details=make.details(cart), now=NOW), now=NOW)

    reservations = TicketReservation.objects.filter(ticket__order=order)
    assert {row.slot_id for row in reservations} == {slot.pk}
    assert {row.customer_email for row in reservations} == {"ada@example.org"}
    assert len(reservations) == booked(slot) == 2
    assert all(ticket.reserved_at == NOW for ticket in order.tickets.all())
    assert not slot_differences()


def test_a_free_order_owns_its_places_at_once(museum, mill, slot):
    free = make.visit_type(museum, name="Free", slot_choice=SlotChoice.CHECKOUT)

    order = make.order(museum, {free: 2}, slots={free: slot}, now=NOW)

    assert TicketReservation.objects.filter(ticket__order=order).count() == booked(slot) == 2


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, errors.SlotNeeded),
        ({"is_closed": True}, errors.SlotClosed),
        ({"total_capacity": 1}, errors.SlotFull),
    ],
)
def test_a_time_is_needed_open_and_free(museum, timed, slot, change, refusal):
    if change:
        visit_services.change_slot(slot=slot, changes=change, by=None, now=NOW)

    with pytest.raises(refusal) as refused:
        hold(museum, timed, slot if change else None)

    assert not Cart.objects.exists()
    assert booked(slot) == 0
    if refusal is errors.SlotFull:
        assert isinstance(refused.value, SoldOut)
        assert str(refused.value).startswith("Only 1 places are left on Tue 2 Jun")


def test_a_time_of_another_venue_or_of_a_type_without_times_is_refused(museum, timed, visit_type, slot, blue_note):
    elsewhere = make.slot(make.venue(blue_note, name="Annex"), now=NOW)

    with pytest.raises(errors.SlotUnknown):
        hold(museum, timed, elsewhere)
    with pytest.raises(errors.SlotUnknown):
        hold(museum, visit_type, slot)


def test_a_venue_that_shows_visitors_no_times_sells_none(museum, timed, slot, mill):
    visit_services.set_visit_rules(venue=mill, changes={"is_published": False}, by=None, now=NOW)

    with pytest.raises(errors.SlotClosed):
        hold(museum, timed, slot)

    assert booked(slot) == 0


def test_a_lapsed_hold_of_a_full_slot_is_had_by_the_next_buyer_at_once(museum, timed, slot):
    hold(museum, timed, slot, quantity=5)

    late = NOW + timedelta(hours=1)
    with pytest.raises(errors.SlotFull):
        hold(museum, timed, slot, quantity=5, now=NOW)
    cart = hold(museum, timed, slot, quantity=5, now=late)

    assert cart.status == CartStatus.ACTIVE
    assert booked(slot) == 5
    assert not slot_differences()
    assert not stock_differences()


def test_a_lapsed_hold_of_a_full_slot_is_had_by_whoever_reserves(museum, timed, slot, ticket):
    hold(museum, timed, slot, quantity=5)

    visit_services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW + timedelta(hours=1))

    assert booked(slot) == 1


def test_choosing_anew_gives_back_the_former_time(museum, timed, slot, later):
    former = hold(museum, timed, slot, quantity=5)

    hold(museum, timed, later, quantity=5, previous=former)

    assert (booked(slot), booked(later)) == (0, 5)
    assert not slot_differences()


def test_an_order_cancelled_before_and_after_it_is_paid_frees_its_times(museum, timed, slot):
    unpaid = make.order(museum, {timed: 2}, slots={timed: slot}, paid=False, now=NOW)
    paid = make.order(museum, {timed: 3}, slots={timed: slot}, now=NOW)
    assert booked(slot) == 5

    services.cancel_order(order=unpaid, by=None, now=NOW)
    assert booked(slot) == 3
    services.cancel_order(order=paid, by=None, now=NOW)

    assert booked(slot) == 0
    assert not TicketReservation.objects.live().exists()
    assert not slot_differences()


def test_going_back_to_the_details_keeps_the_time(museum, timed, slot):
    order = make.order(museum, {timed: 2}, slots={timed: slot}, paid=False, now=NOW)

    cart = services.reopen_order(order=order, now=NOW).cart

    assert cart.items.get().slot_id == slot.pk
    assert booked(slot) == 2
    assert not slot_differences()


@pytest.mark.parametrize("others", [0, 4])
def test_money_that_comes_late_gets_the_time_if_it_is_free_else_goes_back(museum, timed, slot, others):
    order = make.order(museum, {timed: 2}, slots={timed: slot}, paid=False, now=NOW)
    payment = make.payment(order, now=NOW)
    late = NOW + timedelta(hours=3)
    services.release_all_lapsed(now=late)
    assert booked(slot) == 0
    if others:
        make.order(museum, {timed: others}, slots={timed: slot}, now=late)

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=late)

    order.refresh_from_db()
    assert order.status == (OrderStatus.EXPIRED if others else OrderStatus.CONFIRMED)
    assert payment.refunds.count() == (1 if others else 0)
    assert booked(slot) == (others or 2)
    assert TicketReservation.objects.filter(ticket__order=order).count() == (0 if others else 2)
    assert not slot_differences()


def test_money_that_comes_after_the_visit_goes_back(museum, timed, slot):
    order = make.order(museum, {timed: 2}, slots={timed: slot}, paid=False, now=NOW)
    payment = make.payment(order, now=NOW)
    late = slot.ends_at + timedelta(hours=1)
    services.release_all_lapsed(now=late)

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=late)

    assert Order.objects.get(pk=order.pk).status == OrderStatus.EXPIRED
    assert payment.refunds.count() == 1
    assert booked(slot) == 0
