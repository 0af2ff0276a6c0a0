"""The same form of the console sent twice at the same moment: each makes what it makes once."""

from functools import partial

import pytest
from django.utils import timezone

from events.models import CodeBatch, DiscountCode, Stock
from orders import services
from orders.models import BulkAction, EventCancellation, Order, Refund, Ticket, TicketBatch
from orders.queries.stock_check import stock_differences
from tenants.models import ActivityLog, EmailLog
from tests import make
from tests.faults.crowd import at_once
from tests.office import browser_of

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


@pytest.fixture
def gala(open_sale):
    event = make.event(make.tenant("Blue Note"), name="Winter Gala", published=False)
    make.ticket_type(event, name="Stalls", places=100, price_cents=2500)
    return make.publish(event)


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


@pytest.fixture
def tabs(gala):
    """One member's browser, open twice."""
    mary = make.member(gala.tenant, "manager")
    return [browser_of(mary), browser_of(mary)]


def send_twice(tabs, address, fields):
    """What both get to see in the end."""
    return at_once([partial(tab.post, address, fields) for tab in tabs])


def office(gala, rest):
    return f"/manage/{gala.tenant.slug}/{rest}"


def shown_key(tab, address):
    return tab.get(address).context["form"]["once"].value()


@pytest.mark.parametrize("places", [100, 2])
def test_an_order_by_hand(gala, stalls, tabs, places):
    Stock.objects.filter(pk=stalls.stock_id).update(quantity_total=places)
    address = office(gala, f"events/{gala.pk}/orders/new/")
    fields = {f"quantity-{stalls.pk}": "2", "how_paid": "cash", "email": "bob@example.org", "sends_mail": "on"}

    answers = send_twice(tabs, address, fields | {"once": shown_key(tabs[0], address)})

    order = Order.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {office(gala, f"orders/{order.order_number}/")}
    assert Ticket.objects.count() == 2
    assert order.payments.count() == EmailLog.objects.count() == 1
    assert stock_differences() == []


def test_a_batch_of_tickets(gala, stalls, tabs):
    address = office(gala, "visits/batches/new/")
    fields = {"ticket_type": str(stalls.pk), "quantity": "30", "label": "Kiosk", "activation_mode": "deferred"}

    answers = send_twice(tabs, address, fields | {"once": shown_key(tabs[0], address)})

    batch = TicketBatch.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {office(gala, f"visits/batches/{batch.pk}/")}
    assert Ticket.objects.count() == 30
    assert stock_differences() == []


def test_many_codes(gala, tabs):
    address = office(gala, f"events/{gala.pk}/codes/batches/new/")
    fields = {"quantity": "20", "discount_type": "percentage", "value": "10", "status": "active"}

    answers = send_twice(tabs, address, fields | {"once": shown_key(tabs[0], address)})

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (CodeBatch.objects.count(), DiscountCode.objects.count()) == (1, 20)


def test_an_act_on_many_tickets(gala, stalls, tabs):
    make.order(gala, {stalls: 3})
    address = office(gala, "attendees/cancellations/")
    key = tabs[0].post(address, {"all": "1"}).context["key"]

    answers = send_twice(tabs, address, {"all": "1", "confirm": "1", "once": key})

    assert {answer.headers["Location"].rsplit("/", 2)[1] for answer in answers} == {str(BulkAction.objects.get().pk)}


@pytest.mark.parametrize("what", ["some tickets", "the whole order"])
def test_a_cancellation_with_its_money(gala, stalls, tabs, what):
    order = make.order(gala, {stalls: 3})
    chosen = [str(order.tickets.first().pk)] if what == "some tickets" else []

    send_twice(tabs, office(gala, f"orders/{order.order_number}/cancellation/"), {"tickets": chosen, "refunds": "on"})

    assert Refund.objects.get().amount_cents == (2500 if chosen else 7500)
    assert EmailLog.objects.filter(template="order_cancelled").count() == 1
    assert stock_differences() == []


def test_a_refund_and_money_that_came(gala, stalls, tabs):
    paid, open_order = make.order(gala, {stalls: 2}), make.order(gala, {stalls: 1}, paid=False)
    address = office(gala, f"orders/{paid.order_number}/refunds/new/")
    left = tabs[0].get(address).context["form"]["left"].value()

    send_twice(tabs, address, {"amount": "20", "left": left})
    send_twice(tabs, office(gala, f"orders/{open_order.order_number}/payment/"), {})

    assert Refund.objects.get().amount_cents == 2000
    assert open_order.payments.get().applied_cents == 2500
    assert stock_differences() == []


def test_an_approval_and_an_event_that_is_called_off(gala, tabs):
    backstage = make.ticket_type(gala, name="Backstage", places=8, price_cents=4000, requires_approval=True)
    asked = make.order(gala, {backstage: 2}, paid=False)

    send_twice(tabs, office(gala, f"approvals/{asked.order_number}/approval/"), {})
    called_off = send_twice(
        tabs, office(gala, f"events/{gala.pk}/cancellation/"), {"name": gala.name, "refunds_all": "on"}
    )

    assert ActivityLog.objects.filter(action="order.approved").count() == 1
    assert [answer.status_code for answer in called_off] == [302, 302]
    assert EventCancellation.objects.count() == 1
    assert stock_differences() == []
    assert services.call_off(cancellation_id=EventCancellation.objects.get().pk, now=timezone.now()) is not None
