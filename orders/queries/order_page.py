"""An order as its buyer sees it: where it stands, its tickets with their codes, its lines and its money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from events.models import EventSession, EventStatus, Question
from orders import hooks
from orders.answers import answer_text
from orders.models import (
    ItemKind,
    Order,
    OrderItem,
    OrderStatus,
    Payment,
    PaymentState,
    PaymentStatus,
    RefundState,
    RefundStatus,
    Ticket,
    TicketStatus,
)
from orders.queries.checkout import lines_of, questions_of
from orders.rules import can_change
from ticketing.core.models import BaseQuerySet
from ticketing.core.prepared import Prepared, Slot
from ticketing.core.signing import sign_ticket

Standing = Literal[
    "confirmed",
    "void",
    "pay_at_door",
    "transfer",
    "processing",
    "unpaid",
    "awaiting_approval",
    "expired",
    "cancelled",
    "event_cancelled",
]


@dataclass(frozen=True)
class Pass:
    """One ticket of the page. `qr` is the signed text, empty for a ticket that does not admit."""

    ticket: Ticket
    qr: str
    name: str
    sessions: tuple[str, ...]
    facts: tuple[hooks.TicketFact, ...]
    can_change: bool

    @property
    def is_void(self) -> bool:
        """Whether it will never admit again."""
        return self.ticket.status in (TicketStatus.CANCELLED, TicketStatus.EXPIRED)


@dataclass(frozen=True)
class OrderPage:
    """All that the page shows. Amounts are minor units of the order's currency."""

    order: Order
    standing: Standing
    passes: tuple[Pass, ...]
    lines: tuple[OrderItem, ...]
    payment: Payment | None
    refunding_cents: int
    answers: tuple[tuple[str, str], ...]
    links: tuple[hooks.OrderLink, ...] = ()

    @property
    def valid(self) -> tuple[Pass, ...]:
        """The tickets that admit."""
        return tuple(row for row in self.passes if row.qr)

    @property
    def merchandise(self) -> tuple[OrderItem, ...]:
        """What was bought beside tickets."""
        return tuple(line for line in self.lines if line.kind == ItemKind.MERCHANDISE)

    @property
    def join_url(self) -> str:
        """Where an online event takes place; only for whoever holds a valid ticket."""
        event = self.order.event
        return event.virtual_event_url if event.is_online and self.valid else ""

    @property
    def is_refunded(self) -> bool:
        """Whether all of the money went back."""
        return bool(self.order.refunded_cents) and self.order.refund_state == RefundState.REFUNDED


def order_page(order: Order, *, now: datetime) -> OrderPage:
    """The page of an order that came by its link, in at most four statements."""
    tickets = tickets_of(order)
    facts = hooks.facts_of(tickets)
    passes = tuple(_pass(ticket, facts[ticket.pk], now) for ticket in tickets)
    payments = payments_of(order)
    return OrderPage(
        order=order,
        standing=_standing(order, payments, passes),
        passes=passes,
        lines=tuple(lines_of(order)),
        payment=_latest(payments),
        refunding_cents=sum(payment.refunding_cents for payment in payments),
        answers=_answers(order),
        links=hooks.links_of(order, tickets),
    )


def tickets_of(order: Order) -> list[Ticket]:
    """An order's tickets with type, attendee, `session_titles` and the key that signs them; in order."""
    tickets = _TICKETS.all(order=order.pk)
    for ticket in tickets:
        ticket.event = order.event
        ticket.order = order
    return tickets


def _tickets() -> BaseQuerySet[Ticket]:
    sessions = EventSession.objects.filter(ticket_types=OuterRef("ticket_type"), archived_at=None)
    live_key = FilteredRelation("event__signing_keys", condition=Q(event__signing_keys__retired_at=None))
    found = Ticket.objects.filter(order=Slot("order")).select_related("ticket_type", "attendee").alias(key=live_key)
    added: dict[str, Any] = {
        "session_titles": ArraySubquery(sessions.order_by("starts_at", "pk").values("title")),
        "key_id": F("key__key_id"),
        "sealed_key": F("key__private_key"),
    }
    return found.annotate(**added).order_by("pk")


_TICKETS = Prepared(_tickets)


def qr_text(ticket: Ticket, *, now: datetime) -> str:
    """What its QR says; empty while the ticket does not admit. Needs a row read by `tickets_of`."""
    is_over = ticket.expires_at is not None and ticket.expires_at <= now
    is_called_off = ticket.event.status == EventStatus.CANCELLED
    if ticket.status != TicketStatus.VALID or is_over or is_called_off or not ticket.key_id:
        return ""
    return sign_ticket(ticket.sealed_key, ticket.key_id, ticket.code, ticket.qr_version)


def payments_of(order: Order) -> list[Payment]:
    """An order's payments, the latest first, each with `refunding_cents`: what is on its way back."""
    if not order.total_cents:
        return []
    on_its_way = Coalesce(Sum("refunds__amount_cents", filter=Q(refunds__status=RefundStatus.PENDING)), 0)
    added: dict[str, Any] = {"refunding_cents": on_its_way}
    return list(order.payments.annotate(**added).order_by("-pk"))


def due_cents(order: Order) -> int:
    """What is still to be paid, in minor units."""
    is_due = order.payment_status != PaymentState.PAID
    is_live = order.status in (OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL, OrderStatus.CONFIRMED)
    return order.total_cents if is_due and is_live else 0


def open_payment(payments: Sequence[Payment]) -> Payment | None:
    """The one whose end is not known yet."""
    return next((payment for payment in payments if payment.is_open), None)


def _latest(payments: Sequence[Payment]) -> Payment | None:
    return open_payment(payments) or next(iter(payments), None)


def _standing(order: Order, payments: Sequence[Payment], passes: Sequence[Pass]) -> Standing:
    if order.event.status == EventStatus.CANCELLED and order.status != OrderStatus.EXPIRED:
        return "event_cancelled"
    if order.status == OrderStatus.CONFIRMED:
        if passes and all(row.ticket.status == TicketStatus.CANCELLED for row in passes):
            return "void"
        return "pay_at_door" if due_cents(order) else "confirmed"
    if order.status != OrderStatus.PENDING:
        closed: dict[str, Standing] = {
            OrderStatus.AWAITING_APPROVAL: "awaiting_approval",
            OrderStatus.EXPIRED: "expired",
            OrderStatus.CANCELLED: "cancelled",
        }
        return closed[order.status]
    payment = open_payment(payments)
    if payment is not None and payment.provider == "bank_transfer":
        return "transfer"
    if payment is not None and payment.status == PaymentStatus.PROCESSING:
        return "processing"
    return "unpaid"


def _pass(ticket: Ticket, facts: tuple[hooks.TicketFact, ...], now: datetime) -> Pass:
    return Pass(
        ticket=ticket,
        qr=qr_text(ticket, now=now),
        name=ticket.attendee.full_name if hasattr(ticket, "attendee") else "",
        sessions=tuple(ticket.session_titles),
        facts=facts,
        can_change=can_change(ticket, now=now),
    )


def _answers(order: Order) -> tuple[tuple[str, str], ...]:
    """What the buyer answered once for the order; attendees' own answers are the organizer's business."""
    if not order.answers:
        return ()
    asked = [(question.label, answer_text(question, order.answers.get(str(question.pk)))) for question in _asked(order)]
    return tuple((label, text) for label, text in asked if text)


def _asked(order: Order) -> list[Question]:
    return [question for question in questions_of(order.event) if str(question.pk) in order.answers]
