"""Registers the `checkin` app and what it adds to the flows of the apps below."""

from django.apps import AppConfig


class CheckinConfig(AppConfig):
    """Configuration of `checkin`."""

    name = "checkin"
    label = "checkin"

    def ready(self) -> None:
        """Give every published event its first gate, and the console its pages, a ticket's scans and its admission."""
        from checkin.console import OF_EVENT
        from checkin.gates import copy_gates, ensure_main_entrance
        from checkin.history import scans_of
        from checkin.office_actions import admission_actions
        from checkin.personal import DATA
        from events import hooks
        from orders import hooks as order_hooks
        from tenants import console
        from tenants import hooks as tenant_hooks

        hooks.event_published.append(ensure_main_entrance)
        hooks.event_copied.append(copy_gates)
        order_hooks.ticket_history.append(scans_of)
        order_hooks.ticket_actions.append(admission_actions)
        console.event_navigation.extend(OF_EVENT)
        tenant_hooks.personal_data.append(DATA)
