"""Registers the `checkin` app and what it adds to the flows of the apps below."""

from django.apps import AppConfig


class CheckinConfig(AppConfig):
    """Configuration of `checkin`."""

    name = "checkin"
    label = "checkin"

    def ready(self) -> None:
        """Give every event its first gate when it is published."""
        from checkin.gates import ensure_main_entrance
        from events import hooks

        hooks.event_published.append(ensure_main_entrance)
