"""Visits under any sequence of steps: after each, every slot's count is exact, and no ticket has two places."""

from datetime import timedelta

import pytest
from django.db.models import Count, F
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from events.models import ActivationMode, SlotChoice
from orders import services as order_services
from orders.models import Order, Ticket
from orders.queries.stock_check import stock_differences
from reservations import services
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.slot_check import slot_differences
from reservations.values import Actor
from tests import make
from tests.reservations.conftest import NOW
from ticketing.core.errors import DomainError

pytestmark = pytest.mark.django_db


class Visits(RuleBasedStateMachine):
    """Three small slots; tickets for a time chosen later, at checkout, and pre-made ones. Refusals are fine."""

    tickets = Bundle("tickets")
    carts = Bundle("carts")
    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        # Each example in a transaction of its own, which durable services take for a test's.
        self.atomics = TestCase._enter_atomics()

    def teardown(self) -> None:
        TestCase._rollback_atomics(self.atomics)

    @initialize(target=tickets)
    def open_the_museum(self):
        event = make.event(make.tenant(), published=False, name="Museum", now=NOW)
        self.later = make.visit_type(event, name="Later", places=20)
        self.timed = make.visit_type(event, name="Timed", places=20, slot_choice=SlotChoice.CHECKOUT, price_cents=900)
        self.voucher = make.visit_type(event, name="Voucher", places=8, valid_days=2)
        self.event = make.publish(event, now=NOW)
        # A voucher that is activated at once lasts for the first two of these days.
        first = NOW.date() + timedelta(days=1)
        self.slots = [
            make.slot(event.venue, on=first + timedelta(days=number), capacity=3, now=NOW) for number in range(3)
        ]
        return multiple(*make.order(event, {self.later: 3}, now=NOW).tickets.values_list("pk", flat=True))

    def attempt(self, service, **arguments):
        """What the service answers, or None where it refuses."""
        try:
            return service(now=self.now, **arguments)
        except DomainError:
            return None

    def reservations_of(self, pks):
        return list(TicketReservation.objects.live().filter(ticket__in=pks).select_related("slot__venue"))

    # --- Tickets ----------------------------------------------------------------------------------------------------

    @rule(target=tickets, count=st.integers(1, 3))
    def buy(self, count):
        return (
            multiple(*make.order(self.event, {self.later: count}, now=self.now).tickets.values_list("pk", flat=True))
            if self.is_open(count)
            else multiple()
        )

    def is_open(self, count):
        self.later.stock.refresh_from_db()
        return self.event.ends_at > self.now and self.later.stock.quantity_available >= count

    @rule(target=tickets, count=st.integers(1, 3))
    def mint(self, count):
        batch = self.attempt(
            order_services.mint_tickets,
            ticket_type=self.voucher,
            label="Print",
            quantity=count,
            activation_mode=ActivationMode.DEFERRED,
            by=None,
        )
        return multiple(*batch.tickets.values_list("pk", flat=True)) if batch else multiple()

    @rule(ticket=tickets)
    def activate(self, ticket):
        self.attempt(services.activate_ticket, ticket=Ticket.objects.get(pk=ticket), by=None)

    @rule(target=tickets, which=st.integers(0, 1))
    def come_with_a_voucher(self, which):
        minted = self.mint(1)
        for ticket in minted.values:
            self.activate(ticket)
            self.reserve([ticket], which)
        return minted

    # --- Visits -----------------------------------------------------------------------------------------------------

    @rule(group=st.lists(tickets, min_size=1, max_size=3, unique=True), which=st.integers(0, 2))
    def reserve(self, group, which):
        found = list(Ticket.objects.filter(pk__in=group))
        self.attempt(services.reserve, tickets=found, slot=self.slots[which], contact=make.contact())

    @rule(group=st.lists(tickets, min_size=1, max_size=3, unique=True), which=st.integers(0, 2))
    def move(self, group, which):
        rows = self.reservations_of(group)
        self.attempt(services.move_reservations, reservations=rows, slot=self.slots[which], actor=Actor())

    @rule(ticket=tickets, is_member=st.booleans())
    def cancel(self, ticket, is_member):
        actor = Actor(is_member=is_member)
        self.attempt(services.cancel_reservations, reservations=self.reservations_of([ticket]), actor=actor)

    # --- Sales ------------------------------------------------------------------------------------------------------

    @rule(target=carts, which=st.integers(0, 2), count=st.integers(1, 3))
    def hold(self, which, count):
        held = self.attempt(
            order_services.hold_places,
            event=self.event,
            wanted={self.timed.pk: count},
            slots={self.timed.pk: self.slots[which].pk},
            visitor=order_services.Visitor(),
        )
        return held.cart if held else multiple()

    @rule(target=orders, cart=carts)
    def check_out(self, cart):
        order = self.attempt(order_services.check_out, cart=cart, details=make.details(cart))
        return order.pk if order else multiple()

    @rule(target=tickets, order=orders)
    def pay(self, order):
        found = Order.objects.get(pk=order)
        if found.payment_status == "paid" or found.payments.open().exists():
            return multiple()
        make.pay(found, now=self.now)
        return multiple(*found.tickets.filter(status="valid").values_list("pk", flat=True))

    @rule(order=orders)
    def cancel_order(self, order):
        self.attempt(order_services.cancel_order, order=Order.objects.get(pk=order), by=None)

    @rule(ticket=tickets)
    def cancel_ticket(self, ticket):
        found = Ticket.objects.select_related("order").get(pk=ticket)
        if found.order:
            self.attempt(order_services.cancel_tickets, order=found.order, tickets=[found], by=None)

    # --- The venue and the clock --------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 2), change=st.sampled_from([-2, -1, 1, 2]))
    def resize(self, which, change):
        slot = ReservationSlot.objects.get(pk=self.slots[which].pk)
        capacity = max(0, slot.total_capacity + change)
        self.attempt(services.change_slot, slot=slot, changes={"total_capacity": capacity}, by=None)

    @rule(which=st.integers(0, 2), is_closed=st.booleans())
    def close_or_open(self, which, is_closed):
        self.attempt(services.change_slot, slot=self.slots[which], changes={"is_closed": is_closed}, by=None)
        self.slots[which].refresh_from_db(fields=["is_closed"])

    @rule(minutes=st.sampled_from([5, 20, 60, 1440]))
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self):
        order_services.release_all_lapsed(now=self.now)

    # --- What must always hold ----------------------------------------------------------------------------------------

    @invariant()
    def counters_say_what_their_rows_say(self):
        assert slot_differences() == []
        assert stock_differences() == []

    @invariant()
    def no_slot_is_booked_past_its_capacity(self):
        assert not ReservationSlot.objects.filter(booked_count__gt=F("total_capacity")).exists()
        for slot in ReservationSlot.objects.all():
            full = slot.booked_count >= slot.total_capacity
            assert slot.status == ("closed" if slot.is_closed else "full" if full else "active")

    @invariant()
    def no_ticket_has_two_places(self):
        standing = TicketReservation.objects.standing().values("ticket").annotate(places=Count("pk"))
        assert not standing.filter(places__gt=1).exists()

    @invariant()
    def only_good_tickets_have_places(self):
        for row in TicketReservation.objects.live().select_related("ticket", "slot__venue"):
            assert row.ticket.status == "valid"
            assert row.ticket.activated_at is not None
            assert row.ticket.reserved_at is not None
            assert row.ticket.expires_at is None or row.slot.ends_at <= row.ticket.expires_at


TestVisits = Visits.TestCase
TestVisits.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
