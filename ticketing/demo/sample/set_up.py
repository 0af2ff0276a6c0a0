"""Django's set-up in a process that helps with the loading. Imports no model: it runs before any may be imported."""

import os

import django


def set_up() -> None:
    """Make the models importable."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ticketing.settings")
    django.setup()
