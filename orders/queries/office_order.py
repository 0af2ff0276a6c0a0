"""One order as members see it: what was bought, every ticket, every movement of money, and all that happened to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from orders import hooks
from orders.answers import answer_text
from orders.models import (
    ItemKind,
    Order,
    OrderItem,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    Ticket,
    TicketStatus,
)
from orders.payments import registry
from orders.queries.checkout import lines_of, questions_of
from tenants.models import ActivityLog, EmailLog

MOST_ENTRIES = 200


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of the timeline: an entry of the log, a mail, or a scan."""

    at: datetime
    kind: str
    entry: Any
    actor: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketRow:
    """A ticket with what was answered for it and what other apps know of it."""

    ticket: Ticket
    answers: tuple[tuple[str, str], ...] = ()
    facts: tuple[hooks.TicketFact, ...] = ()

    @property
    def name(self) -> str:
        """Who comes with it."""
        attendee = getattr(self.ticket, "attendee", None)
        return attendee.full_name if attendee else ""

    @property
    def email(self) -> str:
        """Where the ticket goes."""
        attendee = getattr(self.ticket, "attendee", None)
        return attendee.email if attendee else ""

    @property
    def is_correctable(self) -> bool:
        """Whether its holder can still be changed."""
        return self.ticket.status in (TicketStatus.PENDING, TicketStatus.VALID, TicketStatus.USED)


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """A payment with its refunds. `is_by_hand`: money that people move and record."""

    payment: Payment
    refunds: tuple[Refund, ...] = ()
    is_by_hand: bool = False
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeOrder:
    """All that the page shows. Amounts are minor units of the order's currency."""

    order: Order
    lines: tuple[OrderItem, ...]
    tickets: tuple[TicketRow, ...]
    payments: tuple[PaymentRow, ...]
    answers: tuple[tuple[str, str], ...]
    mails: tuple[EmailLog, ...]
    timeline: tuple[Happening, ...] = field(default=())

    @property
    def refundable_cents(self) -> int:
        """What can still go back: not gone, and not promised."""
        return refundable_cents(self.payments)

    @property
    def refunding_cents(self) -> int:
        """What is on its way back."""
        refunds = [refund for row in self.payments for refund in row.refunds]
        return sum(refund.amount_cents for refund in refunds if refund.status == RefundStatus.PENDING)

    @property
    def awaits_money(self) -> bool:
        """Whether somebody may record that it was paid: nothing online is under way."""
        open_online = any(row.payment.is_open and not row.is_by_hand for row in self.payments)
        is_payable = self.order.status in (OrderStatus.PENDING, OrderStatus.CONFIRMED)
        return is_payable and self.order.payment_status != "paid" and bool(self.order.total_cents) and not open_online

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to cancel."""
        return self.order.status in (OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL, OrderStatus.CONFIRMED)

    @property
    def can_cancel_tickets(self) -> bool:
        """Whether single tickets can be cancelled."""
        return self.order.is_confirmed and any(row.ticket.status != TicketStatus.CANCELLED for row in self.tickets)

    @property
    def merchandise(self) -> tuple[OrderItem, ...]:
        """What was bought beside tickets."""
        return tuple(line for line in self.lines if line.kind == ItemKind.MERCHANDISE)


def office_order(order: Order) -> OfficeOrder:
    """The page of an order that came with event, tenant, buyer and code: a dozen statements however much it holds."""
    tickets = _tickets(order)
    facts = hooks.facts_of(tickets)
    questions = questions_of(order.event)
    payments = payments_of(order)
    mails = _mails(order, tickets)
    return OfficeOrder(
        order=order,
        lines=tuple(lines_of(order)),
        tickets=tuple(
            TicketRow(ticket=row, answers=_answers(questions, _given(row)), facts=facts[row.pk]) for row in tickets
        ),
        payments=payments,
        answers=_answers(questions, order.answers),
        mails=tuple(mails),
        timeline=_timeline(order, tickets, payments, mails),
    )


def payments_of(order: Order) -> tuple[PaymentRow, ...]:
    """The order's payments in their order, each with its refunds."""
    found = order.payments.prefetch_related("refunds__tickets", "refunds__requested_by").order_by("pk")
    return tuple(_payment(payment) for payment in found)


def refundable_cents(payments: Iterable[PaymentRow]) -> int:
    """What of the payment that counts can still go back: what has neither gone nor been promised."""
    for row in payments:
        if row.payment.status == PaymentStatus.SUCCEEDED and row.payment.applied_cents:
            live = [refund for refund in row.refunds if refund.status != RefundStatus.FAILED]
            return row.payment.amount_cents - sum(refund.amount_cents for refund in live)
    return 0


def _payment(payment: Payment) -> PaymentRow:
    provider = registry.provider(payment.provider)
    refunds = tuple(sorted(payment.refunds.all(), key=lambda refund: refund.pk))
    return PaymentRow(payment=payment, refunds=refunds, is_by_hand=not provider.is_online, label=str(provider.label))


def _tickets(order: Order) -> list[Ticket]:
    found = list(order.tickets.select_related("ticket_type", "attendee", "checked_in_by").order_by("pk"))
    for ticket in found:
        ticket.event = order.event
        ticket.order = order
    return found


def _given(ticket: Ticket) -> dict[str, Any]:
    attendee = getattr(ticket, "attendee", None)
    return attendee.answers if attendee else {}


def _answers(questions: Sequence[Any], given: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    said = [(question.label, answer_text(question, given.get(str(question.pk)))) for question in questions]
    return tuple((label, text) for label, text in said if text)


def _mails(order: Order, tickets: Sequence[Ticket]) -> list[EmailLog]:
    about = [order.pk, *(ticket.pk for ticket in tickets)]
    return list(EmailLog.objects.filter(target_id__in=about).order_by("-created_at", "-pk")[:MOST_ENTRIES])


def _timeline(
    order: Order, tickets: Sequence[Ticket], payments: Sequence[PaymentRow], mails: Sequence[EmailLog]
) -> tuple[Happening, ...]:
    """Everything that happened to it, the latest first."""
    about: list[UUID] = [order.pk, *(ticket.pk for ticket in tickets)]
    about += [row.payment.pk for row in payments] + [refund.pk for row in payments for refund in row.refunds]
    entries = ActivityLog.objects.filter(target_id__in=about).select_related("actor")
    told = [
        Happening(at=entry.created_at, kind="entry", entry=entry, actor=_name(entry.actor))
        for entry in entries.order_by("-created_at", "-pk")[:MOST_ENTRIES]
    ]
    told += [Happening(at=mail.sent_at or mail.created_at, kind="mail", entry=mail) for mail in mails]
    told += [
        Happening(at=row.payment.processed_at, kind="payment", entry=row)
        for row in payments
        if row.payment.processed_at and row.payment.status == PaymentStatus.SUCCEEDED
    ]
    told += _scans(tickets)
    told.append(Happening(at=order.created_at, kind="placed", entry=order))
    return tuple(sorted(told, key=lambda row: row.at, reverse=True))


def _scans(tickets: Sequence[Ticket]) -> list[Happening]:
    """Every attempt to enter. Reached from the tickets, since the door's app lies above this one."""
    if not tickets:
        return []
    scans: Any = Ticket._meta.get_field("scans").related_model
    found = scans._default_manager.filter(ticket__in=tickets).select_related("gate", "operator", "ticket")
    return [
        Happening(at=scan.received_at, kind="scan", entry=scan, actor=_name(scan.operator))
        for scan in found.order_by("-received_at")[:MOST_ENTRIES]
    ]


def _name(user: Any) -> str:
    return (user.full_name or user.email) if user else ""
