"""Registers allauth's table of sessions without its receivers: `tenants.sessions` writes it."""

from allauth.usersessions.apps import UserSessionsConfig


class SessionsConfig(UserSessionsConfig):
    """Configuration of `allauth.usersessions`."""

    def ready(self) -> None:
        """Nothing of theirs: it would list and write all sessions of a person at each log-in."""
