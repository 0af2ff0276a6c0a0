"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, and what it adds to the console."""
        from orders import console, mails, mails_waiting
        from tenants import console as frame
        from tenants import hooks

        hooks.mail_builders.update(mails.BUILDERS)
        hooks.mail_builders.update(mails_waiting.BUILDERS)
        frame.event_navigation.extend(console.EVENT_ENTRIES)
