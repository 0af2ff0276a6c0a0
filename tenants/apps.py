"""Registers the `tenants` app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Configuration of `tenants`."""

    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        """Say what this app adds to the console."""
        from tenants import console, console_notices

        console.navigation[console.ORGANIZATION].extend(console_notices.ENTRIES)
        console.naming |= {"membership": console_notices.members, "tenant": console_notices.tenants}
