"""The choice of tickets on the event page: one number per ticket type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from ticketing.core.errors import DomainError

PREFIX = "quantity-"
# Far above what anybody may buy at once, and well within the database's integers.
MOST = 100_000


@dataclass
class Choice:
    """What was chosen. `typed` is kept as it came, to be shown again; both it and `errors` are by ticket type's id.

    An error that belongs to no one type has the key "".
    """

    wanted: dict[UUID, int] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def refused(self, refusal: DomainError) -> "Choice":
        """The same choice with what the sale says of it, at the ticket type it is about where it names one."""
        self.errors[str(refusal.facts.get("ticket_type_id", ""))] = str(refusal)
        return self


def parse_choice(data: Mapping[str, str]) -> Choice:
    """Read the numbers out of a post. Types of which none is wanted are left out."""
    choice = Choice()
    for name, value in data.items():
        if name.startswith(PREFIX):
            _read(choice, name.removeprefix(PREFIX), value.strip())
    return choice


def _read(choice: Choice, key: str, value: str) -> None:
    choice.typed[key] = value[:10]
    quantity = _number(value)
    type_id = _uuid(key)
    if quantity is None or quantity < 0:
        choice.errors[key] = _("Please give a whole number, 0 or more.")
    elif quantity > MOST:
        choice.errors[key] = _("That is more than can be had.")
    elif quantity and type_id is None:
        choice.errors[key] = _("One of the chosen tickets is not offered here.")
    elif quantity and type_id is not None:
        choice.wanted[type_id] = quantity


def _number(value: str) -> int | None:
    if not value:
        return 0
    if len(value) > 20:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
