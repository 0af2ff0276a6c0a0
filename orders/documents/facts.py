"""What tickets, calendar files and mails say about an order: plain values, filled by a query, that know no models.

Money is in minor units of the order's currency; instants are aware and are shown in the event's zone; texts that the
organizer wrote are plain text. The reader's language is the order's.
"""

from dataclasses import dataclass
from datetime import datetime

DEFAULT_COLOR = "#7a2e3a"


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganizerFacts:
    """Who invites, and in which colour."""

    name: str
    email: str = ""
    url: str = ""
    logo: bytes | None = None
    """A PNG, JPEG or SVG, ours already: re-encoded on upload."""
    primary_color: str = DEFAULT_COLOR
    """#rrggbb."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventFacts:
    """What happens, when and where."""

    uid: str
    """Names the event in calendars for ever, e.g. `<event id>@<host>`."""
    version: int
    changed_at: datetime
    name: str
    url: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue_lines: tuple[str, ...] = ()
    """Name, street, postal code and city, country; empty for an online event."""
    latitude: float | None = None
    longitude: float | None = None
    notes: str = ""
    """What to know for the day; paragraphs parted by blank lines."""
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketFacts:
    """One person's right to enter."""

    code: str
    qr: str
    """The signed text; empty while the ticket does not admit (unpaid, cancelled): nothing is drawn then."""
    type_name: str
    attendee_name: str = ""
    attendee_email: str = ""
    price_cents: int | None = None
    """None: not shown, as on the ticket of a guest who did not pay it."""
    seat: str = ""
    sessions: tuple[str, ...] = ()
    expires_at: datetime | None = None
    more: tuple[tuple[str, str], ...] = ()
    """Labels and texts that other apps add, such as the time of a visit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LineFacts:
    """One line of the order as sold."""

    name: str
    quantity: int
    total_cents: int
    """Quantity times unit price, before discount and added fees and taxes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxFacts:
    """The tax of one rate over the whole order."""

    rate: str
    """Percent, as written: "19", "7.7"."""
    amount_cents: int
    is_included: bool
    """Whether the prices contain it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BankFacts:
    """Where to send a bank transfer."""

    details: str
    """The account, in the organizer's own words and lines: holder, IBAN, BIC."""
    reference: str
    """What the buyer writes on the transfer: the order's number."""
    pay_by: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFacts:
    """One order, as its buyer reads about it."""

    number: str
    locale: str
    currency: str
    url: str
    """The order's page, with its lookup token."""
    event: EventFacts
    organizer: OrganizerFacts
    buyer_name: str
    buyer_email: str
    placed_at: datetime
    lines: tuple[LineFacts, ...] = ()
    subtotal_cents: int = 0
    discount_cents: int = 0
    fees_cents: int = 0
    total_cents: int = 0
    taxes: tuple[TaxFacts, ...] = ()
    tickets: tuple[TicketFacts, ...] = ()
    join_url: str = ""
    """Of online and hybrid events; filled for valid tickets only."""
    bank: BankFacts | None = None
    due_cents: int = 0
    """What is still to be paid."""

    @property
    def valid_tickets(self) -> tuple[TicketFacts, ...]:
        """Those that admit."""
        return tuple(ticket for ticket in self.tickets if ticket.qr)


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderTitle:
    """One order in the mail that leads a buyer back to their tickets."""

    number: str
    event: EventFacts
