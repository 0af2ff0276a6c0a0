"""Reserving places in slots: who may, what is refused, and that nothing changes on a refusal."""

from datetime import timedelta

import pytest

from events.models import ActivationMode
from orders import services as order_services
from orders.models import TicketStatus
from reservations import errors, services
from reservations.models import ReservationSlot, ReservationStatus, TicketReservation
from reservations.queries.slot_check import slot_differences
from reservations.values import Actor
from tenants.models import EmailLog
from tests import make
from tests.reservations.conftest import NOW


def booked(slot):
    return ReservationSlot.objects.values_list("booked_count", "available_count", "status").get(pk=slot.pk)


def reserve(ticket, slot, *, now=NOW, **fields):
    return services.reserve(tickets=[ticket], slot=slot, contact=make.contact(**fields), now=now)[0]


def test_an_active_ticket_gets_its_place_and_its_confirmation(ticket, slot):
    reservation = reserve(ticket, slot)

    ticket.refresh_from_db()
    assert reservation.status == ReservationStatus.RESERVED
    assert (ticket.reserved_at, ticket.customer_email, ticket.customer_phone) == (
        NOW,
        "ada@example.org",
        "+493012345678",
    )
    assert booked(slot) == (1, 4, "active")
    assert EmailLog.objects.filter(template="visit_reserved", recipient="ada@example.org").count() == 1


def test_a_group_is_placed_whole_or_not_at_all(museum, visit_type, slot):
    tickets = list(make.order(museum, {visit_type: 6}, now=NOW).tickets.all())

    with pytest.raises(errors.SlotFull) as refusal:
        services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=NOW)

    assert refusal.value.facts["left"] == 5
    assert not TicketReservation.objects.exists()
    assert booked(slot) == (0, 5, "active")
    assert len(services.reserve(tickets=tickets[:5], slot=slot, contact=make.contact(), now=NOW)) == 5
    assert booked(slot) == (5, 0, "full")
    assert EmailLog.objects.filter(template="visit_reserved").count() == 1


def test_a_ticket_has_one_reservation_at_most(ticket, slot, later):
    reserve(ticket, slot)

    with pytest.raises(errors.AlreadyReserved):
        reserve(ticket, later)

    assert booked(later) == (0, 5, "active")


def test_cancelling_frees_the_place_and_the_ticket_books_again(ticket, slot):
    first = reserve(ticket, slot)

    services.cancel_reservations(reservations=[first], actor=Actor(), now=NOW)

    assert booked(slot) == (0, 5, "active")
    reserve(ticket, slot)
    assert list(TicketReservation.objects.order_by("reserved_at", "pk").values_list("status", flat=True)) == [
        "cancelled",
        "reserved",
    ]


def test_a_full_slot_opens_again_after_a_cancellation_and_after_a_raise(museum, visit_type, mill):
    tight = make.slot(mill, on=(NOW + timedelta(days=2)).date(), capacity=1, now=NOW)
    one, two, three = make.order(museum, {visit_type: 3}, now=NOW).tickets.all()
    first = reserve(one, tight)
    assert booked(tight) == (1, 0, "full")

    services.cancel_reservations(reservations=[first], actor=Actor(), now=NOW)
    reserve(two, tight)
    with pytest.raises(errors.SlotFull):
        reserve(three, tight)
    services.change_slot(slot=tight, changes={"total_capacity": 2}, by=None, now=NOW)
    reserve(three, tight)

    assert booked(tight) == (2, 0, "full")


def test_an_inactive_ticket_reserves_nothing_until_it_is_activated(museum, mill, slot):
    deferred = make.visit_type(museum, name="Voucher", activation_mode=ActivationMode.DEFERRED)
    ticket = make.order(museum, {deferred: 1}, now=NOW).tickets.get()

    with pytest.raises(errors.TicketNotActive):
        reserve(ticket, slot)
    active = services.activate_ticket(ticket=ticket, by=None, now=NOW)

    assert active.activation_status == "active"
    assert reserve(ticket, slot).slot_id == slot.pk
    with pytest.raises(errors.AlreadyActive):
        services.activate_ticket(ticket=ticket, by=None, now=NOW)


def test_the_days_of_a_deferred_ticket_begin_with_its_activation(museum, mill):
    voucher = make.visit_type(museum, name="Voucher", activation_mode=ActivationMode.DEFERRED, valid_days=3)
    ticket = make.order(museum, {voucher: 1}, now=NOW).tickets.get()
    third = make.slot(mill, on=(NOW + timedelta(days=13)).date(), now=NOW)
    fourth = make.slot(mill, on=(NOW + timedelta(days=14)).date(), now=NOW)

    active = services.activate_ticket(ticket=ticket, by=None, now=NOW + timedelta(days=10))

    # To the end of 14 June in Berlin, which is two hours ahead of UTC.
    assert active.expires_at.isoformat() == "2026-06-14T22:00:00+00:00"
    with pytest.raises(errors.SlotAfterExpiry) as refusal:
        reserve(ticket, fourth, now=NOW + timedelta(days=10))
    assert str(refusal.value) == "This ticket is valid until 14 Jun 2026. Please choose an earlier time."
    assert reserve(ticket, third, now=NOW + timedelta(days=10))


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (lambda ticket, slot: {"status": TicketStatus.CANCELLED}, errors.TicketVoid),
        (lambda ticket, slot: {"status": TicketStatus.USED}, errors.TicketUsed),
        (lambda ticket, slot: {"expires_at": NOW}, errors.TicketExpired),
        (lambda ticket, slot: {"status": TicketStatus.PENDING}, errors.TicketNotPaid),
    ],
)
def test_tickets_that_are_not_good_reserve_nothing(ticket, slot, prepare, refusal):
    type(ticket).objects.filter(pk=ticket.pk).update(**prepare(ticket, slot))

    with pytest.raises(refusal):
        reserve(ticket, slot)

    assert booked(slot)[0] == 0


def test_slots_of_another_venue_closed_ones_and_past_ones_are_refused(ticket, slot, museum, blue_note):
    elsewhere = make.slot(make.venue(blue_note, name="Annex"), now=NOW)
    with pytest.raises(errors.SlotUnknown):
        reserve(ticket, elsewhere)
    with pytest.raises(errors.SlotOver):
        reserve(ticket, slot, now=slot.ends_at)
    services.change_slot(slot=slot, changes={"is_closed": True}, by=None, now=NOW)
    slot.refresh_from_db()
    with pytest.raises(errors.SlotClosed):
        reserve(ticket, slot)


def test_moving_takes_the_new_place_before_it_gives_back_the_old(museum, visit_type, slot, later):
    tickets = list(make.order(museum, {visit_type: 6}, now=NOW).tickets.all())
    mine = services.reserve(tickets=tickets[:1], slot=slot, contact=make.contact(), now=NOW)
    services.reserve(tickets=tickets[1:], slot=later, contact=make.contact(), now=NOW)

    with pytest.raises(errors.SlotFull):
        services.move_reservations(reservations=mine, slot=later, actor=Actor(), now=NOW)

    assert TicketReservation.objects.get(pk=mine[0].pk).slot_id == slot.pk
    assert (booked(slot)[0], booked(later)[0]) == (1, 5)
    services.change_slot(slot=later, changes={"total_capacity": 6}, by=None, now=NOW)
    services.move_reservations(reservations=mine, slot=later, actor=Actor(), now=NOW)
    assert (booked(slot)[0], booked(later)[0]) == (0, 6)


def test_a_visitor_is_bound_by_the_venues_cut_off_and_a_member_is_not(ticket, slot, later, mill):
    reservation = reserve(ticket, slot)
    late = slot.starts_at - timedelta(minutes=119)

    with pytest.raises(errors.TooLateToChange) as refusal:
        services.move_reservations(reservations=[reservation], slot=later, actor=Actor(), now=late)
    with pytest.raises(errors.TooLateToChange):
        services.cancel_reservations(reservations=[reservation], actor=Actor(), now=late)
    moved = services.move_reservations(reservations=[reservation], slot=later, actor=Actor(is_member=True), now=late)

    assert str(refusal.value) == "This visit could be changed until Tue 2 Jun, 08:00. Please contact the organizer."
    assert moved[0].slot_id == later.pk


def test_a_cancelled_ticket_gives_its_place_back(museum, visit_type, slot):
    order = make.order(museum, {visit_type: 2}, now=NOW)
    services.reserve(tickets=list(order.tickets.all()), slot=slot, contact=make.contact(), now=NOW)

    order_services.cancel_tickets(order=order, tickets=[order.tickets.first()], by=None, now=NOW)
    assert booked(slot)[0] == 1
    order_services.cancel_order(order=order, by=None, now=NOW)

    assert booked(slot)[0] == 0
    assert set(TicketReservation.objects.values_list("status", flat=True)) == {"cancelled"}
    assert not slot_differences()
