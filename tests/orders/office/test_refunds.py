"""Money back, by members: how much, once, and by hand where no service moves it."""

import pytest
from django.utils import timezone

from orders import errors, errors_office, services
from orders.models import LedgerEntry, Order, RefundStatus
from orders.payments.base import RefundState
from tenants.models import EmailLog
from tests import make
from tests.inbox import text_of

pytestmark = pytest.mark.django_db
ADDRESSES = services.Addresses(success="http://a/", cancel="http://b/")


@pytest.fixture
def in_cash(gala, stalls, mary):
    """An order that was paid by transfer."""
    made = make.order(gala, {stalls: 2}, paid=False)
    now = timezone.now()
    services.start_payment(order=made, provider_key="bank_transfer", addresses=ADDRESSES, now=now)
    return services.mark_paid(order=made, by=mary.member, now=now)


@pytest.fixture
def promised(in_cash, manager):
    """Twenty euros of it are to go back."""
    return services.request_refund(order=in_cash, amount_cents=2000, by=manager, now=timezone.now())


def balance(order):
    return sum(LedgerEntry.objects.filter(order=order, account="gateway").values_list("amount_cents", flat=True))


def test_an_amount_goes_back_and_the_most_is_shown(mary, page_of, order):
    shown = mary.get(page_of(order, "refunds/new/")).content.decode()
    mary.post(page_of(order, "refunds/new/"), {"amount": "12.50", "reason": "Rain"})

    refund = order.payments.get().refunds.get()
    assert "At most €50.00" in shown
    assert (refund.amount_cents, refund.reason) == (1250, "Rain")
    assert "At most €37.50" in mary.get(page_of(order, "refunds/new/")).content.decode()


def test_chosen_tickets_give_their_price_back(mary, page_of, order):
    ticket = order.tickets.first()

    mary.post(page_of(order, "refunds/new/"), {"tickets": [str(ticket.pk)]})

    refund = order.payments.get().refunds.get()
    assert (refund.amount_cents, list(refund.tickets.all())) == (2500, [ticket])
    ticket.refresh_from_db()
    assert ticket.status == "valid"


@pytest.mark.parametrize("amount", ["0", "-1", "50.01", "1.234", "many", ""])
def test_what_cannot_go_back_is_refused_and_stays_typed(mary, page_of, order, amount):
    answer = mary.post(page_of(order, "refunds/new/"), {"amount": amount, "reason": "Rain"})

    assert answer.status_code == 422
    assert 'value="Rain"' in answer.content.decode()
    assert not order.payments.get().refunds.exists()


def test_a_currency_without_decimals_is_typed_without(mary, blue_note, page_of):
    event = make.event(blue_note, published=False, currency="JPY")
    kind = make.ticket_type(event, price_cents=3000)
    order = make.order(make.publish(event), {kind: 1})

    mary.post(page_of(order, "refunds/new/"), {"amount": "1200"})

    assert order.payments.get().refunds.get().amount_cents == 1200


def test_nothing_can_be_paid_back_of_an_unpaid_order(mary, page_of, gala, stalls):
    order = make.order(gala, {stalls: 1}, paid=False)

    assert "refunds/new/" not in mary.get(page_of(order)).content.decode()
    assert mary.post(page_of(order, "refunds/new/"), {"amount": "1"}).status_code == 422


def test_a_refund_by_hand_is_open_until_somebody_says_that_the_money_was_sent(mary, page_of, promised, in_cash, inbox):
    services.send_refund(refund_id=promised.pk, now=timezone.now())
    inbox.deliver()
    promised.refresh_from_db()
    assert promised.status == RefundStatus.PENDING
    address = page_of(in_cash, f"refunds/{promised.pk}/record/")
    assert address in mary.get(page_of(in_cash)).content.decode()
    assert "You record that you have sent €20.00" in mary.get(address).content.decode()

    mary.post(address)

    in_cash.refresh_from_db()
    promised.refresh_from_db()
    assert (promised.status, in_cash.refunded_cents, in_cash.refund_state) == ("succeeded", 2000, "partial_refund")
    assert balance(in_cash) == 3000
    (mail,) = inbox.deliver()
    assert "€20.00" in text_of(mail)


def test_a_refund_by_hand_is_recorded_once(promised, manager, in_cash):
    services.record_manual_refund(refund=promised, by=manager, now=timezone.now())

    with pytest.raises(errors.OrderChanged):
        services.record_manual_refund(refund=promised, by=manager, now=timezone.now())

    assert balance(in_cash) == 3000


def test_nobody_records_what_a_payment_service_moves(order, manager):
    refund = services.request_refund(order=order, amount_cents=100, by=manager, now=timezone.now())

    with pytest.raises(errors_office.NotByHand):
        services.record_manual_refund(refund=refund, by=manager, now=timezone.now())


def test_a_failed_refund_says_why_and_is_tried_again(mary, page_of, order, manager):
    refund = services.request_refund(order=order, amount_cents=100, by=manager, now=timezone.now())
    state = RefundState("re_1", "failed", 100, "account_closed")
    services.record_refund(refund_id=refund.pk, state=state, now=timezone.now())
    address = page_of(order, f"refunds/{refund.pk}/retry/")

    page = mary.get(page_of(order)).content.decode()
    mary.post(address)

    assert "account_closed" in page
    assert address in page
    refund.refresh_from_db()
    assert refund.status == RefundStatus.PENDING


def test_a_buyer_whose_refund_came_back_is_told_and_told_again_when_it_is_sent_anew(order, manager, inbox):
    now = timezone.now()
    refund = services.request_refund(order=order, amount_cents=100, by=manager, now=now)
    inbox.deliver()
    services.record_refund(refund_id=refund.pk, state=RefundState("re_1", "succeeded", 100), now=now)
    inbox.deliver()

    services.record_refund(refund_id=refund.pk, state=RefundState("re_1", "failed", 100, "closed"), now=now)
    (returned,) = inbox.deliver()
    services.retry_refund(refund=refund, by=manager, now=now)
    services.record_refund(refund_id=refund.pk, state=RefundState("re_2", "succeeded", 100, attempt=2), now=now)
    (sent,) = inbox.deliver()

    assert "Your money is not lost" in text_of(returned)
    assert "We are sending €1.00" in text_of(sent)


def test_what_was_refunded_in_the_services_own_dashboard_and_came_back_is_not_mailed(order):
    payment = order.payments.get()
    now = timezone.now()
    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment, refunded_cents=500), now=now)

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment, refunded_cents=0), now=now)

    assert not EmailLog.objects.filter(template="refund_returned").exists()


def test_a_refund_of_another_order_is_not_there(mary, page_of, order, promised):
    assert mary.get(page_of(order, f"refunds/{promised.pk}/record/")).status_code == 404


def test_gross_less_refunds_is_net_whatever_was_done(mary, page_of, order, in_cash, promised, manager):
    services.record_manual_refund(refund=promised, by=manager, now=timezone.now())
    mary.post(page_of(in_cash, "cancellation/"), {"refunds": "on"})
    mary.post(page_of(order, "cancellation/"), {"refunds": "on"})
    refund = order.payments.get().refunds.get()
    services.record_refund(refund_id=refund.pk, state=RefundState("re", "succeeded", 5000), now=timezone.now())

    for each in Order.objects.filter(pk__in=(order.pk, in_cash.pk)):
        assert each.total_cents - each.refunded_cents == balance(each) + (30 if each.pk == order.pk else 0)
    assert sum(LedgerEntry.objects.values_list("amount_cents", flat=True)) == 0


def test_a_button_that_is_pressed_twice_pays_once(mary, page_of, order):
    address = page_of(order, "refunds/new/")
    left = mary.get(address).context["form"]["left"].value()

    mary.post(address, {"amount": "10", "left": left})
    again = mary.post(address, {"amount": "10", "left": left}, follow=True)

    assert [refund.amount_cents for refund in order.payments.get().refunds.all()] == [1000]
    assert "Meanwhile money of this order was paid back; €40.00 are left." in again.content.decode()
