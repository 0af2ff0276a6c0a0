"""Refusals: what a rule of the business answers when it says no."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule of the business said no. Its text is safe to show to whoever asked.

    `code` is the word that API clients see, `status` the HTTP status, `field` the form field it belongs to, if any,
    `page` the template that says it on the web, where it has one of its own.
    """

    code = "refused"
    status = 409
    page = ""
    field: str | None = None
    text = _("That is not possible right now.")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.text) % self.facts


class NotAllowed(DomainError):
    """The member lacks the permission for this."""

    code, status, text = "not_allowed", 403, _("You do not have permission to do this.")


class TooManyRequests(DomainError):
    """A throttle's window is used up. `retry_after`: seconds until it opens again."""

    code, status = "too_many_requests", 429
    text = _("That was a little too often. Please wait %(retry_after)d seconds and try again.")


class Stale(DomainError):
    """Somebody else changed the row meanwhile."""

    code, text = "changed_meanwhile", _("This was changed meanwhile. Please look at it again.")


class SentBefore(DomainError):
    """A form came a second time; `pk` is the id of what it made the first time."""

    code = "sent_before"
    text = _("This form was sent before, so nothing was made a second time. This is what it made.")

    @property
    def pk(self) -> UUID:
        """The id of what was made."""
        return UUID(str(self.facts["pk"]))
