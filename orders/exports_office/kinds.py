"""What can be exported: attendees, orders and buyers, each with its rows and its columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import AskedPer, Question
from orders.exports_office import columns
from orders.exports_office.columns import ZONE_KEY, Column
from orders.models import (
    ActivationStatus,
    ExportKind,
    Order,
    OrderStatus,
    Payment,
    PaymentState,
    PaymentStatus,
    RefundState,
    Ticket,
    TicketStatus,
)
from orders.queries import office_rows
from orders.queries.office_filters import AttendeeFilter, BuyerFilter, Filter, OrderFilter
from tenants.access import Member
from ticketing.core.cells import Cell

GOOD_TICKETS = (TicketStatus.VALID, TicketStatus.USED)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of list. `columns` are asked for in the reader's language, with the questions that may be columns.

    `asks` says whose answers those can be.
    """

    filter_of: type[Filter]
    rows: Callable[[Member, Any], QuerySet[Any]]
    columns: Callable[[Sequence[tuple[Question, str]]], list[Column]]
    asks: tuple[str, ...] = ()


def _attendee_columns(questions: Sequence[tuple[Question, str]]) -> list[Column]:
    zone, currency = "event__time_zone", "event__currency"
    paths = {AskedPer.ORDER.value: "order__answers", AskedPer.ATTENDEE.value: "attendee__answers"}
    return [
        columns.text("code", _("Ticket code"), "code"),
        columns.text("first_name", _("First name"), "attendee__first_name"),
        columns.text("last_name", _("Last name"), "attendee__last_name"),
        columns.text("email", _("E-mail"), "attendee__email"),
        columns.text("phone", _("Phone"), "attendee__phone", is_usual=False),
        columns.text("event", _("Event"), "event__name"),
        columns.text("ticket_type", _("Ticket type"), "ticket_type__name"),
        columns.word("status", _("Ticket"), "status", TicketStatus.choices),
        columns.yes_or_no("is_checked_in", _("Checked in"), "checked_in_at"),
        columns.moment("checked_in_at", _("Checked in at"), "checked_in_at", zone),
        columns.text("order_number", _("Order number"), "order__order_number"),
        columns.word("order_status", _("Order"), "order__status", OrderStatus.choices, is_usual=False),
        columns.word("payment_status", _("Payment"), "order__payment_status", PaymentState.choices, is_usual=False),
        columns.text("buyer_name", _("Buyer"), "order__buyer_name"),
        columns.text("buyer_email", _("Buyer’s e-mail"), "order__buyer_email"),
        columns.moment("purchased_at", _("Bought at"), "purchased_at", zone),
        columns.money("price_paid", _("Price paid"), "price_paid_cents", currency),
        columns.text("currency", _("Currency"), currency),
        columns.text("seat", _("Seat"), "seat_label", is_usual=False),
        columns.moment("expires_at", _("Valid until"), "expires_at", zone, is_usual=False),
        columns.word("activation", _("Activation"), "activation_status", ActivationStatus.choices, is_usual=False),
        columns.moment("event_starts_at", _("Event begins"), "event__starts_at", zone, is_usual=False),
        Column("demographics", _("Demographics"), ("attendee__demographics",), _listed, is_usual=False),
        Column("consents", _("Consents"), ("attendee__consents",), _agreed, is_usual=False),
        columns.text(ZONE_KEY, _("Time zone"), zone),
        *(columns.answer(question, heading, paths[question.asked_per]) for question, heading in questions),
    ]


def _order_columns(questions: Sequence[tuple[Question, str]]) -> list[Column]:
    zone, currency = "event__time_zone", "currency"
    return [
        columns.text("order_number", _("Order number"), "order_number"),
        columns.text("event", _("Event"), "event__name"),
        columns.moment("created_at", _("Placed at"), "created_at", zone),
        columns.moment("confirmed_at", _("Confirmed at"), "confirmed_at", zone, is_usual=False),
        columns.moment("cancelled_at", _("Cancelled at"), "cancelled_at", zone, is_usual=False),
        columns.text("buyer_name", _("Buyer"), "buyer_name"),
        columns.text("buyer_email", _("E-mail"), "buyer_email"),
        columns.word("status", _("Order"), "status", OrderStatus.choices),
        columns.word("payment_status", _("Payment"), "payment_status", PaymentState.choices),
        columns.word("refund_state", _("Refund"), "refund_state", RefundState.choices, is_usual=False),
        columns.number("tickets", _("Tickets"), "tickets_counted"),
        columns.money("subtotal", _("Subtotal"), "subtotal_cents", currency),
        columns.money("discount", _("Discount"), "discount_cents", currency),
        columns.money("fees", _("Fees"), "fees_cents", currency),
        columns.money("taxes", _("Taxes added"), "taxes_cents", currency),
        columns.money("taxes_included", _("Taxes included"), "taxes_included_cents", currency, is_usual=False),
        columns.money("total", _("Total"), "total_cents", currency),
        columns.money("paid", _("Paid"), "paid_cents", currency),
        columns.money("refunded", _("Paid back"), "refunded_cents", currency),
        columns.money("net", pgettext("money", "Left"), "net_cents", currency),
        columns.text("currency", _("Currency"), currency),
        columns.text("discount_code", _("Discount code"), "discount_code__code", is_usual=False),
        columns.text("provider", _("Paid by"), "payment_provider", is_usual=False),
        columns.text("payment_intent_id", _("Payment intent"), "payment_intent", is_usual=False),
        columns.text("payment_reference", _("Payment reference"), "payment_reference", is_usual=False),
        columns.text("locale", _("Language"), "locale", is_usual=False),
        columns.text("notes", _("Notes"), "notes", is_usual=False),
        columns.text(ZONE_KEY, _("Time zone"), zone),
        *(columns.answer(question, heading, "answers") for question, heading in questions),
    ]


def _buyer_columns(_questions: Sequence[tuple[Question, str]]) -> list[Column]:
    zone = "tenant__settings__time_zone"
    return [
        columns.text("email", _("E-mail"), "email"),
        columns.text("first_name", _("First name"), "first_name"),
        columns.text("last_name", _("Last name"), "last_name"),
        columns.text("phone", _("Phone"), "phone", is_usual=False),
        Column("address", _("Address"), ("address",), _listed, is_usual=False),
        columns.yes_or_no("has_consent", _("Agreed to news"), "marketing_consent_at"),
        columns.moment("consent_at", _("Agreed at"), "marketing_consent_at", zone),
        columns.text("consent_text", _("What was agreed to"), "marketing_consent_text"),
        columns.number("orders", _("Confirmed orders"), "orders_counted"),
        columns.moment("last_order_at", _("Last order at"), "last_order_at", zone, is_usual=False),
        columns.moment("created_at", _("First seen at"), "created_at", zone, is_usual=False),
        columns.text(ZONE_KEY, _("Time zone"), zone),
    ]


def _order_rows(member: Member, wanted: OrderFilter) -> QuerySet[Order]:
    """Orders with what came in and what is left of it: nothing is, before it is paid."""
    tickets = Ticket.objects.filter(order=OuterRef("pk"), status__in=GOOD_TICKETS).order_by().values("order")
    payments = Payment.objects.filter(order=OuterRef("pk"), status=PaymentStatus.SUCCEEDED, applied_cents__gt=0)
    applied = payments.order_by().values("order").annotate(cents=Sum("applied_cents")).values("cents")
    paid: Any = Coalesce(Subquery(applied), Value(0), output_field=BigIntegerField())
    first = payments.order_by("pk")
    added: dict[str, Any] = {
        "tickets_counted": Subquery(tickets.annotate(number=Count("pk")).values("number")),
        "paid_cents": paid,
        "net_cents": paid - F("refunded_cents"),
        "payment_provider": Subquery(first.values("provider")[:1]),
        "payment_intent": Subquery(first.values("provider_intent")[:1]),
        "payment_reference": Subquery(first.values("provider_reference")[:1]),
    }
    return office_rows.orders(member, wanted).annotate(**added)


def _buyer_rows(member: Member, wanted: BuyerFilter) -> QuerySet[Any]:
    theirs = office_rows.orders(member, OrderFilter(events=wanted.events)).filter(
        buyer=OuterRef("pk"), status=OrderStatus.CONFIRMED
    )
    counted = theirs.order_by().values("buyer")
    added: dict[str, Any] = {
        "orders_counted": Subquery(counted.annotate(number=Count("pk")).values("number")),
        "last_order_at": Subquery(counted.annotate(last=Max("created_at")).values("last")),
    }
    return office_rows.buyers(member, wanted).annotate(**added)


def _listed(values: dict[str, Any] | None) -> Cell:
    return "; ".join(f"{name}: {value}" for name, value in (values or {}).items() if value not in (None, ""))


def _agreed(consents: Sequence[Any] | None) -> Cell:
    return "\n".join(str(each.get("wording", each)) if isinstance(each, dict) else str(each) for each in consents or ())


KINDS: dict[str, Kind] = {
    ExportKind.ATTENDEES: Kind(
        AttendeeFilter, office_rows.attendees, _attendee_columns, (AskedPer.ATTENDEE, AskedPer.ORDER)
    ),
    ExportKind.ORDERS: Kind(OrderFilter, _order_rows, _order_columns, (AskedPer.ORDER,)),
    ExportKind.BUYERS: Kind(BuyerFilter, _buyer_rows, _buyer_columns),
}
