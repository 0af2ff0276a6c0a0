"""Money that goes back leaves a trace, also where nobody asked for it."""

from django.utils import timezone

from orders import services
from orders.models import Refund
from orders.payments.base import RefundState
from tenants.models import ActivityLog
from tests import make

NOW = timezone.now()


def said(refund):
    return list(
        ActivityLog.objects.filter(target_id=refund.pk).order_by("created_at", "pk").values_list("action", flat=True)
    )


def test_money_that_goes_back_by_itself_is_logged(gala):
    order = make.order(gala, {gala.ticket_types.get(): 2}, paid=False)
    opened = make.payment(order)
    services.cancel_order(order=order, by=None, now=NOW)

    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened), now=NOW)
    refund = Refund.objects.get()
    services.record_refund(refund_id=refund.pk, state=RefundState("re_1", "succeeded", 5000), now=NOW)

    assert said(refund) == ["refund.promised", "refund.succeeded"]
    assert ActivityLog.objects.filter(tenant=gala.tenant_id, target_id=refund.pk).first().metadata == {
        "amount_cents": 5000,
        "reason": "too_late",
    }


def test_a_refund_that_fails_is_logged(gala):
    order = make.order(gala, {gala.ticket_types.get(): 1})
    refund = services.request_refund(order=order, amount_cents=2500, now=NOW)

    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 2500, "expired_card"), now=NOW)
    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 2500, "expired_card"), now=NOW)

    assert said(refund) == ["refund.failed"]


def test_a_refund_in_the_providers_dashboard_is_logged_once(gala):
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)
    opened = make.payment(order)
    for _again in range(2):
        state = make.paid_state(opened, refunded_cents=2000)
        services.record_payment(payment_id=opened.pk, state=state, now=NOW)
    services.record_payment(payment_id=opened.pk, state=state, now=NOW)

    assert said(Refund.objects.get()) == ["refund.succeeded"]
