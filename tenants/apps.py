"""Registers the `tenants` app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Configuration of `tenants`."""

    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        """Put the organization's own pages into the console."""
        from tenants import console
        from tenants.console_entries import NAMING, ORGANIZATION

        console.navigation[console.ORGANIZATION].extend(ORGANIZATION)
        console.naming.update(NAMING)
