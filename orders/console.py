"""What the sale adds to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

EVENT_ENTRIES = [
    Entry(
        "waiting_list",
        _("Waiting list"),
        "hourglass",
        "orders:office_waiting_list",
        "orders.read",
        60,
        ("tenant", "event"),
    ),
]
