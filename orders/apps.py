"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, what it knows about people, and what it adds to the console."""
        from orders import mails, personal, selling_console
        from orders.console import ORDERS, ORDERS_OF_EVENT
        from orders.reports import console as reports_console
        from tenants import console, hooks

        hooks.mail_builders.update(mails.BUILDERS)
        hooks.personal_data.append(personal.DATA)
        console.navigation[console.WORK].extend([*ORDERS, *reports_console.ENTRIES])
        of_event = [*selling_console.OF_EVENT, *ORDERS_OF_EVENT, *reports_console.EVENT_ENTRIES]
        console.event_navigation.extend(of_event)
