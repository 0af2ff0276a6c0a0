"""Where a higher app takes part at the door. Filled in its `AppConfig.ready()`; errors propagate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from checkin.values import Door, TicketSeen, Verdict
from tenants.models import Membership


class AdmissionRule(Protocol):
    """A rule of its own on who may enter. Called with the ticket locked, after the door's own rules have said yes."""

    def __call__(self, *, door: Door, seen: TicketSeen, now: datetime) -> Verdict | None:
        """The refusal, or None where this rule has nothing against it."""


class AdmissionStep(Protocol):
    """A step after an admission was written or taken back, in its transaction and under its ticket's lock."""

    def __call__(self, *, ticket_id: UUID, by: UUID | None, now: datetime) -> None:
        """Write down what follows for the ticket; `by` is the member who admitted, None for a device."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeLink:
    """A way on from a place."""

    text: str
    url: str
    icon: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HomePlace:
    """Somewhere to scan that is no event's gate; `text` tells how it is going there today."""

    name: str
    tenant: str
    text: str
    scan_url: str
    links: tuple[HomeLink, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeSection:
    """More places to choose from on the door's first page."""

    title: str
    places: tuple[HomePlace, ...]


class HomeSections(Protocol):
    """More to choose from for members who scan for these tenants."""

    def __call__(self, memberships: Sequence[Membership], *, now: datetime) -> HomeSection | None:
        """The section, or None where there is nothing to choose."""


admission_rules: list[AdmissionRule] = []
admitted: list[AdmissionStep] = []
undone: list[AdmissionStep] = []
home_sections: list[HomeSections] = []
