"""What discount codes add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

TAKES = ("tenant", "event")
OF_TENANT = [
    Entry(
        "codes",
        _("Discount codes"),
        "badge-percent",
        "codes_office:tenant_codes",
        "events.read",
        55,
        of_all_events=True,
    )
]
OF_EVENT = [
    Entry("codes", _("Discount codes"), "badge-percent", "codes_office:codes", "events.read", 35, takes=TAKES),
]
