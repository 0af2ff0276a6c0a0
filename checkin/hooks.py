"""Where a higher app takes part in judging a scan. Filled in its `AppConfig.ready()`; errors propagate."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from checkin.values import Door, TicketSeen, Verdict


class AdmissionRule(Protocol):
    """A rule of its own on who may enter. Called with the ticket locked, after the door's own rules have said yes."""

    def __call__(self, *, door: Door, seen: TicketSeen, now: datetime) -> Verdict | None:
        """The refusal, or None where this rule has nothing against it."""


class AdmissionStep(Protocol):
    """A step after an admission was written or taken back, in its transaction and under its ticket's lock."""

    def __call__(self, *, ticket_id: UUID, by: UUID | None, now: datetime) -> None:
        """Write down what follows for the ticket; `by` is the member who admitted, None for a device."""


admission_rules: list[AdmissionRule] = []
admitted: list[AdmissionStep] = []
undone: list[AdmissionStep] = []
