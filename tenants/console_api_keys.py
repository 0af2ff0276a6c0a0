"""What API keys add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

ENTRIES = [Entry("api_keys", _("API keys"), "key-round", "api_keys:keys", "api_keys.change", 50)]
