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
        from orders import console_people, mails, mails_waiting, moved_events, personal, selling_console
        from orders.console import OF_EVENT, ORDERS
        from orders.reports import console as reports_console
        from tenants import console, hooks

        hooks.mail_builders.update(mails.BUILDERS | mails_waiting.BUILDERS)
        hooks.personal_data.append(personal.DATA)
        event_hooks.sale_began.append(moved_events.has_sales)
        event_hooks.event_moved.append(moved_events.tell_later)
        of_tenant = [*ORDERS, *console_people.OF_TENANT, *selling_console.OF_TENANT, *reports_console.ENTRIES]
        of_event = [*selling_console.OF_EVENT, *OF_EVENT, *console_people.OF_EVENT, *reports_console.EVENT_ENTRIES]
        console.navigation[console.WORK].extend(of_tenant)
        console.event_navigation.extend(of_event)
        console.naming.update(reports_console.NAMING)
