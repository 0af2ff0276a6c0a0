"""What reports add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

ENTRIES = [Entry("reports", _("Reports"), "chart-column", "reports:tenant", "reports.read", 60)]
EVENT_ENTRIES = [
    Entry("reports", _("Reports"), "chart-column", "reports:event", "reports.read", 65, ("tenant", "event"))
]
