"""What sales add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

ORDERS = [
    Entry("orders", _("Orders"), "receipt", "orders_office:orders", "orders.lookup", 30),
    Entry("approvals", _("Approvals"), "user-check", "orders_office:approvals", "orders.read", 35),
]
OF_EVENT = [
    Entry(
        "event_orders",
        _("Orders"),
        "receipt",
        "orders_office:event_orders",
        "orders.lookup",
        50,
        takes=("tenant", "event"),
    ),
    Entry(
        "event_approvals",
        _("Approvals"),
        "user-check",
        "orders_office:event_approvals",
        "orders.read",
        52,
        takes=("tenant", "event"),
    ),
    Entry(
        "waiting_list",
        _("Waiting list"),
        "hourglass",
        "orders:office_waiting_list",
        "orders.read",
        60,
        takes=("tenant", "event"),
    ),
]
