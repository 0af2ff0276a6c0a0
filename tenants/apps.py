"""Registers the `tenants` app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Configuration of `tenants`."""

    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        """Put the organization's own pages into the console."""
        from tenants import console, console_api_keys
        from tenants.console_entries import ENTRIES

        console.navigation[console.ORGANIZATION].extend([*ENTRIES, *console_api_keys.ENTRIES])
