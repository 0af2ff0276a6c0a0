"""People who come with tickets from another system: an order each, confirmed, at no price, and without a mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from events.models import TicketType
from orders import errors_office_imports as errors
from orders import locks
from orders.models import (
    Attendee,
    Buyer,
    Import,
    ItemKind,
    Order,
    OrderItem,
    OrderStatus,
    PaymentState,
    Ticket,
    TicketStatus,
)
from orders.steps import confirmation, places
from orders.steps.voiding import void_tickets
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core import tokens
from ticketing.core.violations import refusing


def write(made: Import, values: Mapping[str, Any], *, now: datetime) -> tuple[Order, places.Moves]:
    """An order with one ticket of the given code, and the move of places that the caller ends with.

    What was paid elsewhere is in no books here, so it costs nothing.
    """
    (ticket_type,) = places.types_by_id([values["ticket_type"]]).values()
    order = _write_order(made, ticket_type, values, now=now)
    _write_ticket(made, order, ticket_type, values, now=now)
    log_activity(tenant=made.tenant_id, actor=made.created_by, action="order.imported", target=order, now=now)
    moves = places.Moves()
    moves.sell(ticket_type, 1)
    return order, moves


def _write_order(made: Import, ticket_type: TicketType, values: Mapping[str, Any], *, now: datetime) -> Order:
    """The order, confirmed, of the buyer who is known by this address or is new."""
    known = {name: values[name] for name in ("first_name", "last_name", "phone")}
    buyer, _is_new = Buyer.objects.get_or_create(tenant=made.tenant, email=values["email"], defaults=known)
    return Order.objects.create(
        tenant=made.tenant,
        order_number=tokens.new_code(8),
        event=ticket_type.event,
        buyer=buyer,
        buyer_email=buyer.email,
        buyer_name=f"{values['first_name']} {values['last_name']}".strip(),
        subtotal_cents=0,
        total_cents=0,
        currency=ticket_type.event.currency,
        status=OrderStatus.CONFIRMED,
        payment_status=PaymentState.PAID,
        lookup_token=tokens.new_token(),
        confirmed_at=now,
        locale=made.tenant.settings.locale,
        notes=made.file_name,
        created_at=now,
    )


def _write_ticket(
    made: Import, order: Order, ticket_type: TicketType, values: Mapping[str, Any], *, now: datetime
) -> None:
    """The order's only line, its ticket with the code that was brought along, and who comes with it."""
    item = OrderItem.objects.create(
        tenant=made.tenant,
        order=order,
        ticket_type=ticket_type,
        kind=ItemKind.TICKET,
        name=ticket_type.name,
        quantity=1,
        unit_price_cents=0,
        subtotal_cents=0,
        created_at=now,
    )
    ticket = Ticket(
        tenant=made.tenant,
        event=ticket_type.event,
        ticket_type=ticket_type,
        order=order,
        order_item=item,
        purchased_at=now,
        code=values["code"],
        activation_mode=ticket_type.activation_mode,
        created_at=now,
    )
    confirmation.make_valid(ticket, now=now)
    with refusing(orders_ticket_code_key=lambda: errors.TicketCodeTaken(code=ticket.code)):
        ticket.save(force_insert=True)
    named = {name: values[name] for name in ("first_name", "last_name", "email", "phone")}
    Attendee.objects.create(tenant=made.tenant, ticket=ticket, created_at=now, **named)


def undo(order_id: UUID | None, *, by: User | None, now: datetime) -> None:
    """Cancel an imported order, without a mail. Raises InUse where its ticket was used or cancelled since."""
    if order_id is None:
        return
    order = locks.order(order_id)
    tickets = locks.tickets_of([order])
    if order.status != OrderStatus.CONFIRMED or any(ticket.status != TicketStatus.VALID for ticket in tickets):
        raise errors.InUse(name=order.order_number)
    order.status, order.cancelled_at = OrderStatus.CANCELLED, now
    order.save(update_fields=["status", "cancelled_at"])
    moves = places.Moves()
    confirmation.hold_moves(order, moves, held=0, sold=-1)
    void_tickets(tickets, moves, by=by, now=now)
    log_activity(tenant=order.tenant_id, actor=by, action="order.import_undone", target=order, now=now)
    places.move(moves)
