"""Registers the `demo` app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Configuration of `demo`."""

    name = "ticketing.demo"
    label = "demo"
