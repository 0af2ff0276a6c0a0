"""Writing an order down: its buyer, itself, its lines, tickets and attendees. For checkout and for orders by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from events.models import Event, TicketKind
from events.pricing import Priced, PricedLine, spread
from orders import errors
from orders.models import Attendee, Buyer, Cart, CartItem, Order, OrderItem, OrderStatus, Ticket, TicketStatus
from orders.steps import confirmation
from tenants.models import User
from ticketing.core import tokens
from ticketing.core.ids import uuid7
from ticketing.core.prepared import cursor, insert


@dataclass(frozen=True)
class AttendeeDetails:
    """The person that one ticket is for. `answers` by question id."""

    ticket_type_id: UUID
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Details:
    """What a buyer tells us at checkout. An empty `marketing_consent_text`: no consent was given."""

    email: str
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    address: dict[str, str] = field(default_factory=dict)
    marketing_consent_text: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    attendees: Sequence[AttendeeDetails] = ()
    discount_code: str = ""
    locale: str = "en"
    user: User | None = None
    has_accepted_terms: bool = False


def upsert_buyer(tenant_id: UUID, details: Details, now: datetime) -> Buyer:
    """The tenant's buyer with this address, with what they tell of themselves now. Consent once given stays."""
    buyer = Buyer(
        tenant_id=tenant_id,
        email=details.email.strip().lower(),
        first_name=details.first_name,
        last_name=details.last_name,
        phone=details.phone,
        address=details.address,
        marketing_consent_at=now if details.marketing_consent_text else None,
        marketing_consent_text=details.marketing_consent_text,
        user=details.user,
    )
    with cursor() as sender:
        sender.execute(_UPSERT_BUYER, {**_columns(buyer), "now": now})
        buyer.pk = sender.fetchone()[0]
    buyer._state.adding = False
    return buyer


# Django's own upsert does not tell the id of a row that was there already.
_UPSERT_BUYER = """
INSERT INTO orders_buyer AS buyer (
    id, created_at, updated_at, tenant_id, email, first_name, last_name, phone, address,
    marketing_consent_at, marketing_consent_text, user_id
) VALUES (
    %(id)s, %(now)s, %(now)s, %(tenant_id)s, %(email)s, %(first_name)s, %(last_name)s, %(phone)s, %(address)s,
    %(marketing_consent_at)s, %(marketing_consent_text)s, %(user_id)s
)
ON CONFLICT (tenant_id, email) DO UPDATE SET
    updated_at = excluded.updated_at,
    first_name = CASE WHEN excluded.first_name || excluded.last_name = '' THEN buyer.first_name
        ELSE excluded.first_name END,
    last_name = CASE WHEN excluded.first_name || excluded.last_name = '' THEN buyer.last_name
        ELSE excluded.last_name END,
    phone = coalesce(nullif(excluded.phone, ''), buyer.phone),
    address = CASE WHEN excluded.address = '{}' THEN buyer.address ELSE excluded.address END,
    marketing_consent_at = coalesce(excluded.marketing_consent_at, buyer.marketing_consent_at),
    marketing_consent_text = coalesce(nullif(excluded.marketing_consent_text, ''), buyer.marketing_consent_text),
    user_id = coalesce(excluded.user_id, buyer.user_id)
RETURNING buyer.id
"""


def _columns(buyer: Buyer) -> dict[str, Any]:
    names = "id tenant_id email first_name last_name phone marketing_consent_at marketing_consent_text user_id".split()
    return {name: getattr(buyer, name) for name in names} | {"address": Jsonb(buyer.address)}


def new_order(
    event: Event, buyer: Buyer, details: Details, priced: Priced, *, cart: Cart | None = None, now: datetime
) -> Order:
    """An order as it is about to be written, pending; one made by hand has no cart."""
    return Order(
        tenant_id=event.tenant_id,
        order_number=tokens.new_code(8),
        event=event,
        cart=cart,
        buyer=buyer,
        user=details.user,
        buyer_email=buyer.email,
        buyer_name=buyer.full_name,
        answers=details.answers,
        subtotal_cents=priced.subtotal_cents,
        discount_cents=priced.discount_cents,
        fees_cents=priced.fees_cents,
        taxes_cents=priced.taxes_cents,
        taxes_included_cents=priced.taxes_included_cents,
        total_cents=priced.total_cents,
        currency=cart.currency if cart else event.currency,
        lookup_token=tokens.new_token(),
        terms_accepted_at=now if details.has_accepted_terms else None,
        locale=details.locale,
        created_at=now,
    )


def write_items(
    order: Order, items: Sequence[CartItem], priced: Priced, attendees: Sequence[AttendeeDetails], now: datetime
) -> list[Ticket]:
    """Write the order's lines, and a ticket with its attendee for each place; good at once, if the order is.

    Raises AttendeesIncomplete unless there is an attendee for each ticket.
    """
    rows = [_order_item(order, item, line) for item, line in zip(items, priced.lines, strict=True)]
    insert(rows)
    people: dict[UUID, list[AttendeeDetails]] = {}
    for person in attendees:
        people.setdefault(person.ticket_type_id, []).append(person)
    tickets: list[Ticket] = []
    holders: list[Attendee] = []
    for item, row, line in zip(items, rows, priced.lines, strict=True):
        if item.ticket_type.kind != TicketKind.TICKET:
            continue
        of_type = people.get(item.ticket_type_id, [])
        if len(of_type) < item.quantity:
            raise errors.AttendeesIncomplete()
        shares = spread(line.total_cents, [1] * item.quantity)
        for share in shares:
            ticket = _ticket(order, item, row, share, now)
            if order.status == OrderStatus.CONFIRMED:
                confirmation.make_valid(ticket, now=now)
            tickets.append(ticket)
            holders.append(_attendee(order, ticket, of_type.pop(0)))
    insert(tickets)
    insert(holders)
    return tickets


def _order_item(order: Order, item: CartItem, line: PricedLine) -> OrderItem:
    return OrderItem(
        id=uuid7(),
        tenant_id=order.tenant_id,
        order=order,
        ticket_type=item.ticket_type,
        kind=item.ticket_type.kind,
        name=item.ticket_type.name,
        quantity=item.quantity,
        unit_price_cents=line.unit_price_cents,
        subtotal_cents=line.subtotal_cents,
        discount_cents=line.discount_cents,
        fee_cents=line.fee_cents,
        tax_rate=line.tax_rate,
        tax_cents=line.tax_cents,
        tax_included_cents=line.tax_included_cents,
        slot_id=item.slot_id,
    )


def _ticket(order: Order, item: CartItem, row: OrderItem, paid_cents: int, now: datetime) -> Ticket:
    return Ticket(
        tenant_id=order.tenant_id,
        event=order.event,
        ticket_type=item.ticket_type,
        order=order,
        order_item=row,
        user=order.user,
        purchased_at=now,
        code=f"TKT-{now.year}-{tokens.new_code(10)}",
        status=TicketStatus.PENDING,
        price_paid_cents=paid_cents,
        activation_mode=item.ticket_type.activation_mode,
        created_at=now,
    )


def _attendee(order: Order, ticket: Ticket, person: AttendeeDetails) -> Attendee:
    return Attendee(
        tenant_id=order.tenant_id,
        ticket=ticket,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email.strip().lower(),
        phone=person.phone,
        answers=person.answers,
    )
