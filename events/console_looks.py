"""What looks and plan add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

ENTRIES = [
    Entry("branding", _("Branding"), "palette", "looks_office:branding", "branding.change", 20),
    Entry("plan", _("Plan"), "gauge", "looks_office:plan", "billing.change", 80),
]
