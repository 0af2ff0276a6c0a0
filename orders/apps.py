"""Registers the `orders` app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Configuration of `orders`."""

    name = "orders"
    label = "orders"

    def ready(self) -> None:
        """Say how this app's mails are built, what it knows about people, and what it adds to the console.

        It takes part in what happens to events, too.
        """
        from events import hooks as event_hooks
        from orders import mails, mails_waiting, moved_events, personal
        from orders.console import NAMING, OF_EVENT, WORK
        from tenants import console, hooks

        hooks.mail_builders.update(mails.BUILDERS | mails_waiting.BUILDERS)
        hooks.personal_data.append(personal.DATA)
        event_hooks.sale_began.append(moved_events.has_sales)
        event_hooks.event_moved.append(moved_events.tell_later)
        console.navigation[console.WORK].extend(WORK)
        console.event_navigation.extend(OF_EVENT)
        console.naming.update(NAMING)
