"""Registers the `checkin` app."""

from django.apps import AppConfig


class CheckinConfig(AppConfig):
    """Configuration of `checkin`."""

    name = "checkin"
    label = "checkin"
