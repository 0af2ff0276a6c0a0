"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, and take part in what happens to events."""
        from events import hooks as event_hooks
        from orders import mails, moved_events
        from tenants import hooks

        hooks.mail_builders.update(mails.BUILDERS)
        event_hooks.sale_began.append(moved_events.has_sales)
        event_hooks.event_moved.append(moved_events.tell_later)
