"""The choice of tickets on the event page: one number per ticket type, and a time with those that are sold with one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from ticketing.core.errors import DomainError

PREFIX, SLOT_PREFIX = "quantity-", "slot-"
# Far above what anybody may buy at once, and well within the database's integers.
MOST = 100_000


@dataclass
class Choice:
    """What was chosen. `typed` is kept as it came, to be shown again; it, `typed_slots` and `errors` are by ticket
    type's id.

    An error that belongs to no one type has the key "".
    """

    wanted: dict[UUID, int] = field(default_factory=dict)
    slots: dict[UUID, UUID] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    typed_slots: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def refused(self, refusal: DomainError) -> "Choice":
        """The same choice with what the sale says of it, at the ticket type it is about where it names one."""
        about = refusal.facts.get("ticket_type_id") or self._chosen_with(refusal.facts.get("slot_id"))
        self.errors[str(about)] = str(refusal)
        return self

    def _chosen_with(self, slot_id: object) -> str:
        """The wanted type that a slot was chosen with; "" if with none."""
        return next((str(pk) for pk, chosen in self.slots.items() if chosen == slot_id and pk in self.wanted), "")


def parse_choice(data: Mapping[str, str]) -> Choice:
    """Read the numbers out of a post. Types of which none is wanted are left out."""
    choice = Choice()
    for name, value in data.items():
        if name.startswith(PREFIX):
            _read(choice, name.removeprefix(PREFIX), value.strip())
        elif name.startswith(SLOT_PREFIX):
            _read_slot(choice, name.removeprefix(SLOT_PREFIX), value)
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


def _read_slot(choice: Choice, key: str, value: str) -> None:
    """What names no slot is no choice: the sale says that one is needed."""
    type_id, slot_id = _uuid(key), _uuid(value)
    if type_id is not None and slot_id is not None:
        choice.slots[type_id] = slot_id
        choice.typed_slots[str(type_id)] = str(slot_id)


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
