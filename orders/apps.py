"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, and what it adds to the console."""
        from orders import mails
        from orders.reports import console as reports_console
        from tenants import console, hooks

        hooks.mail_builders.update(mails.BUILDERS)
        console.navigation[console.WORK].extend(reports_console.ENTRIES)
        console.event_navigation.extend(reports_console.EVENT_ENTRIES)
        console.naming.update(reports_console.NAMING)
