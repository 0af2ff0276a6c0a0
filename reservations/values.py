"""What services of visits are given: plain values."""

from dataclasses import dataclass
from datetime import date, time

from tenants.models import User


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """How to reach who comes: a lower-case e-mail address and an E.164 phone number (made by `contacts.contact`)."""

    email: str
    phone: str
    locale: str = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who changes a visit: the ticket's holder, bound by the venue's cut-off, or a member, who is not."""

    user: User | None = None
    is_member: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """When a slot of a series begins and ends, on the venue's clock; one that ends before it starts ends next day."""

    start: time
    end: time


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Slots on many days: from the first to the last day, on some weekdays (0 is Monday), but not on the exceptions."""

    first_day: date
    last_day: date
    weekdays: frozenset[int]
    hours: tuple[Hours, ...]
    capacity: int
    exceptions: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotRange:
    """Which slots of a venue: on some weekdays (0 is Monday) from one day to another, that begin between two times."""

    first_day: date
    last_day: date
    weekdays: frozenset[int]
    begins_from: time | None = None
    begins_until: time | None = None
