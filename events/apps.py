"""Registers the `events` app and its pages of the console."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Configuration of `events`."""

    name = "events"
    label = "events"

    def ready(self) -> None:
        """Give the console its pages about events, looks and plan; say which events members can be limited to."""
        from events.console import NAMING, OF_EVENT, ORGANIZATION, WORK
        from events.member_limits import MemberLimits
        from tenants import console, hooks

        console.navigation[console.WORK].extend(WORK)
        console.navigation[console.ORGANIZATION].extend(ORGANIZATION)
        console.event_navigation.extend(OF_EVENT)
        console.naming.update(NAMING)
        hooks.event_limits.append(MemberLimits())
