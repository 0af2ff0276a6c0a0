"""Plain values that events hand to other apps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.models import Event, EventSession, TicketType
from events.queries import place_of


@dataclass(frozen=True, slots=True)
class Moved:
    """When and where an event was to be before that was changed."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str

    @classmethod
    def of(cls, event: Event) -> "Moved":
        """As the event stands; it comes with its venue."""
        return cls(event.starts_at, event.ends_at, event.time_zone, place_of(event))


@dataclass(frozen=True, slots=True)
class Copied:
    """An event and its copy: which session and which ticket type of the one became which of the other.

    `shift` moves a moment of the one to where it lies in the other, on the event's clock.
    """

    original: Event
    copy: Event
    sessions: Mapping[UUID, EventSession]
    ticket_types: Mapping[UUID, TicketType]
    shift: Callable[[datetime], datetime]
