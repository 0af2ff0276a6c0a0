"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built."""
        from orders import mails
        from tenants import hooks

        hooks.mail_builders.update(mails.BUILDERS)
