"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, and what it adds to the console."""
        from orders import mails, selling_console
        from orders.console import ORDERS, ORDERS_OF_EVENT
        from tenants import console, hooks

        hooks.mail_builders.update(mails.BUILDERS)
        console.navigation[console.WORK].extend(ORDERS)
        console.event_navigation.extend([*selling_console.OF_EVENT, *ORDERS_OF_EVENT])
