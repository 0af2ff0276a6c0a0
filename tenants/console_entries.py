"""What the organization itself adds to its console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

ENTRIES = [
    Entry("profile", _("Profile"), "building-2", "organization:profile", "settings.change", 10),
    Entry("settings", _("Settings"), "settings", "organization:settings", "settings.change", 30),
    Entry("team", _("Team"), "user-plus", "organization:team", "team.change", 40),
]
