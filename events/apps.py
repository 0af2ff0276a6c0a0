"""Registers the `events` app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Configuration of `events`."""

    name = "events"
    label = "events"
