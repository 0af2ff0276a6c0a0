"""Where a higher app takes part in judging a scan. Filled in its `AppConfig.ready()`; errors propagate."""

from datetime import datetime
from typing import Protocol

from checkin.values import Door, TicketSeen, Verdict


class AdmissionRule(Protocol):
    """A rule of its own on who may enter. Called with the ticket locked, after the door's own rules have said yes."""

    def __call__(self, *, door: Door, seen: TicketSeen, now: datetime) -> Verdict | None:
        """The refusal, or None where this rule has nothing against it."""


admission_rules: list[AdmissionRule] = []
