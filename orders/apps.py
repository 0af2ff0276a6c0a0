"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, and what it adds to the console."""
        from orders import mails, selling_console
        from tenants import console, hooks

        hooks.mail_builders.update(mails.BUILDERS)
        console.event_navigation.extend(selling_console.OF_EVENT)
        console.navigation[console.WORK].extend(selling_console.OF_TENANT)
