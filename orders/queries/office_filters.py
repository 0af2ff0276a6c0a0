"""What narrows the console's lists and exports, as it stands in an address.

Addresses are written by people: whatever is no filter narrows nothing. The same words are kept with an export, so a
link from a list to an export of the same rows is its query string.

A list and the export of its rows read the same filter, and so hold the same rows.

Orders: `q` (number, the beginning of an e-mail address, buyer's name, ticket code), `event` (id, may come several
times), `status`, `payment` and `refund` (the models' words), `method` (a way to pay), `attention` (what waits for
somebody), `since` and `until` (days by the event's clock, both included).

Attendees: `q`, `event`, `ticket` (id, may come several times), `type` (id), `status` (`all`, or a ticket's status; none
means good ones), `checked_in` (yes, no), `order` (an order's status, or `none`), `question` (id) and `answer`.

Buyers: `q`, `event` and `consent` (yes, no).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar, Self
from urllib.parse import urlencode
from uuid import UUID

from orders.models import OrderStatus, PaymentState, RefundState, TicketStatus
from orders.payments import registry
from orders.queries.office_orders import Attention

Params = Mapping[str, Sequence[str]]

LONGEST_WORDS, LONGEST_ANSWER, MOST_IDS = 100, 200, 200
# Days beyond these are slips of the hand.
FIRST_YEAR, LAST_YEAR = 2000, 2100
ALL, NO_ORDER = "all", "none"
YES, NO = "yes", "no"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What all lists can be narrowed by."""

    NAMES: ClassVar[Mapping[str, str]] = {"q": "words", "event": "events"}

    words: str = ""
    events: tuple[UUID, ...] = ()

    @classmethod
    def of(cls, params: Params) -> Self:
        """The filter that a query string, or a stored filter, stands for."""
        return cls(**cls.read(params))

    @classmethod
    def read(cls, params: Params) -> dict[str, Any]:
        """The values of this kind's fields."""
        return {"words": _text(params, "q", LONGEST_WORDS), "events": _uuids(params, "event")}

    def params(self) -> dict[str, list[str]]:
        """The filter as it is kept, and stands in an address; `of` reads it back."""
        told = {}
        for name, field in self.NAMES.items():
            value = getattr(self, field)
            if value not in ("", None, ()):
                told[name] = [str(each) for each in value] if isinstance(value, tuple) else [str(value)]
        return told

    @property
    def query(self) -> str:
        """The same as a query string."""
        return urlencode(self.params(), doseq=True)

    @property
    def narrows_beside_words(self) -> bool:
        """Whether more than words to look for leaves something out."""
        return any(getattr(self, field.name) not in ("", None, ()) for field in fields(self) if field.name != "words")

    @property
    def event(self) -> UUID | None:
        """The one event that is looked at, if it is one."""
        return self.events[0] if len(self.events) == 1 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class AttendeeFilter(Filter):
    """Which tickets, and who comes with them."""

    NAMES: ClassVar[Mapping[str, str]] = {
        **Filter.NAMES,
        "ticket": "tickets",
        "type": "ticket_type",
        "status": "status",
        "checked_in": "checked_in",
        "order": "order_status",
        "question": "question",
        "answer": "answer",
    }

    tickets: tuple[UUID, ...] = ()
    ticket_type: UUID | None = None
    status: str = ""
    checked_in: str = ""
    order_status: str = ""
    question: UUID | None = None
    answer: str = ""

    @classmethod
    def read(cls, params: Params) -> dict[str, Any]:
        """The values of this kind's fields."""
        question = _uuid(_text(params, "question"))
        return Filter.read(params) | {
            "tickets": _uuids(params, "ticket"),
            "ticket_type": _uuid(_text(params, "type")),
            "status": _word(params, "status", (ALL, *TicketStatus.values)),
            "checked_in": _word(params, "checked_in", (YES, NO)),
            "order_status": _word(params, "order", (NO_ORDER, *OrderStatus.values)),
            "question": question,
            "answer": _text(params, "answer", LONGEST_ANSWER) if question else "",
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFilter(Filter):
    """Which orders."""

    NAMES: ClassVar[Mapping[str, str]] = {
        **Filter.NAMES,
        "status": "status",
        "payment": "payment",
        "refund": "refund",
        "method": "method",
        "attention": "attention",
        "since": "since",
        "until": "until",
    }

    status: str = ""
    payment: str = ""
    refund: str = ""
    method: str = ""
    attention: str = ""
    since: date | None = None
    until: date | None = None

    def without_money(self) -> "OrderFilter":
        """The same for members who look orders up, and learn nothing of money by narrowing."""
        return replace(self, payment="", refund="", method="", attention="")

    @classmethod
    def read(cls, params: Params) -> dict[str, Any]:
        """The values of this kind's fields."""
        return Filter.read(params) | {
            "status": _word(params, "status", OrderStatus.values),
            "payment": _word(params, "payment", PaymentState.values),
            "refund": _word(params, "refund", RefundState.values),
            "method": _word(params, "method", registry.SELECTABLE),
            "attention": _word(params, "attention", Attention.values),
            "since": _day(_text(params, "since")),
            "until": _day(_text(params, "until")),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class BuyerFilter(Filter):
    """Which buyers."""

    NAMES: ClassVar[Mapping[str, str]] = {**Filter.NAMES, "consent": "consent"}

    consent: str = ""

    @classmethod
    def read(cls, params: Params) -> dict[str, Any]:
        """The values of this kind's fields."""
        return Filter.read(params) | {"consent": _word(params, "consent", (YES, NO))}


def params_of(query: Mapping[str, Any]) -> Params:
    """A request's `GET` or `POST` as filters read it."""
    lists = getattr(query, "lists", None)
    return dict(lists()) if lists else dict(query)


def _text(params: Params, name: str, longest: int = 40) -> str:
    values = params.get(name) or ("",)
    return str(values[-1]).replace("\x00", "").strip()[:longest]


def _word(params: Params, name: str, known: Sequence[str]) -> str:
    word = _text(params, name)
    return word if word in known else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _uuids(params: Params, name: str) -> tuple[UUID, ...]:
    return tuple(sorted({pk for text in list(params.get(name) or ())[:MOST_IDS] if (pk := _uuid(text))}))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
