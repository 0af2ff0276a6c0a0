"""Calling an event off: at once for the door and the sale, one by one for those who hold tickets."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from checkin.models import ScanResult
from events.models import Event, EventStatus, Stock
from orders import errors, errors_office, services, tasks
from orders.models import (
    Cart,
    EventCancellation,
    LedgerEntry,
    Order,
    OrderStatus,
    Refund,
    RefundStatus,
    Ticket,
    TicketStatus,
)
from orders.payments.base import RefundState
from orders.queries.documents import order_facts
from orders.queries.stock_check import stock_differences
from orders.services import event_cancellation
from reservations import services as visit_services
from reservations.models import TicketReservation
from reservations.queries.slot_check import slot_differences
from tenants.models import ActivityLog, EmailLog
from tests import make
from tests.checkin.conftest import bob, scan
from tests.inbox import text_of
from tests.office import browser_as

__all__ = ["bob", "scan"]
pytestmark = pytest.mark.django_db
BULK = -10


@pytest.fixture
def page(office, gala):
    return f"{office}events/{gala.pk}/cancellation/"


def cancel(gala, by, *, refunds_all=True, message="The roof leaks."):
    return services.cancel_event(event=gala, message=message, refunds_all=refunds_all, by=by, now=timezone.now())


def work_off(cancellation):
    """Run the task until it has nothing left to do."""
    now = timezone.now() + event_cancellation.LATECOMERS
    while services.call_off(cancellation_id=cancellation.pk, now=now) is not None:
        pass
    cancellation.refresh_from_db()


def counters(gala):
    return Stock.objects.values_list("quantity_held", "quantity_sold").get(pk=gala.stock_id)


def test_the_page_says_in_figures_what_would_happen(mary, page, gala, stalls, order):
    make.order(gala, {stalls: 1}, paid=False)
    services.request_refund(order=order, amount_cents=1000, now=timezone.now())

    shown = mary.get(page).content.decode()

    assert "€40.00" in shown
    assert "1 order that is not paid yet ends" in shown
    assert '<span class="stat__value">2</span>' in shown


def test_the_events_name_is_asked_for(mary, page, gala):
    answer = mary.post(page, {"name": "Summer Gala", "message": "Rain", "refunds_all": "on"})

    gala.refresh_from_db()
    assert (answer.status_code, gala.status) == (422, EventStatus.PUBLISHED)
    assert "Rain</textarea>" in answer.content.decode()
    assert "not the name of this event" in answer.content.decode()


def test_at_once_nothing_is_sold_and_what_is_not_paid_ends(mary, page, gala, stalls, order, client, inbox):
    cart = make.cart(gala, {stalls: 3})
    unpaid = make.order(gala, {stalls: 1}, paid=False)
    payment = make.payment(unpaid)
    inbox.deliver()

    mary.post(page, {"name": "  winter gala ", "message": "The roof leaks.", "refunds_all": "on"})

    gala.refresh_from_db()
    unpaid.refresh_from_db()
    assert gala.status == EventStatus.CANCELLED
    assert Cart.objects.get(pk=cart.pk).status == "expired"
    assert (unpaid.status, unpaid.tickets.get().status) == (OrderStatus.CANCELLED, TicketStatus.CANCELLED)
    assert counters(gala) == (0, 2)
    assert ProcrastinateJob.objects.filter(task_name="orders.end_payment", args__payment_id=str(payment.pk)).exists()
    with pytest.raises(errors.SalesClosed):
        make.cart(Event.objects.select_related("tenant__settings").get(pk=gala.pk), {stalls: 1})
    (mail,) = inbox.deliver()
    assert "The roof leaks." in text_of(mail)
    assert "event.cancelled" in ActivityLog.objects.values_list("action", flat=True)


def test_the_waiting_list_ends_with_the_event_and_everybody_on_it_is_told(gala, manager, client, inbox):
    only = make.ticket_type(gala, name="Box", places=1)
    order = make.order(gala, {only: 1}, email="ada@example.org")
    offered, waiting = (make.waiting(gala, [only], email=f"{name}@example.org") for name in ("olga", "will"))
    services.cancel_order(order=order, by=None, now=timezone.now())
    services.hand_out_places(event_id=gala.pk, now=timezone.now())
    inbox.deliver()

    work_off(cancel(gala, manager))

    told = [mail["To"] for mail in inbox.deliver() if "waiting list" in mail["Subject"]]
    assert sorted(told) == ["olga@example.org", "will@example.org"]
    assert not Cart.objects.filter(waiting_entry=offered, status="active").exists()
    assert "does not take place" in client.get(f"/waiting/{waiting.token}/").content.decode()
    assert services.hand_out_places(event_id=gala.pk, now=timezone.now()) == 0


def test_at_once_no_qr_admits_on_any_page_or_paper(gala, order, manager, client, scan):
    cancel(gala, manager)

    answer = scan(gala.gates.get(), order.tickets.first())
    shown = client.get(f"/orders/{order.lookup_token}/").content.decode()
    order = Order.objects.select_related("event__venue", "event__tenant__settings", "tenant__settings").get(pk=order.pk)

    assert answer.result == ScanResult.CANCELLED
    assert "This event is cancelled" in shown
    assert "QR code of ticket" not in shown
    assert order_facts(order, now=timezone.now()).valid_tickets == ()


def test_each_holder_gets_one_mail_and_all_the_money_that_is_left(gala, stalls, order, manager, inbox):
    services.request_refund(order=order, amount_cents=1000, by=manager, now=timezone.now())
    free = make.ticket_type(gala, name="Lawn")
    make.order(gala, {free: 1}, email="grace@example.org")
    inbox.deliver()

    cancellation = cancel(gala, manager)
    work_off(cancellation)
    work_off(cancellation)

    refund = Refund.objects.get(cancellation=cancellation)
    assert (refund.amount_cents, refund.reason) == (4000, "event_cancelled")
    assert cancellation.finished_at
    mails = {mail["To"]: text_of(mail) for mail in inbox.deliver()}
    assert set(mails) == {"ada@example.org", "grace@example.org"}
    assert "We are sending €40.00 back" in mails["ada@example.org"]
    assert "sending" not in mails["grace@example.org"]
    assert set(Ticket.objects.values_list("status", flat=True)) == {"cancelled"}
    assert counters(gala) == (0, 0)
    assert stock_differences() == []


def test_mass_mails_and_refunds_wait_for_all_other_work(gala, stalls, order, manager):
    cancellation = cancel(gala, manager)
    work_off(cancellation)
    other = make.event(gala.tenant)
    make.order(other, {other.ticket_types.get(): 1})

    jobs = ProcrastinateJob.objects.filter(task_name__in=("tenants.tasks.send_mail", "orders.send_refund"))
    by_queue = {(job.queue_name, job.priority) for job in jobs}
    assert ("bulk", BULK) in by_queue
    assert ("mail", 0) in by_queue
    last = EmailLog.objects.get(template="event_cancelled")
    assert jobs.get(args__email_id=str(last.pk)).priority == BULK


@pytest.mark.parametrize("killed_after", [0, 1, 2])
def test_killed_half_way_it_goes_on_where_it_was(gala, stalls, manager, monkeypatch, killed_after):
    for number in range(4):
        make.order(gala, {stalls: 1}, email=f"guest{number}@example.org")
    cancellation = cancel(gala, manager)
    monkeypatch.setattr(event_cancellation, "BATCH", killed_after)
    services.call_off(cancellation_id=cancellation.pk, now=timezone.now())
    assert Order.objects.filter(status="cancelled").count() == killed_after
    monkeypatch.undo()

    work_off(cancellation)

    assert Order.objects.filter(status="cancelled").count() == 4
    assert EmailLog.objects.filter(template="event_cancelled").count() == 4
    assert Refund.objects.count() == 4
    assert Refund.objects.values("payment").distinct().count() == 4
    assert counters(gala) == (0, 0)


def test_an_order_is_ended_told_and_paid_back_together_or_not_at_all(gala, order, manager, monkeypatch):
    cancellation = cancel(gala, manager)

    def break_down(*_arguments, **_named):
        raise OSError("killed")

    monkeypatch.setattr(event_cancellation.mails, "queue_event_cancelled", break_down)
    with pytest.raises(OSError, match="killed"):
        services.call_off(cancellation_id=cancellation.pk, now=timezone.now())
    assert (Order.objects.get().status, Refund.objects.count(), counters(gala)) == ("confirmed", 0, (0, 2))
    monkeypatch.undo()

    work_off(cancellation)
    assert (Order.objects.get().status, Refund.objects.count(), counters(gala)) == ("cancelled", 1, (0, 0))


def test_the_task_comes_again_until_all_is_done(gala, order, manager):
    cancellation = cancel(gala, manager)
    jobs = ProcrastinateJob.objects.filter(task_name="orders.call_off")
    assert jobs.count() == 1

    tasks.call_off(cancellation_id=str(cancellation.pk))

    again = jobs.latest("pk")
    assert jobs.count() == 2
    assert again.scheduled_at > timezone.now()


def test_a_sale_that_commits_a_moment_later_is_ended_too(gala, stalls, manager):
    cart = make.cart(gala, {stalls: 1})
    late = services.check_out(cart=cart, details=make.details(cart), now=timezone.now())
    Event.objects.filter(pk=gala.pk).update(status=EventStatus.CANCELLED)
    cancellation = EventCancellation.objects.create(
        tenant=gala.tenant, event=gala, cancelled_by=manager, refunds_requested_at=timezone.now()
    )

    work_off(cancellation)

    late.refresh_from_db()
    assert (late.status, counters(gala)) == (OrderStatus.CANCELLED, (0, 0))


def test_money_that_arrives_after_all_goes_back(gala, stalls, manager):
    unpaid = make.order(gala, {stalls: 1}, paid=False)
    payment = make.payment(unpaid)
    cancel(gala, manager)

    services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    payment.refresh_from_db()
    assert (payment.applied_cents, payment.refunds.get().amount_cents) == (0, 2500)


def test_without_refunds_money_stays_until_somebody_asks_for_it(mary, page, gala, order, manager):
    cancellation = cancel(gala, manager, refunds_all=False)
    work_off(cancellation)
    assert not Refund.objects.exists()
    assert f"{page}refunds/" in mary.get(page).content.decode()

    mary.post(f"{page}refunds/")
    mary.post(f"{page}refunds/")
    work_off(cancellation)

    assert Refund.objects.get().amount_cents == 5000
    assert ActivityLog.objects.filter(action="event.refunds_requested").count() == 1


def test_what_was_cancelled_before_keeps_what_was_decided_then(gala, order, manager):
    services.cancel_order(order=order, by=manager, now=timezone.now())
    cancellation = cancel(gala, manager)

    work_off(cancellation)

    assert not Refund.objects.exists()
    assert not EmailLog.objects.filter(template="event_cancelled").exists()


def test_reserved_visits_end_and_who_holds_a_printed_ticket_is_told(blue_note, manager):
    event = make.event(blue_note, name="Museum", published=False)
    visit = make.visit_type(event)
    make.publish(event)
    slot, now = make.slot(event.venue, capacity=5), timezone.now()
    bought = make.order(event, {visit: 1}).tickets.get()
    batch = services.mint_tickets(
        ticket_type=visit, label="Print", quantity=3, activation_mode="immediate", by=None, now=now
    )
    printed = batch.tickets.first()
    for ticket in (bought, printed):
        visit_services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=now)

    work_off(cancel(event, manager))

    slot.refresh_from_db()
    assert slot.booked_count == 0
    assert set(TicketReservation.objects.values_list("status", flat=True)) == {"cancelled"}
    assert EmailLog.objects.filter(template="visit_cancelled").count() == 1
    assert not Ticket.objects.exclude(status="cancelled").exists()
    assert (stock_differences(), slot_differences()) == ([], [])


def test_the_progress_page_lists_what_failed_and_tries_it_again(mary, page, gala, order, manager, inbox):
    cancellation = cancel(gala, manager)
    work_off(cancellation)
    inbox.deliver()
    refund = Refund.objects.get()
    state = RefundState("re_1", "failed", refund.amount_cents, "account_closed")
    services.record_refund(refund_id=refund.pk, state=state, now=timezone.now())

    shown = mary.get(page).content.decode()
    mary.post(f"{page}refunds/retries/")

    refund.refresh_from_db()
    assert "account_closed" in shown
    assert order.order_number in shown
    assert "1 of 1" in shown
    assert refund.status == RefundStatus.PENDING


def test_the_books_balance_after_a_mass_refund(gala, stalls, manager):
    for number in range(3):
        make.order(gala, {stalls: 1}, email=f"guest{number}@example.org")
    work_off(cancel(gala, manager))

    for refund in Refund.objects.all():
        state = RefundState(f"re_{refund.pk}", "succeeded", refund.amount_cents)
        services.record_refund(refund_id=refund.pk, state=state, now=timezone.now())

    by_account = LedgerEntry.objects.filter(account="sales").values_list("amount_cents", flat=True)
    assert sum(by_account) == 0
    assert sum(LedgerEntry.objects.values_list("amount_cents", flat=True)) == 0
    assert {order.refund_state for order in Order.objects.all()} == {"refunded"}


def test_an_event_is_cancelled_once(gala, manager):
    cancel(gala, manager)

    with pytest.raises(errors_office.EventCancelledAlready):
        cancel(gala, manager)

    assert EventCancellation.objects.count() == 1


def test_who_may_change_events_but_send_no_money_cancels_without_refunds(blue_note, page, gala, order):
    client = browser_as(blue_note, "staff", extra_permissions=["events.change"])

    shown = client.get(page).content.decode()
    client.post(page, {"name": "Winter Gala", "refunds_all": "on"})

    assert "Pay all the money back" not in shown
    assert EventCancellation.objects.get().refunds_requested_at is None
    assert client.post(f"{page}refunds/").status_code == 403


def test_both_pages_cost_the_same_however_many_orders_there_are(mary, page, gala, stalls, manager, count_statements):
    for number in range(4):
        make.order(gala, {stalls: 1}, email=f"guest{number}@example.org")

    with count_statements() as before:
        mary.get(page)
    work_off(cancel(gala, manager))
    with count_statements() as after:
        mary.get(page)

    assert len(before) == 11, before
    assert len(after) == 11, after
