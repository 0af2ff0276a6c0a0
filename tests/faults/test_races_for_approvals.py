"""Members who answer the same request at once, while its time runs out."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from events.models import Stock
from orders import services
from orders.models import Order, OrderStatus, Payment, Refund
from orders.queries.stock_check import stock_differences
from tenants.models import ActivityLog, EmailLog
from tests import make
from tests.faults.crowd import at_once, granted, refusals

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


@pytest.fixture
def event(open_sale):
    event = make.event(make.tenant(), published=False)
    make.ticket_type(event, name="Backstage", places=8, price_cents=4000, requires_approval=True)
    return make.publish(event)


@pytest.fixture
def backstage(event):
    return event.ticket_types.get()


@pytest.fixture
def manager(event):
    return make.member(event.tenant, "manager").user


def counters(kind):
    return Stock.objects.values_list("quantity_held", "quantity_sold").get(pk=kind.stock_id)


def test_two_members_who_approve_at_once_approve_once(event, backstage, manager):
    order = make.order(event, {backstage: 2}, paid=False)
    approve = partial(services.approve_order, order=order, by=manager, now=timezone.now())

    answers = at_once([approve] * 10)

    assert (len(granted(answers)), set(refusals(answers))) == (1, {"order_changed"})
    assert EmailLog.objects.filter(template="order_payable").count() == 1
    assert ActivityLog.objects.filter(action="order.approved").count() == 1
    assert counters(backstage) == (2, 0)


@pytest.mark.parametrize("round_number", range(4))
def test_yes_no_and_silence_at_once_leave_one_answer_and_true_counters(event, backstage, manager, round_number):
    orders = [make.order(event, {backstage: 1}, paid=False, email=f"{n}@example.org") for n in range(8)]
    # At its very end: the release looks a moment later than those who answer.
    end = timezone.now() + timedelta(days=3)
    Order.objects.update(expires_at=end)
    before, after = end - timedelta(seconds=1), end + timedelta(seconds=1)
    calls = []
    for order in orders:
        calls += [
            partial(services.approve_order, order=order, by=manager, now=before),
            partial(services.decline_order, order=order, reason="", by=manager, now=before),
        ]
        calls += [partial(services.release_lapsed, stock_ids=[backstage.stock_id], now=after)] * 2

    answers = at_once(calls)

    assert set(refusals(answers)) <= {"order_changed"}
    states = list(Order.objects.values_list("status", flat=True))
    assert set(states) <= {OrderStatus.PENDING, OrderStatus.CANCELLED, OrderStatus.EXPIRED}
    assert counters(backstage) == (states.count(OrderStatus.PENDING), 0)
    assert stock_differences() == []
    for order in Order.objects.all():
        told = EmailLog.objects.filter(target_id=order.pk).values_list("template", flat=True)
        assert list(told) == ["order_payable" if order.status == OrderStatus.PENDING else "order_declined"]


def test_refunds_by_hand_are_recorded_once_and_orders_by_hand_never_exceed_the_places(event, backstage, manager):
    filled_in = services.ByHand(
        wanted={backstage.pk: 3}, details=services.Details(email="box@example.org"), how_paid="cash"
    )
    sell = partial(services.place_order_by_hand, event=event, filled_in=filled_in, by=manager, now=timezone.now())

    sales = at_once([sell] * 6)

    assert (len(granted(sales)), set(refusals(sales)), counters(backstage)) == (2, {"sold_out"}, (0, 6))
    refund = services.request_refund(order=granted(sales)[0], amount_cents=500, by=manager, now=timezone.now())
    record = partial(services.record_manual_refund, refund=refund, by=manager, now=timezone.now())
    records = at_once([record] * 6)
    assert (len(granted(records)), set(refusals(records))) == (1, {"order_changed"})
    assert Payment.objects.get(pk=refund.payment_id).refunded_cents == 500


def test_an_event_called_off_amid_its_sale_leaves_no_place_and_no_money_behind(event, manager):
    kind = make.ticket_type(event, name="Stalls", places=40, price_cents=1000)
    held = [make.cart(event, {kind: 1}) for _ in range(6)]
    unpaid = [make.order(event, {kind: 1}, paid=False, email=f"{n}@example.org") for n in range(6)]
    payments = [make.payment(order) for order in unpaid]
    now = timezone.now()

    calls = [partial(services.check_out, cart=cart, details=make.details(cart), now=now) for cart in held]
    calls += [
        partial(services.record_payment, payment_id=row.pk, state=make.paid_state(row), now=now) for row in payments
    ]
    call_off = partial(services.cancel_event, event=event, message="", refunds_all=True, by=manager, now=timezone.now())
    calls.insert(5, call_off)
    calls.insert(9, call_off)
    answers = at_once(calls)

    assert refusals(answers).count("event_cancelled_already") == 1
    cancellation = event.cancellation
    work = partial(services.call_off, cancellation_id=cancellation.pk, now=now + timedelta(hours=1))
    at_once([work] * 4)
    while work() is not None:
        pass
    assert set(Order.objects.values_list("status", flat=True)) <= {"cancelled", "expired"}
    assert counters(kind) == (0, 0)
    assert stock_differences() == []
    for payment in Payment.objects.filter(status="succeeded"):
        assert [refund.amount_cents for refund in Refund.objects.filter(payment=payment)] == [payment.amount_cents]


def test_refunds_asked_for_while_the_event_is_called_off_never_give_back_more_than_was_paid(event, manager):
    kind = make.ticket_type(event, name="Stalls", places=40, price_cents=1000)
    paid = [make.order(event, {kind: 1}, email=f"{n}@example.org") for n in range(6)]
    now = timezone.now()
    refunds = [
        partial(services.request_refund, order=order, amount_cents=cents, by=manager, now=now)
        for order in paid
        for cents in (400, 700)
    ]
    cancels = [partial(services.cancel_order, order=order, by=manager, now=now) for order in paid[:3]]
    buyers = [partial(make.cart, event, {kind: 1}) for _each in range(4)]
    call_off = partial(services.cancel_event, event=event, message="", refunds_all=True, by=manager, now=now)

    answers = at_once([*refunds[:6], *buyers[:2], call_off, *cancels, *refunds[6:], *buyers[2:]])
    work = partial(services.call_off, cancellation_id=event.cancellation.pk, now=now + timedelta(hours=1))
    at_once([work] * 3)
    while work() is not None:
        pass
    # Places that were held a moment before the end lapse as always: nobody can order them any more.
    services.release_all_lapsed(now=now + timedelta(hours=1))

    assert set(refusals(answers)) <= {"refund_too_large", "sales_closed", "order_changed"}
    assert set(Order.objects.values_list("status", flat=True)) <= {"cancelled", "expired"}
    for order in paid:
        promised = Refund.objects.filter(payment__order=order).values_list("amount_cents", flat=True)
        # What was cancelled before the event was keeps what was decided then.
        assert sum(promised) == 1000 or (sum(promised) <= 1000 and order in paid[:3])
    assert counters(kind) == (0, 0)
    assert stock_differences() == []
