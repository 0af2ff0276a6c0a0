"""Registers the `events` app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Configuration of `events`."""

    name = "events"
    label = "events"

    def ready(self) -> None:
        """Say what this app adds to the console."""
        from events.selling_console import OF_EVENT
        from tenants import console

        console.event_navigation.extend(OF_EVENT)
