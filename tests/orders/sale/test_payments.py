"""Money: it comes once, late, twice or not at all, and the books balance."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from events.models import Stock
from orders import errors, services
from orders.models import LedgerEntry, Order, Payment, Refund, Transaction
from orders.payments.base import RefundState, State
from tenants.models import EmailLog
from tests import make

NOW = timezone.now()


@pytest.fixture
def order(gala):
    return make.order(gala, {gala.ticket_types.get(): 2}, paid=False)


def books():
    return dict(LedgerEntry.objects.values_list("account").annotate(cents=Sum("amount_cents")).order_by())


def later(**delta):
    return timezone.now() + timedelta(**delta)


def test_a_payment_confirms_the_order_and_is_booked(gala, order):
    paid = make.pay(order)

    assert (paid.status, paid.payment_status) == ("confirmed", "paid")
    stock = Stock.objects.get(pk=gala.ticket_types.get().stock_id)
    assert (stock.quantity_held, stock.quantity_sold) == (0, 2)
    assert {ticket.status for ticket in paid.tickets.all()} == {"valid"}
    assert books() == {"gateway": 4970, "gateway_fees": 30, "sales": -5000}


def test_the_same_word_twice_changes_nothing_twice(order):
    opened = make.payment(order)

    for _turn in range(3):
        services.record_payment(payment_id=opened.pk, state=make.paid_state(opened), now=timezone.now())

    assert Transaction.objects.count() == 1
    assert EmailLog.objects.filter(template="order_confirmation").count() == 1


def test_an_earlier_word_that_comes_late_does_not_undo_a_payment(order):
    opened = make.payment(order)
    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened), now=timezone.now())

    stale = State(opened.provider_reference, "failed", opened.amount_cents, opened.currency)
    services.record_payment(payment_id=opened.pk, state=stale, now=timezone.now())

    assert Order.objects.get().payment_status == "paid"


def test_money_that_comes_late_takes_its_places_again_if_they_are_free(gala, order):
    opened = make.payment(order)
    services.release_all_lapsed(now=later(hours=1))
    assert Order.objects.get().status == "expired"

    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened), now=later(hours=1))

    again = Order.objects.get()
    assert (again.status, again.payment_status) == ("confirmed", "paid")
    assert {ticket.status for ticket in again.tickets.all()} == {"valid"}
    stock = Stock.objects.get(pk=gala.ticket_types.get().stock_id)
    assert (stock.quantity_held, stock.quantity_sold) == (0, 2)


def test_money_that_comes_too_late_goes_back_in_full_with_a_mail(blue_note):
    event = make.event(blue_note, published=False)
    last = make.ticket_type(event, places=1, price_cents=3000)
    make.publish(event)
    order = make.order(event, {last: 1}, paid=False)
    opened = make.payment(order)
    services.release_all_lapsed(now=later(hours=1))
    make.order(event, {last: 1}, email="other@example.org")

    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened), now=later(hours=1))

    order.refresh_from_db()
    opened.refresh_from_db()
    refund = Refund.objects.get()
    assert (order.status, opened.status, opened.applied_cents) == ("expired", "succeeded", 0)
    assert (refund.amount_cents, refund.status) == (3000, "pending")
    assert EmailLog.objects.filter(template="payment_too_late", recipient=order.buyer_email).count() == 1
    assert Stock.objects.get(pk=last.stock_id).quantity_sold == 1

    services.record_refund(refund_id=refund.pk, state=RefundState("re_1", "succeeded", 3000), now=later(hours=1))

    assert books()["unapplied"] == 0


def test_money_for_a_cancelled_order_goes_back(order):
    opened = make.payment(order)
    services.cancel_order(order=order, by=None, now=NOW)

    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened), now=timezone.now())

    assert Refund.objects.get().amount_cents == 5000
    assert Order.objects.get().status == "cancelled"


def test_a_second_payment_of_a_paid_order_goes_back(order):
    first = make.payment(order)
    services.record_payment(payment_id=first.pk, state=make.paid_state(first), now=timezone.now())
    second = make.payment(order)

    services.record_payment(payment_id=second.pk, state=make.paid_state(second), now=timezone.now())

    second.refresh_from_db()
    assert second.applied_cents == 0
    assert Refund.objects.get().payment_id == second.pk
    assert Order.objects.get().refunded_cents == 0


def test_a_wrong_amount_is_not_put_to_the_order(order):
    opened = make.payment(order)

    state = State(opened.provider_reference, "succeeded", 100, "EUR")
    services.record_payment(payment_id=opened.pk, state=state, now=timezone.now())

    assert Order.objects.get().status == "pending"
    assert Refund.objects.get().amount_cents == 100


def test_an_open_payment_keeps_lapsed_places_two_minutes_longer(gala, order):
    make.payment(order)
    just_lapsed = order.expires_at + timedelta(seconds=30)

    services.release_all_lapsed(now=just_lapsed)
    assert Order.objects.get().status == "pending"

    services.release_all_lapsed(now=just_lapsed + timedelta(minutes=2))
    assert Order.objects.get().status == "expired"


def test_a_slow_method_keeps_its_places_while_the_bank_works(order):
    opened = make.payment(order)

    state = State(opened.provider_reference, "processing", 5000, "EUR", method="sepa_debit")
    services.record_payment(payment_id=opened.pk, state=state, now=timezone.now())

    services.release_all_lapsed(now=later(days=3))
    assert Order.objects.get().status == "pending"
    assert Order.objects.get().payment_status == "processing"


def test_a_failed_payment_can_be_tried_again(order):
    opened = make.payment(order)

    state = State(opened.provider_reference, "failed", 5000, "EUR")
    services.record_payment(payment_id=opened.pk, state=state, now=timezone.now())

    assert Order.objects.get().payment_status == "failed"
    assert make.pay(Order.objects.get()).status == "confirmed"


def test_two_partial_refunds_never_give_back_more_than_was_paid(order):
    paid = make.pay(order)
    first = services.request_refund(order=paid, amount_cents=3000, now=NOW)

    with pytest.raises(errors.RefundTooLarge):
        services.request_refund(order=paid, amount_cents=2001, now=NOW)
    second = services.request_refund(order=paid, amount_cents=2000, now=NOW)
    for refund in (first, second):
        state = RefundState(f"re_{refund.pk}", "succeeded", refund.amount_cents)
        services.record_refund(refund_id=refund.pk, state=state, now=NOW)

    done = Order.objects.get()
    assert (done.refund_state, done.refunded_cents, done.status) == ("refunded", 5000, "confirmed")
    assert {ticket.status for ticket in done.tickets.all()} == {"valid"}
    assert books()["sales"] == 0


def test_a_failed_refund_is_visible_and_can_be_tried_again(order):
    paid = make.pay(order)
    refund = services.request_refund(order=paid, amount_cents=5000, now=NOW)

    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 5000, "expired_card"), now=NOW)
    refund.refresh_from_db()
    assert (refund.status, refund.error_message) == ("failed", "expired_card")

    services.retry_refund(refund=refund, by=None, now=NOW)
    services.record_refund(refund_id=refund.pk, state=RefundState("re_2", "succeeded", 5000), now=NOW)
    assert Order.objects.get().refund_state == "refunded"


def test_a_refund_in_the_providers_dashboard_moves_money_and_voids_no_ticket(order):
    opened = make.payment(order)
    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened), now=NOW)

    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened, refunded_cents=2000), now=NOW)
    services.record_payment(payment_id=opened.pk, state=make.paid_state(opened, refunded_cents=2000), now=NOW)

    done = Order.objects.get()
    assert (done.refunded_cents, done.refund_state) == (2000, "partial_refund")
    assert {ticket.status for ticket in done.tickets.all()} == {"valid"}


def test_cancelling_frees_the_places_everywhere_and_moves_no_money(blue_note):
    event = make.event(blue_note, published=False, places=10)
    opening = make.session(event, places=10)
    stalls = make.ticket_type(event, places=10, price_cents=1000, sessions=[opening])
    make.publish(event)
    order = make.order(event, {stalls: 3})

    services.cancel_tickets(order=order, tickets=order.tickets.all()[:1], by=None, now=NOW)
    for stock_id in (stalls.stock_id, event.stock_id, opening.stock_id):
        assert Stock.objects.get(pk=stock_id).quantity_sold == 2

    services.cancel_order(order=order, by=None, now=NOW)
    services.cancel_order(order=order, by=None, now=NOW)

    for stock_id in (stalls.stock_id, event.stock_id, opening.stock_id):
        assert Stock.objects.get(pk=stock_id).quantity_sold == 0
    assert Order.objects.get().refunded_cents == 0
    assert {ticket.status for ticket in order.tickets.all()} == {"cancelled"}


def test_a_manual_payment_is_recorded_once(gala):
    member = make.member(gala.tenant, "manager")
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)

    services.mark_paid(order=order, by=member, now=NOW)

    with pytest.raises(errors.AlreadyPaid):
        services.mark_paid(order=order, by=member, now=NOW)
    assert Payment.objects.count() == 1
    assert Order.objects.get().status == "confirmed"


def test_pay_at_the_door_confirms_with_the_payment_still_due(order):
    addresses = services.Addresses(success="https://x.test/order", cancel="https://x.test/pay")

    url = services.start_payment(order=order, provider_key="at_door", addresses=addresses, now=NOW)

    due = Order.objects.get()
    assert url == "https://x.test/order"
    assert (due.status, due.payment_status) == ("confirmed", "pending")
    assert not Transaction.objects.exists()


def test_a_bank_transfer_holds_its_places_for_the_tenants_days(order):
    addresses = services.Addresses(success="https://x.test/order", cancel="https://x.test/pay")

    services.start_payment(order=order, provider_key="bank_transfer", addresses=addresses, now=NOW)
    services.start_payment(order=order, provider_key="bank_transfer", addresses=addresses, now=NOW)

    assert Payment.objects.count() == 1
    assert Order.objects.get().expires_at == NOW + timedelta(days=7)
    assert EmailLog.objects.filter(template="payment_pending").count() == 1


def test_a_method_that_is_not_offered_is_refused(order):
    order.tenant.settings.payment_methods = ["stripe"]
    addresses = services.Addresses(success="https://x.test/order", cancel="https://x.test/pay")

    with pytest.raises(errors.MethodRefused):
        services.start_payment(order=order, provider_key="bank_transfer", addresses=addresses, now=NOW)


def test_a_bank_transfer_needs_an_account_to_pay_to(order):
    order.tenant.settings.bank_details = " "
    addresses = services.Addresses(success="https://x.test/order", cancel="https://x.test/pay")

    with pytest.raises(errors.MethodRefused):
        services.start_payment(order=order, provider_key="bank_transfer", addresses=addresses, now=NOW)


def test_raising_the_capacity_sells_at_once_and_lowering_it_below_sold_and_held_is_refused(blue_note):
    event = make.event(blue_note, published=False)
    last = make.ticket_type(event, places=1)
    make.publish(event)
    make.cart(event, {last: 1})
    with pytest.raises(errors.SoldOut):
        make.cart(event, {last: 1})

    services.set_capacity(stock=Stock.objects.get(pk=last.stock_id), total=2, by=None, now=timezone.now())
    make.cart(event, {last: 1})

    with pytest.raises(errors.CapacityTooLow) as refusal:
        services.set_capacity(stock=Stock.objects.get(pk=last.stock_id), total=1, by=None, now=timezone.now())
    assert (refusal.value.facts["held"], refusal.value.facts["sold"]) == (2, 0)


def test_a_name_can_be_changed_until_the_cutoff(gala):
    order = make.order(gala, {gala.ticket_types.get(): 1})
    ticket = order.tickets.get()

    services.change_attendee(ticket=ticket, first_name="Grace", last_name="Hopper", now=timezone.now())
    assert order.tickets.get().attendee.full_name == "Grace Hopper"

    with pytest.raises(errors.TicketNotChangeable):
        services.change_attendee(ticket=ticket, first_name="X", last_name="Y", now=gala.starts_at - timedelta(hours=1))


def test_late_money_does_not_give_a_buyer_more_than_one_may_have(blue_note):
    event = make.event(blue_note, published=False)
    box = make.ticket_type(event, name="Box", places=20, price_cents=1000, max_per_buyer=2)
    make.publish(event)
    late = make.order(event, {box: 2}, paid=False, now=later(hours=-2))
    payment = make.payment(late)
    services.release_all_lapsed(now=timezone.now())
    make.order(event, {box: 2}, email="ada+again@example.org")

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    late.refresh_from_db()
    assert late.status == "expired"
    assert [refund.amount_cents for refund in payment.refunds.all()] == [2000]


def test_late_money_for_an_event_that_is_cancelled_goes_back(gala):
    late = make.order(gala, {gala.ticket_types.get(): 1}, paid=False, now=later(hours=-2))
    payment = make.payment(late)
    services.release_all_lapsed(now=timezone.now())
    gala.status = "cancelled"
    gala.save(update_fields=["status"])

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    payment.refresh_from_db()
    assert (payment.applied_cents, payment.refunds.get().amount_cents) == (0, 2500)


def test_a_bank_debit_that_fails_leaves_half_an_hour_to_pay_otherwise(order):
    payment = make.payment(order)
    processing = State(payment.provider_reference, "processing", payment.amount_cents, "EUR")
    services.record_payment(payment_id=payment.pk, state=processing, now=timezone.now())
    now = later(days=4)

    failed = State(payment.provider_reference, "failed", payment.amount_cents, "EUR")
    services.record_payment(payment_id=payment.pk, state=failed, now=now)

    order.refresh_from_db()
    assert (order.payment_status, order.expires_at) == ("failed", now + timedelta(minutes=30))


def test_a_payment_told_of_before_its_page_was_noted_keeps_its_reference(order):
    payment = make.payment(order, status="created", provider_reference=None)
    state = State("cs_test_early", "succeeded", payment.amount_cents, "EUR", payment_intent="pi_early")

    services.record_payment(payment_id=payment.pk, state=state, now=timezone.now())

    payment.refresh_from_db()
    assert (payment.status, payment.provider_reference) == ("succeeded", "cs_test_early")


def test_a_code_used_by_an_order_to_be_paid_at_the_door_is_given_back_when_that_is_cancelled(gala):
    code = make.discount(gala.tenant, "DOOR", event=gala, max_redemptions=1)
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False, discount_code="DOOR")
    addresses = services.Addresses(success="http://localhost/", cancel="http://localhost/")
    services.start_payment(order=order, provider_key="at_door", addresses=addresses, now=timezone.now())

    services.cancel_order(order=order, by=None, now=timezone.now())

    code.refresh_from_db()
    assert code.times_redeemed == 0
