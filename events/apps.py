"""Registers the `events` app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Configuration of `events`."""

    name = "events"
    label = "events"

    def ready(self) -> None:
        """Say which events members of a team can be limited to; put looks and plan into the console."""
        from events.console_looks import ENTRIES
        from events.member_limits import MemberLimits
        from tenants import console, hooks

        hooks.event_limits.append(MemberLimits())
        console.navigation[console.ORGANIZATION].extend(ENTRIES)
