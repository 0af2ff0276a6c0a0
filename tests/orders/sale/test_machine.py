"""A sale under any sequence of steps: after each, no place is sold twice, and the books balance."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F, Q, Sum
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from events.models import DiscountCode, Stock
from orders import services
from orders.models import (
    Cart,
    DiscountRedemption,
    LedgerEntry,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    Ticket,
)
from orders.payments.base import RefundState, State
from orders.queries.stock_check import stock_differences
from tests import make
from ticketing.core.errors import DomainError

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLACES = {"event": 12, "day": 8, "night": 7, "Day": 6, "Both": 6, "Free": 5, "Mug": 4, "Guest": 5}


class Sale(RuleBasedStateMachine):
    """Four ticket types and a mug over two sessions and one event. Refusals are fine, wrong figures are not."""

    carts = Bundle("carts")
    orders = Bundle("orders")
    payments = Bundle("payments")
    refunds = Bundle("refunds")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        # Each example in a transaction of its own, which durable services take for a test's.
        self.atomics = TestCase._enter_atomics()
        self.charged: dict[Any, int] = {}

    def teardown(self) -> None:
        TestCase._rollback_atomics(self.atomics)

    @initialize(target=orders)
    def publish(self):
        tenant = make.tenant()
        starts = NOON + timedelta(days=90)
        event = make.event(tenant, published=False, places=PLACES["event"], now=NOON, starts_at=starts)
        day = make.session(event, title="day", places=PLACES["day"])
        night = make.session(event, title="night", places=PLACES["night"])
        self.types = [
            make.ticket_type(event, name="Day", places=PLACES["Day"], price_cents=1000, sessions=[day]),
            make.ticket_type(
                event, name="Both", places=PLACES["Both"], price_cents=1999, sessions=[day, night], max_per_buyer=4
            ),
            make.ticket_type(event, name="Free", places=PLACES["Free"], sessions=[night]),
            make.ticket_type(event, name="Mug", places=PLACES["Mug"], price_cents=500, kind="merchandise"),
            make.ticket_type(event, name="Guest", places=PLACES["Guest"], price_cents=700, requires_approval=True),
        ]
        self.event = make.publish(event, now=NOON)
        make.discount(tenant, "HALF", event=event, value=5000, max_redemptions=3)
        make.discount(tenant, "GIFT", event=event, value=10000, max_redemptions=2)
        self.member = make.member(tenant)
        baskets = ({self.types[0]: 2, self.types[3]: 1}, {self.types[1]: 2})
        begun = [make.order(event, basket, paid=False, now=NOON, email="ada@example.org") for basket in baskets]
        return multiple(*(order.pk for order in begun))

    def attempt(self, service, **arguments):
        """What the service answers, or None where it refuses."""
        try:
            return service(now=self.now, **arguments)
        except DomainError:
            return None

    # --- Places ---------------------------------------------------------------------------------------------------

    @rule(target=carts, wanted=st.dictionaries(st.integers(0, 4), st.integers(1, 4), min_size=1, max_size=3))
    def hold(self, wanted):
        held = self.attempt(
            services.hold_places,
            event=self.event,
            wanted={self.types[index].pk: quantity for index, quantity in wanted.items()},
            visitor=services.Visitor(),
        )
        return held.cart if held else multiple()

    @rule(target=carts, previous=carts, index=st.integers(0, 3), quantity=st.integers(1, 4))
    def choose_anew(self, previous, index, quantity):
        held = self.attempt(
            services.hold_places,
            event=self.event,
            wanted={self.types[index].pk: quantity},
            visitor=services.Visitor(),
            previous=previous,
        )
        return held.cart if held else multiple()

    @rule(cart=carts)
    def extend(self, cart):
        self.attempt(services.extend_hold, cart=cart)

    @rule(cart=carts)
    def give_up(self, cart):
        self.attempt(services.give_up_cart, cart=cart)

    @precondition(lambda self: Cart.objects.exists())
    @rule(wait=st.sampled_from([{"minutes": 9}, {"minutes": 16}, {"minutes": 33}, {"days": 8}]))
    def lapse(self, wait):
        self.now += timedelta(**wait)

    @precondition(lambda self: self.now > NOON)
    @rule()
    def sweep(self):
        services.release_all_lapsed(now=self.now)

    @precondition(lambda self: Order.objects.exists())
    @rule(which=st.integers(0, 7), change=st.integers(-3, 3))
    def set_capacity(self, which, change):
        stock = Stock.objects.filter(tenant=self.event.tenant).order_by("pk")[which]
        self.attempt(services.set_capacity, stock=stock, total=max(0, (stock.quantity_total or 0) + change), by=None)

    # --- Orders ---------------------------------------------------------------------------------------------------

    @rule(
        target=orders,
        cart=carts,
        code=st.sampled_from(["", "", "HALF", "GIFT"]),
        email=st.sampled_from(["ada@example.org", "ada+b@example.org", "bob@example.org"]),
    )
    def check_out(self, cart, code, email):
        typed = make.details(cart, email=email, discount_code=code)
        order = self.attempt(services.check_out, cart=cart, details=typed)
        return order.pk if order else multiple()

    @rule(
        target=orders,
        wanted=st.dictionaries(st.integers(0, 4), st.integers(1, 3), min_size=1, max_size=2),
        code=st.sampled_from(["", "HALF"]),
        email=st.sampled_from(["ada@example.org", "bob@example.org"]),
    )
    def hold_and_check_out(self, wanted, code, email):
        cart = self.hold(wanted)
        return self.check_out(cart, code, email) if isinstance(cart, Cart) else multiple()

    @rule(target=carts, order=orders)
    def reopen(self, order):
        held = self.attempt(services.reopen_order, order=Order.objects.get(pk=order))
        return held.cart if held else multiple()

    @rule(order=orders)
    def cancel_order(self, order):
        self.attempt(services.cancel_order, order=Order.objects.get(pk=order), by=None)

    @rule(
        target=orders,
        wanted=st.dictionaries(st.integers(0, 4), st.integers(1, 4), min_size=1, max_size=2),
        how_paid=st.sampled_from(services.HowPaid.values),
    )
    def order_by_hand(self, wanted, how_paid):
        filled_in = services.ByHand(
            wanted={self.types[index].pk: quantity for index, quantity in wanted.items()},
            details=services.Details(email="carol@example.org"),
            how_paid=how_paid,
            reason="Press",
        )
        order = self.attempt(services.place_order_by_hand, event=self.event, filled_in=filled_in, by=self.member.user)
        if order is None:
            return multiple()
        received = order.payments.filter(status=PaymentStatus.SUCCEEDED)
        self.charged |= {payment.pk: payment.amount_cents for payment in received}
        return order.pk

    @rule(order=orders, is_welcome=st.booleans())
    def answer_a_request(self, order, is_welcome):
        found = Order.objects.get(pk=order)
        if is_welcome:
            self.attempt(services.approve_order, order=found, by=self.member.user)
        else:
            self.attempt(services.decline_order, order=found, reason="", by=self.member.user)

    @rule(order=orders, count=st.integers(1, 3))
    def cancel_tickets(self, order, count):
        chosen = Ticket.objects.filter(order=order).order_by("?")[:count]
        self.attempt(services.cancel_tickets, order=Order.objects.get(pk=order), tickets=chosen, by=None)

    # --- Money in -------------------------------------------------------------------------------------------------

    @rule(target=payments, order=orders, provider=st.sampled_from(["stripe", "stripe", "bank_transfer", "at_door"]))
    def open_payment(self, order, provider):
        found = Order.objects.get(pk=order)
        if provider != "stripe":
            addresses = services.Addresses(success="http://localhost/", cancel="http://localhost/")
            self.attempt(services.start_payment, order=found, provider_key=provider, addresses=addresses)
        elif found.status == OrderStatus.PENDING and not found.payments.open().exists():
            make.payment(found, now=self.now)
        return multiple(*found.payments.values_list("pk", flat=True))

    @rule(target=payments, order=orders)
    def open_and_pay(self, order):
        opened = self.open_payment(order, "stripe")
        for payment in opened.values:
            self.hear_of_payment(payment, "succeeded")
        return opened

    @rule(payment=payments, status=st.sampled_from(["succeeded", "succeeded", "succeeded", "processing", "failed"]))
    def hear_of_payment(self, payment, status):
        found = Payment.objects.get(pk=payment)
        if found.provider != "stripe" or (payment in self.charged and status != "succeeded"):
            return
        if status == "succeeded":
            self.charged[payment] = found.amount_cents
        state = State(found.provider_reference, status, found.amount_cents, found.currency, fee_cents=30)
        services.record_payment(payment_id=payment, state=state, now=self.now)

    @rule(order=orders)
    def pay_in_cash(self, order):
        if self.attempt(services.mark_paid, order=Order.objects.get(pk=order), by=self.member):
            paid = Payment.objects.get(order=order, status=PaymentStatus.SUCCEEDED, applied_cents__gt=0)
            self.charged[paid.pk] = paid.amount_cents

    # --- Money out ------------------------------------------------------------------------------------------------

    @rule(target=refunds, order=orders, parts=st.sampled_from([1, 1, 2, 3]))
    def promise_refund(self, order, parts):
        found = Order.objects.get(pk=order)
        refund = self.attempt(services.request_refund, order=found, amount_cents=found.total_cents // parts)
        return refund.pk if refund else multiple()

    @rule(target=refunds, payment=payments)
    def look_for_automatic_refunds(self, payment):
        return multiple(*Refund.objects.filter(payment=payment).values_list("pk", flat=True))

    @rule(target=refunds, order=orders, parts=st.sampled_from([2, 3]))
    def refund_at_once(self, order, parts):
        refund = self.promise_refund(order, parts)
        if not isinstance(refund, UUID):
            return multiple()
        self.hear_of_refund(refund, "succeeded")
        return refund

    @rule(refund=refunds, status=st.sampled_from(["succeeded", "succeeded", "failed", "pending"]))
    def hear_of_refund(self, refund, status):
        found = Refund.objects.get(pk=refund)
        state = RefundState(f"re_{refund}", status, found.amount_cents)
        services.record_refund(refund_id=refund, state=state, now=self.now)

    @rule(refund=refunds)
    def retry_refund(self, refund):
        self.attempt(services.retry_refund, refund=Refund.objects.get(pk=refund), by=None)

    @rule(refund=refunds)
    def send_a_refund_by_hand(self, refund):
        found = Refund.objects.select_related("payment").get(pk=refund)
        self.attempt(services.record_manual_refund, refund=found, by=self.member.user)

    @rule(payment=payments, cents=st.sampled_from([200, 1500]))
    def refund_at_the_provider(self, payment, cents):
        found = Payment.objects.get(pk=payment)
        if payment not in self.charged or found.provider != "stripe":
            return
        refunded = min(found.refunded_cents + cents, found.amount_cents)
        state = make.paid_state(found, refunded_cents=refunded)
        services.record_payment(payment_id=payment, state=state, now=self.now)

    @rule(payment=payments, cents=st.sampled_from([200, 1500]))
    def refund_at_the_provider_comes_back(self, payment, cents):
        found = Payment.objects.get(pk=payment)
        own = found.refunds.exclude(reason="at_provider").exclude(status=RefundStatus.FAILED)
        if payment not in self.charged or found.provider != "stripe" or own.exists():
            return
        state = make.paid_state(found, refunded_cents=max(0, found.refunded_cents - cents))
        services.record_payment(payment_id=payment, state=state, now=self.now)
        assert Payment.objects.get(pk=payment).refunded_cents == state.refunded_cents

    # --- What must always hold ------------------------------------------------------------------------------------

    @invariant()
    def counters_say_what_their_rows_say(self):
        assert stock_differences() == []
        full = Q(quantity_total__lt=F("quantity_held") + F("quantity_sold"))
        assert not Stock.objects.filter(full | Q(quantity_held__lt=0) | Q(quantity_sold__lt=0)).exists()

    @invariant()
    def the_books_balance(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert (LedgerEntry.objects.aggregate(cents=Sum("amount_cents"))["cents"] or 0) == 0

    @invariant()
    def money_charged_is_orders_paid_and_refunds_made(self):
        for payment in Payment.objects.filter(status=PaymentStatus.SUCCEEDED).select_related("order"):
            refunds = list(payment.refunds.exclude(status=RefundStatus.FAILED))
            promised = sum(refund.amount_cents for refund in refunds)
            done = sum(refund.amount_cents for refund in refunds if refund.status == RefundStatus.SUCCEEDED)
            assert payment.amount_cents == self.charged[payment.pk]
            assert payment.applied_cents in (0, payment.amount_cents)
            assert promised <= payment.amount_cents
            assert done == payment.refunded_cents
            if not payment.applied_cents:
                failed = payment.refunds.filter(status=RefundStatus.FAILED).exists()
                assert promised == payment.amount_cents or failed
        received = Payment.objects.filter(status=PaymentStatus.SUCCEEDED).values_list("pk", flat=True)
        assert set(received) == set(self.charged)

    @invariant()
    def an_order_is_paid_once_and_refunded_at_most_as_much(self):
        for order in Order.objects.prefetch_related("payments", "tickets", "items"):
            applied = [payment.applied_cents for payment in order.payments.all() if payment.applied_cents]
            assert len(applied) <= 1
            if order.total_cents:
                assert (order.payment_status == "paid") == bool(applied)
            assert order.refunded_cents <= sum(applied)
            states = {ticket.status for ticket in order.tickets.all()}
            cancelled = sum(item.cancelled_quantity for item in order.items.all())
            if order.status == OrderStatus.CONFIRMED:
                assert states <= {"valid", "cancelled"}
                assert sum(ticket.status == "cancelled" for ticket in order.tickets.all()) == cancelled
                assert order.expires_at is None
            elif order.status in (OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL):
                assert states <= {"pending"}
                assert order.expires_at is not None
            else:
                assert states <= {"cancelled"}

    @invariant()
    def codes_are_counted_as_often_as_they_are_used(self):
        for code in DiscountCode.objects.all():
            live = DiscountRedemption.objects.filter(discount_code=code, given_back_at=None)
            assert code.times_redeemed == live.count() <= (code.max_redemptions or 0)
            assert not live.filter(order__status=OrderStatus.EXPIRED).exists()

    @invariant()
    def nobody_has_more_than_one_buyer_may_have(self):
        if not hasattr(self, "types"):
            return
        both = self.types[1]
        for key in ("ada@example.org", "bob@example.org"):
            orders = Order.objects.filter(buyer__email_key=key, status__in=("pending", "confirmed"))
            items = [item for order in orders for item in order.items.filter(ticket_type=both)]
            assert sum(item.quantity - item.cancelled_quantity for item in items) <= 4

    @invariant()
    def an_active_cart_has_no_order(self):
        assert not Cart.objects.filter(status="active", order__isnull=False).exists()


TestSale = Sale.TestCase
TestSale.settings = settings(
    max_examples=14,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
