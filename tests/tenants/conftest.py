"""A mail server for the tests of people and organizations."""

from tests.inbox import inbox

__all__ = ["inbox"]
