"""A waiting list under any sequence of steps: nobody is overtaken who fits, and no place is lost or given twice."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from events.models import Stock
from orders import services
from orders.models import Cart, CartStatus, Order, WaitingListEntry
from orders.queries.stock_check import stock_differences
from tests import make
from ticketing.core.errors import DomainError

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Line(RuleBasedStateMachine):
    """Two types over one small house. Refusals are fine; being overtaken is not."""

    carts = Bundle("carts")
    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.number = 0
        self.atomics = TestCase._enter_atomics()

    def teardown(self) -> None:
        TestCase._rollback_atomics(self.atomics)

    @initialize(target=people)
    def sell_out(self):
        starts = NOON + timedelta(days=90)
        event = make.event(make.tenant(), published=False, places=5, now=NOON, starts_at=starts)
        self.types = [make.ticket_type(event, name="Stalls", places=4), make.ticket_type(event, name="Up", places=3)]
        self.event = make.publish(event, now=NOON)
        stalls, up = self.types
        baskets = ({stalls: 2}, {stalls: 1, up: 1}, {up: 1})
        for basket in baskets:
            make.order(event, basket, now=NOON)
        return multiple(self.join([0], 2, 1), self.join([1, 0], 1, 1))

    def attempt(self, service, **arguments):
        """What the service answers, or None where it refuses."""
        try:
            return service(now=self.now, **arguments)
        except DomainError:
            return None

    # --- The line ---------------------------------------------------------------------------------------------------

    @rule(
        target=people,
        wishes=st.sampled_from([[0], [1], [0, 1], [1, 0]]),
        quantity=st.integers(1, 4),
        least=st.integers(1, 2),
    )
    def join(self, wishes, quantity, least):
        self.number += 1
        self.now += timedelta(seconds=1)
        try:
            chosen = [self.types[index] for index in wishes]
            email = f"waits{self.number}@example.org"
            return make.waiting(self.event, chosen, quantity, least=min(least, quantity), email=email, now=self.now).pk
        except DomainError:
            return multiple()

    @rule(person=people)
    def leave(self, person):
        services.leave_waiting_list(entry=WaitingListEntry.objects.get(pk=person), now=self.now)

    @rule(person=people)
    def revoke(self, person):
        self.attempt(services.revoke_offer, entry=WaitingListEntry.objects.get(pk=person), by=None)

    @rule(person=people)
    def accept(self, person):
        taken = self.attempt(services.take_offer, entry=WaitingListEntry.objects.get(pk=person))
        if taken is not None:
            services.check_out(cart=taken[0], details=make.details(taken[0]), now=self.now)

    @rule()
    def hand_out(self):
        before = set(self.offers())
        services.hand_out_places(event_id=self.event.pk, now=self.now)
        new = [cart for cart in self.offers() if cart not in before]
        assert not Stock.objects.filter(is_for_waiting=True).exists()
        for entry in self.served_next():
            later = [cart for cart in new if self.place(cart.waiting_entry) > self.place(entry)]
            assert not self.fits(entry, later), "somebody further back was served first"

    # --- Visitors of the page ---------------------------------------------------------------------------------------

    @rule(target=carts, index=st.integers(0, 1), quantity=st.integers(1, 3))
    def hold(self, index, quantity):
        held = self.attempt(
            services.hold_places,
            event=self.event,
            wanted={self.types[index].pk: quantity},
            visitor=services.Visitor(),
        )
        if held is None:
            return multiple()
        for entry in self.served_next():
            assert not self.fits(entry, [held.cart]), "a visitor overtook somebody in line"
        return held.cart.pk

    @rule(cart=carts)
    def give_up(self, cart):
        services.give_up_cart(cart=Cart.objects.get(pk=cart), now=self.now)

    @rule(cart=carts)
    def check_out(self, cart):
        found = Cart.objects.select_related("event__tenant__settings").get(pk=cart)
        self.attempt(services.check_out, cart=found, details=make.details(found))

    @rule(number=st.integers(0, 5))
    def cancel(self, number):
        live = list(Order.objects.filter(status="confirmed").order_by("pk"))
        if live:
            services.cancel_order(order=live[number % len(live)], by=None, now=self.now)

    @rule(target=carts, number=st.integers(0, 5), index=st.integers(0, 1), quantity=st.integers(1, 2))
    def cancel_and_hold(self, number, index, quantity):
        self.cancel(number)
        return self.hold(index, quantity)

    @rule(index=st.integers(0, 1), quantity=st.integers(1, 2))
    def hold_and_check_out(self, index, quantity):
        cart = self.hold(index, quantity)
        if isinstance(cart, UUID):
            self.check_out(cart)

    @rule(wait=st.sampled_from([{"minutes": 11}, {"hours": 25}]))
    def wait(self, wait):
        self.now += timedelta(**wait)
        self.hand_out()  # As each minute's job does.

    @rule()
    def sweep(self):
        services.release_all_lapsed(now=self.now)

    @rule(which=st.integers(0, 2), change=st.integers(-2, 2))
    def set_capacity(self, which, change):
        stock = Stock.objects.filter(tenant=self.event.tenant).order_by("pk")[which]
        self.attempt(services.set_capacity, stock=stock, total=max(0, (stock.quantity_total or 0) + change), by=None)

    # --- What must always hold --------------------------------------------------------------------------------------

    @invariant()
    def counters_say_what_their_rows_say(self):
        assert stock_differences() == []

    @invariant()
    def an_offer_is_a_live_cart_and_the_other_way_round(self):
        offered = WaitingListEntry.objects.filter(status="offered").values_list("pk", flat=True)
        assert sorted(offered) == sorted(cart.waiting_entry_id for cart in self.offers())

    def offers(self):
        return Cart.objects.filter(status=CartStatus.ACTIVE, waiting_entry__isnull=False).select_related(
            "waiting_entry"
        )

    @staticmethod
    def place(entry):
        return entry.joined_at, entry.pk

    def served_next(self):
        """Those who wait, and of whom nothing keeps an offer away."""
        waiting = WaitingListEntry.objects.waiting().prefetch_related("wishes__ticket_type")
        return [entry for entry in waiting if entry.not_before is None or entry.not_before <= self.now]

    def fits(self, entry, carts):
        """Whether somebody could be served from what is free now and what these carts hold."""
        free = {stock.pk: stock.quantity_available or 0 for stock in Stock.objects.all()}
        for cart in carts:
            for item in cart.items.select_related("ticket_type__event"):
                free[item.ticket_type.stock_id] += item.quantity
                free[self.event.stock_id] += item.quantity
        return any(
            min(free[wish.ticket_type.stock_id], free[self.event.stock_id]) >= entry.least_quantity
            for wish in entry.wishes.all()
        )


TestLine = Line.TestCase
TestLine.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
