"""What discount codes add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

TAKES = ("tenant", "event")
OF_EVENT = [
    Entry("codes", _("Discount codes"), "badge-percent", "codes_office:codes", "events.read", 35, takes=TAKES),
]
