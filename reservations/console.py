"""What visits add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

ENTRIES = [
    Entry("venues", _("Venues and slots"), "calendar-clock", "office:venues", "events.read", 10),
    Entry("tickets", _("Visit tickets"), "ticket-check", "office:ticket_types", "events.read", 20),
    Entry("batches", _("Pre-made tickets"), "printer", "office:batches", "events.read", 30),
]
