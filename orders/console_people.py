"""What people and exports add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

OF_TENANT = [
    Entry("attendees", _("Attendees"), "users", "people_office:attendees", "orders.read", 40),
    Entry("buyers", _("Buyers"), "wallet", "people_office:buyers", "orders.read", 50),
    Entry("exports", _("Exports"), "download", "people_office:exports", "orders.export", 65),
]
OF_EVENT = [
    Entry(
        "event-attendees",
        _("Attendees"),
        "users",
        "people_office:event_attendees",
        "orders.read",
        55,
        takes=("tenant", "event"),
    ),
]
