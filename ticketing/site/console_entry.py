"""The dashboard's line in the console's navigation."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

DASHBOARD = Entry("dashboard", _("Dashboard"), "house", "tenant_console", "events.read", 10)
