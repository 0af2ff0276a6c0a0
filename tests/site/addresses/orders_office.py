"""Orders in the console, approvals, and calling an event off."""

from django.utils import timezone

from orders import services
from orders.models import Order
from tests import make

TABLE = {
    "orders_office:orders": "orders.lookup",
    "orders_office:event_orders": "orders.lookup",
    "orders_office:order": "orders.read",
    "orders_office:new_order": "orders.change",
    "orders_office:resend": "orders.resend",
    "orders_office:note": "attendees.change",
    "orders_office:email": "orders.change",
    "orders_office:deadline": "orders.change",
    "orders_office:new_qr": "orders.change",
    "orders_office:cancellation": "orders.change",
    "orders_office:payment": "payments.record",
    "orders_office:new_refund": "orders.refund",
    "orders_office:record_refund": "orders.refund",
    "orders_office:retry_refund": "orders.refund",
    "orders_office:approvals": "orders.read",
    "orders_office:event_approvals": "orders.read",
    "orders_office:approve_many": "orders.change",
    "orders_office:approve": "orders.change",
    "orders_office:decline": "orders.change",
    "orders_office:event_cancellation": "events.change",
    "orders_office:event_refunds": "orders.refund",
    "orders_office:event_refund_retries": "orders.refund",
}


def objects(event):
    """A refund on its way, of the one order that the addresses are about."""
    order = Order.objects.filter(event=event).latest("pk")
    if not order.total_cents:
        paid = make.ticket_type(event, name="Refunded", price_cents=1000)
        order = make.order(event, {paid: 1})
    refund = services.request_refund(order=order, amount_cents=100, now=timezone.now())
    return {"number": order.order_number, "ticket": order.tickets.first().pk, "refund": refund.pk}
