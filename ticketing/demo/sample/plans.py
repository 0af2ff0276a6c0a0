"""What the sample data is described in: plain values that `build` turns into rows through the services.

Prices are minor units of the event's currency; days count from the day of loading, clock times are the venue's.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class VenuePlan:
    """A place where events happen."""

    name: str
    address: str
    city: str
    country: str
    time_zone: str
    latitude: float
    longitude: float
    postal_code: str = ""
    state: str = ""
    capacity: int | None = None


@dataclass(frozen=True, kw_only=True)
class OrganizerPlan:
    """A tenant, how it sells and how it looks. `fee` is (percent, fixed minor units)."""

    slug: str
    name: str
    description: str
    email: str
    currency: str
    time_zone: str
    locale: str
    primary: str
    secondary: str
    font: str
    mark: str = "petals"
    tax_rate: str = "0"
    tax_mode: str = "inclusive"
    fee: tuple[str, int] = ("0", 0)
    fee_payer: str = "buyer"
    payment_methods: tuple[str, ...] = ("stripe",)
    website: str = ""
    phone: str = ""
    address: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    venues: dict[str, VenuePlan] = field(default_factory=dict)
    is_verified: bool = True


@dataclass(frozen=True, kw_only=True)
class TypePlan:
    """Something on sale. `popularity`: how often it is chosen in the history, against the event's other types."""

    name: str
    price: int = 0
    places: int | None = None
    popularity: int = 1
    description: str = ""
    sessions: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """A part of the programme, `after` so many minutes from the start."""

    title: str
    after: int
    minutes: int
    room: str = ""
    places: int | None = None
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionPlan:
    """Something to ask. `types`: names of the ticket types it is limited to."""

    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    asked_per: str = "attendee"
    is_required: bool = False
    help_text: str = ""
    types: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CodePlan:
    """A discount code; value in hundredths of a percent, or minor units."""

    code: str
    value: int = 0
    kind: str = "percentage"
    description: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EventPlan:
    """An event with all that belongs to it, and how many orders its history has."""

    slug: str
    name: str
    short: str
    description: str
    categories: tuple[str, ...]
    days: int
    at: str
    hours: float
    types: tuple[TypePlan, ...]
    venue: str = ""
    tags: tuple[str, ...] = ()
    currency: str = ""
    time_zone: str = ""
    capacity: int | None = None
    sessions: tuple[SessionPlan, ...] = ()
    questions: tuple[QuestionPlan, ...] = ()
    codes: tuple[CodePlan, ...] = ()
    scene: str = ""
    gallery: tuple[str, ...] = ()
    orders: int = 0
    on_sale_days: int = 60
    admitted: float = 0.0
    sells_out: bool = False
    hours_ago: float | None = None
    """Instead of `days` and `at`: began so many hours before the loading."""
    sales_in_days: int | None = None
    """When sales start, counted from the loading; None: they have begun."""
    is_draft: bool = False
    is_archived: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
