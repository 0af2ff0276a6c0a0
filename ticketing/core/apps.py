"""Registers the `core` app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Configuration of `core`."""

    name = "ticketing.core"
    label = "core"
