"""What sales add to the organizer's console about what an event sells."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

TAKES = ("tenant", "event")
OF_EVENT = [
    Entry("ticket types", _("Ticket types"), "ticket", "selling_office:ticket_types", "events.read", 30, takes=TAKES),
    Entry(
        "questions", _("Questions"), "circle-question-mark", "selling_office:questions", "events.read", 40, takes=TAKES
    ),
]
OF_TENANT = [Entry("imports", _("Imports"), "upload", "selling_office:imports", "events.change", 70)]
