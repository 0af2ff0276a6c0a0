"""A mail server, and private files that are gone after the test."""

import pytest

from tests.inbox import inbox

__all__ = ["inbox"]


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """A private storage of the test's own."""
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    return tmp_path
