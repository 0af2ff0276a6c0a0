"""A refund that Stripe called succeeded, and that the buyer's bank sends back: the books and the order follow."""

import pytest
from django.db.models import Sum
from django.utils import timezone

from orders import services
from orders.models import LedgerEntry, Payment, Refund, Transaction, WebhookEvent
from orders.payments.base import RefundRequest
from tenants.models import ActivityLog
from tests import make

pytestmark = pytest.mark.django_db

ADDRESSES = services.Addresses(success="http://localhost/", cancel="http://localhost/")


@pytest.fixture
def order(gala, stand_in):
    """Two tickets, 50 €, paid by card."""
    made = make.order(gala, {gala.ticket_types.get(): 2}, paid=False)
    services.start_payment(order=made, provider_key="stripe", addresses=ADDRESSES, now=timezone.now())
    payment = made.payments.get()
    stand_in.pay(payment.provider_reference)
    return services.settle_payment(payment=payment, now=timezone.now())


def sent(order, cents=5000):
    """A refund of ours that Stripe says has succeeded."""
    refund = services.request_refund(order=order, amount_cents=cents, now=timezone.now())
    return services.send_refund(refund_id=refund.pk, now=timezone.now())


def standing(order):
    """What of it is paid back by order and payment, and what the books say of sales and of money at the provider."""
    order.refresh_from_db()
    payment = Payment.objects.get(order=order)
    booked = dict(LedgerEntry.objects.values_list("account").annotate(cents=Sum("amount_cents")).order_by())
    at_provider = booked["gateway"] + booked["gateway_fees"]
    return order.refunded_cents, payment.refunded_cents, order.refund_state, -booked["sales"], at_provider


def test_a_refund_that_comes_back_is_undone_everywhere_and_can_be_tried_again(order, stand_in, told):
    stand_in.control(return_refunds={"times": 1, "seconds": 0.1})
    refund = sent(order)
    assert standing(order) == (5000, 5000, "refunded", 0, 0)

    told(refund.provider_reference, "refund.failed")

    assert standing(order) == (0, 0, "none", 5000, 5000)
    refund.refresh_from_db()
    assert (refund.status, refund.error_message, refund.attempts) == ("failed", "lost_or_stolen_card", 1)
    assert ActivityLog.objects.filter(action="refund.returned", target_id=refund.pk).exists()
    assert set(order.tickets.values_list("status", flat=True)) == {"valid"}

    services.retry_refund(refund=refund, by=None, now=timezone.now())
    services.send_refund(refund_id=refund.pk, now=timezone.now())

    assert standing(order) == (5000, 5000, "refunded", 0, 0)
    kinds = list(Transaction.objects.filter(refund=refund).order_by("created_at", "pk").values_list("type", "attempt"))
    assert kinds == [("refund", 1), ("reversal", 1), ("refund", 2)]


def test_messages_that_come_twice_late_and_out_of_order_change_nothing_twice(order, stand_in, told):
    stand_in.control(return_refunds={"times": 1, "seconds": 0.1})
    refund = sent(order, cents=2000)
    first = refund.provider_reference

    told(first, "refund.failed", "refund.updated", "refund.created", "refund.failed")
    assert standing(order) == (0, 0, "none", 5000, 5000)
    assert Transaction.objects.filter(type="reversal").count() == 1

    services.retry_refund(refund=refund, by=None, now=timezone.now())
    WebhookEvent.objects.update(status="failed")
    told(first, "refund.failed", "refund.created")
    assert Refund.objects.get().status == "pending"

    services.send_refund(refund_id=refund.pk, now=timezone.now())
    WebhookEvent.objects.update(status="failed")
    told(first, "refund.updated", "refund.failed")
    assert standing(order) == (2000, 2000, "partial_refund", 3000, 3000)
    assert Refund.objects.get().status == "succeeded"


def test_the_answer_to_our_call_may_come_after_the_news_that_it_failed(order, provider, stand_in, told):
    refund = services.request_refund(order=order, amount_cents=5000, now=timezone.now())
    stand_in.control(return_refunds={"times": 1, "seconds": 0.1})
    payment = order.payments.get()
    request = RefundRequest(refund.pk, payment.provider_reference or "", payment.provider_intent, 5000, "EUR")
    answer = provider.refund(request)

    told(answer.reference, "refund.failed")
    services.record_refund(refund_id=refund.pk, state=answer, now=timezone.now())

    assert standing(order) == (0, 0, "none", 5000, 5000)
    assert Refund.objects.get().status == "failed"


def test_of_two_partial_refunds_only_the_one_that_came_back_is_undone(order, stand_in, told):
    sent(order, cents=1333)
    stand_in.control(return_refunds={"times": 1, "seconds": 0.1})
    second = sent(order, cents=667)

    told(second.provider_reference, "refund.failed")

    assert standing(order) == (1333, 1333, "partial_refund", 3667, 3667)


def test_a_refund_from_the_dashboard_that_comes_back_is_undone_too(order, stand_in, told):
    intent = order.payments.get().provider_intent
    kept = stand_in.post("/_control/refund", payment_intent=intent, amount=1000)["id"]
    told(kept, "refund.created")
    stand_in.control(return_refunds={"times": 1, "seconds": 0.3})
    returned = stand_in.post("/_control/refund", payment_intent=intent, amount=1500)["id"]
    told(returned, "refund.created")
    assert standing(order) == (2500, 2500, "partial_refund", 2500, 2500)

    told(returned, "refund.failed", "refund.updated")

    assert standing(order) == (1000, 1000, "partial_refund", 4000, 4000)
