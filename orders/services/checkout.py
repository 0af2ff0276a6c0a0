"""Checkout: a cart with its buyer's details becomes an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from psycopg.types.json import Jsonb

from events.models import TicketKind, TicketType
from events.models.ticket_types import TicketTypeQuerySet
from events.pricing import Priced, PricedLine, spread
from orders import errors, locks, rules
from orders.models import (
    Attendee,
    Buyer,
    Cart,
    CartItem,
    CartStatus,
    Order,
    OrderItem,
    OrderStatus,
    PaymentState,
    Ticket,
    TicketStatus,
)
from orders.queries.quotes import discount_code, quote_items
from orders.steps import confirmation, discounts, limits, news, places
from tenants.models import User
from ticketing.core import tokens
from ticketing.core.ids import uuid7
from ticketing.core.prepared import AnyOf, Prepared, Slot, cursor, insert, update

# Whoever has just given their details gets this long to choose how to pay, even at the very end of the hold.
LEAST_TIME_TO_PAY = timedelta(minutes=2)


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


@transaction.atomic(durable=True)
def check_out(*, cart: Cart, details: Details, now: datetime) -> Order:
    """Turn a cart into an order that takes over its hold; an order of nothing to pay is confirmed at once.

    Sent twice, the second finds the first's order. A lapsed cart still checks out unless somebody claimed its places.
    Raises HoldLapsed, RequiresMissing, LimitReached, a DiscountRefused, GuestsNotAllowed or AttendeesIncomplete.
    """
    locked = locks.cart(cart.pk)
    if locked.status == CartStatus.CONVERTED:
        return Order.objects.get(cart=locked)
    if locked.status != CartStatus.ACTIVE:
        raise errors.HoldLapsed()
    event = cart.event
    rules.check_event(event, now=now)
    if details.user is None and not event.tenant.settings.allow_guest_checkout:
        raise errors.GuestsNotAllowed()
    items, requires = _items(locked)
    code = discount_code(event, details.discount_code)
    priced = quote_items(event, items, code, now=now)
    buyer = _upsert_buyer(cart, details, now)
    _check_limits(buyer, items, requires)
    order = _new_order(cart, buyer, details, priced, now)
    order.discount_code = code
    _decide_status(order, items, cart, now)
    insert([order])
    tickets = _write_items(order, items, priced, details.attendees, now)
    locked.status = CartStatus.CONVERTED
    locked.contact_email = buyer.email
    locked.updated_at = now
    update(locked, "status", "contact_email", "updated_at")
    moves = places.Moves()
    if order.status == OrderStatus.CONFIRMED:
        confirmation.tell_of_valid_tickets(order, tickets, now=now)
        for item in items:
            moves.hold(item.ticket_type, -item.quantity)
            moves.sell(item.ticket_type, item.quantity)
        confirmation.announce(order, by=details.user, now=now)
    elif order.status == OrderStatus.AWAITING_APPROVAL:
        news.awaiting_approval(order, now=now)
    discounts.redeem(order, now)
    places.move(moves)
    return order


def _items(cart: Cart) -> tuple[list[CartItem], dict[UUID, list[UUID]]]:
    """The cart's items, their types with the stocks that they draw on, and what each type requires."""
    items = _ITEMS.all(cart=cart.pk)
    by_id = {row.pk: row for row in _TYPES.all(ids=[item.ticket_type_id for item in items])}
    for item in items:
        item.ticket_type = by_id[item.ticket_type_id]
    return items, {pk: vars(row)["required_ids"] for pk, row in by_id.items()}


def _types() -> TicketTypeQuerySet:
    required = TicketType.requires.through.objects.filter(from_tickettype_id=OuterRef("pk")).values("to_tickettype_id")
    types = TicketType.objects.with_places().annotate(required_ids=ArraySubquery(required))
    return types.filter(AnyOf("pk", "ids"))


_ITEMS = Prepared(lambda: CartItem.objects.filter(cart=Slot("cart")).order_by("pk"))
_TYPES = Prepared(_types)


def _upsert_buyer(cart: Cart, details: Details, now: datetime) -> Buyer:
    """The tenant's buyer with this address, with what they tell of themselves now. Consent once given stays."""
    buyer = Buyer(
        tenant_id=cart.tenant_id,
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
    first_name = excluded.first_name,
    last_name = excluded.last_name,
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


def _check_limits(buyer: Buyer, items: Sequence[CartItem], requires: Mapping[UUID, Sequence[UUID]]) -> None:
    """Refuse more than one buyer may have, and add-ons without what they need; earlier orders count."""
    chosen = {item.ticket_type_id for item in items}
    limited = [item for item in items if item.ticket_type.max_per_buyer is not None]
    lacking = [
        item for item in items if requires[item.ticket_type_id] and not chosen & {*requires[item.ticket_type_id]}
    ]
    if not limited and not lacking:
        return
    needed = {pk for item in lacking for pk in requires[item.ticket_type_id]}
    had = limits.had_by_buyer(buyer.tenant_id, buyer.email, {item.ticket_type_id for item in limited} | needed)
    for item in limited:
        limits.check_most(item.ticket_type, item.quantity, had)
    for item in lacking:
        if not any(had.get(pk) for pk in requires[item.ticket_type_id]):
            names = TicketType.objects.filter(pk__in=requires[item.ticket_type_id]).values_list("name", flat=True)
            raise errors.RequiresMissing(ticket_type=item.ticket_type.name, required=", ".join(names))


def _new_order(cart: Cart, buyer: Buyer, details: Details, priced: Priced, now: datetime) -> Order:
    return Order(
        tenant_id=cart.tenant_id,
        order_number=tokens.new_code(8),
        event=cart.event,
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
        currency=cart.currency,
        lookup_token=tokens.new_token(),
        terms_accepted_at=now if details.has_accepted_terms else None,
        locale=details.locale,
        created_at=now,
    )


def _decide_status(order: Order, items: Sequence[CartItem], cart: Cart, now: datetime) -> None:
    """Waiting for the organizer, for money, or for nothing."""
    if any(item.ticket_type.requires_approval for item in items):
        order.status = OrderStatus.AWAITING_APPROVAL
        order.expires_at = now + timedelta(days=cart.event.tenant.settings.approval_days)
    elif order.total_cents:
        order.status = OrderStatus.PENDING
        order.expires_at = max(cart.expires_at, now + LEAST_TIME_TO_PAY)
    else:
        order.status = OrderStatus.CONFIRMED
        order.payment_status = PaymentState.PAID
        order.confirmed_at = now


def _write_items(
    order: Order, items: Sequence[CartItem], priced: Priced, attendees: Sequence[AttendeeDetails], now: datetime
) -> list[Ticket]:
    """Write the order's lines, and a ticket with its attendee for each place; good at once, if the order is."""
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
