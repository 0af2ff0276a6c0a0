"""Where higher apps take part in what `tenants` does. Filled in their `AppConfig.ready()`."""

from collections.abc import Mapping
from typing import Any, Protocol

from ticketing.core.mail import MailMessage


class MailBuilder(Protocol):
    """Makes a queued mail complete when it is about to be sent. Reads and renders; called outside transactions."""

    def __call__(self, context: Mapping[str, Any], *, to: str, message_id: str) -> MailMessage | None:
        """The message about what `context` names, or None where there is nothing left to tell."""


# By the `template` that `steps.queue_mail` was given.
mail_builders: dict[str, MailBuilder] = {}
