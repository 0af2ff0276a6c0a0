"""Registers the `events` app and its pages of the console."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Configuration of `events`."""

    name = "events"
    label = "events"

    def ready(self) -> None:
        """Give the console its pages about events, looks and plan; say which events members can be limited to."""
        from events import selling_console
        from events.console import OF_EVENT, WORK
        from events.console_looks import ENTRIES
        from events.member_limits import MemberLimits
        from tenants import console, hooks

        console.navigation[console.WORK].extend([*WORK, *selling_console.OF_TENANT])
        console.navigation[console.ORGANIZATION].extend(ENTRIES)
        console.event_navigation.extend([*OF_EVENT, *selling_console.OF_EVENT])
        hooks.event_limits.append(MemberLimits())
