"""What somebody is in a team."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """A role, what is added to it, and the events that it is limited to, if `is_limited`."""

    role: str
    extra_permissions: tuple[str, ...] = ()
    is_limited: bool = False
    event_ids: tuple[UUID, ...] = ()

    def in_words(self) -> dict[str, object]:
        """As the activity log keeps it."""
        return {"role": self.role, "extra": list(self.extra_permissions), "is_limited": self.is_limited}
