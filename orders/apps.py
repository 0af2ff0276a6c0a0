"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, and what the console shows of people."""
        from orders import console_people, mails
        from tenants import console, hooks

        hooks.mail_builders.update(mails.BUILDERS)
        console.navigation[console.WORK].extend(console_people.OF_TENANT)
        console.event_navigation.extend(console_people.OF_EVENT)
