"""Registers the `tenants` app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Configuration of `tenants`."""

    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        """Put the organization's own pages into the console."""
        from tenants import console, console_api_keys, console_notices
        from tenants.console_entries import ENTRIES

        own = [*ENTRIES, *console_api_keys.ENTRIES, *console_notices.ENTRIES]
        console.navigation[console.ORGANIZATION].extend(own)
        console.naming |= {"membership": console_notices.members, "tenant": console_notices.tenants}
