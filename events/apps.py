"""Registers the `events` app and its pages of the console."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Configuration of `events`."""

    name = "events"
    label = "events"

    def ready(self) -> None:
        """Give the console its pages about events."""
        from events.console import OF_EVENT, WORK
        from tenants import console

        console.navigation[console.WORK].extend(WORK)
        console.event_navigation.extend(OF_EVENT)
