"""What a scan is judged by, and what is answered: plain values. Instants are UTC, amounts minor units of a currency."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from checkin.models import Direction, ScanResult


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A part of the programme that a gate admits to."""

    pk: UUID
    title: str
    ends_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """A gate, and who stands at it: a paired device or a signed-in member."""

    gate_id: UUID
    gate_name: str
    tenant_id: UUID
    event_id: UUID
    event_status: str
    zone: ZoneInfo
    opens_at: datetime | None
    closes_at: datetime | None
    allows_reentry: bool
    entries_per_day: int | None
    ticket_type_ids: frozenset[UUID]
    """Empty: all of the event's."""
    sessions: tuple[SessionSeen, ...]
    """In order of their start; empty: the event as a whole."""
    device_id: UUID | None = None
    operator_id: UUID | None = None
    staffed_by: str = ""
    """The member's or device's name, as told at a later scan of the same ticket."""
    permissions: frozenset[str] = frozenset()
    venue_id: UUID | None = None
    """The venue whose visitors are let in, where the door is a venue's rather than an event's."""

    def may(self, permission: str) -> bool:
        """Whether who stands here has the permission."""
        return permission in self.permissions


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """What a scanner or a keyboard sent. `scan_id` is the sender's own: the same id is the same scan."""

    scan_id: UUID
    text: str
    direction: Direction = Direction.ENTRY
    scanned_at: datetime | None = None
    """The sender's clock; None: the moment of receiving it."""
    force_reason: str = ""
    """Why to admit anyway, if a rule that a person may overrule says no."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveRedemption:
    """An admission that stands."""

    pk: UUID
    key: str
    at: datetime
    gate: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketSeen:
    """A locked ticket and what belongs to it, as it is now."""

    pk: UUID
    tenant_id: UUID
    event_id: UUID
    code: str
    qr_version: int
    status: str
    expires_at: datetime | None
    activation_mode: str
    activated_at: datetime | None
    checked_in_at: datetime | None
    seat_label: str
    ticket_type_id: UUID
    type_name: str
    admits: frozenset[UUID]
    """The sessions that its type names; empty: none in particular."""
    entitlements: dict[str, Any]
    attendee_name: str
    order_id: UUID | None
    order_number: str
    order_status: str
    payment_status: str
    total_cents: int
    currency: str
    hand_out: tuple[str, ...]
    """Merchandise of the order, if none of its tickets was admitted yet."""
    live: tuple[LiveRedemption, ...]
    open_keys: frozenset[str]
    """The admissions that the event's gates still have for it; `day` stands for those that come back daily."""
    visit_venue_id: UUID | None
    """The venue whose slots the ticket is for; None: it is for no visits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """How a scan is judged. Facts hold nothing personal: they are stored, and names are added when they are told."""

    result: ScanResult
    facts: dict[str, Any] = field(default_factory=dict)
    admission_key: str = ""
    ends: UUID | None = None
    """The redemption that an exit ends."""
    uses_up: bool = False
    """Whether no admission is left to the ticket then."""
    is_forced: bool = False
    """Whether a person overruled the rule that would have refused it; the facts say which, and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is told of a judged scan; the same for the same `scan_id`, whenever it is sent again."""

    scan_id: UUID
    result: ScanResult
    direction: Direction
    is_signed: bool
    scanned_at: datetime
    received_at: datetime
    ticket_id: UUID | None
    redemption_id: UUID | None
    facts: dict[str, Any]
    first_use: dict[str, str] | None

    @property
    def is_admitted(self) -> bool:
        """Whether the guest may go in."""
        return self.result == ScanResult.ADMITTED
