"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, and what it knows about people."""
        from orders import mails, personal
        from tenants import hooks

        hooks.mail_builders.update(mails.BUILDERS)
        hooks.personal_data.append(personal.DATA)
