"""Registers the `tenants` app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Configuration of `tenants`."""

    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        """Put what this app adds into the console."""
        from tenants import console, console_api_keys

        console.navigation[console.ORGANIZATION].extend(console_api_keys.ENTRIES)
