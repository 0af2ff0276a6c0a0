"""Where higher apps take part in what `tenants` does. Filled in their `AppConfig.ready()`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from tenants.models import Membership, Tenant
from ticketing.core.mail import MailMessage


class MailBuilder(Protocol):
    """Makes a queued mail complete when it is about to be sent. Reads and renders; called outside transactions."""

    def __call__(self, context: Mapping[str, Any], *, to: str, message_id: str) -> MailMessage | None:
        """The message about what `context` names, or None where there is nothing left to tell."""


# By the `template` that `steps.queue_mail` was given.
mail_builders: dict[str, MailBuilder] = {}


class EventLimits(Protocol):
    """What the team needs to know of events, which are of a higher app: which ones a limited member reaches."""

    def choices(self, tenant: Tenant) -> Sequence[tuple[UUID, str]]:
        """The tenant's events that members can be limited to, by id and name."""

    def set(self, membership: Membership, event_ids: Iterable[UUID]) -> None:
        """Let the member reach these events of their tenant, and no other, within the caller's transaction."""

    def names(self, memberships: Iterable[Membership]) -> Mapping[UUID, Sequence[tuple[UUID, str]]]:
        """The events, by id and name, that each membership names."""


# Filled by `events`: exactly one.
event_limits: list[EventLimits] = []
