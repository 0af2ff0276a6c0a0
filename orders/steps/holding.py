"""Making carts: a visitor's, and those that are the waiting list's offers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events.models import Event, TicketType
from orders.models import Cart, CartItem
from orders.steps import places


def new_cart(event: Event, token_hash: str, *, expires_at: datetime, now: datetime, **fields: Any) -> Cart:
    """A cart that is yet to be written."""
    return Cart(
        tenant_id=event.tenant_id,
        event=event,
        token_hash=token_hash,
        currency=event.currency,
        expires_at=expires_at,
        created_at=now,
        **fields,
    )


def new_items(cart: Cart, wanted: Mapping[TicketType, int], slots: Mapping[UUID, UUID] | None = None) -> list[CartItem]:
    """What a cart holds, yet to be written, at the prices of now."""
    return [
        CartItem(
            tenant_id=cart.tenant_id,
            cart=cart,
            ticket_type=ticket_type,
            quantity=quantity,
            unit_price_cents=ticket_type.price_cents,
            slot_id=(slots or {}).get(ticket_type.pk),
        )
        for ticket_type, quantity in wanted.items()
    ]


def claim(items: Sequence[CartItem], moves: places.Moves) -> None:
    """Add what the items hold."""
    for item in items:
        moves.hold(item.ticket_type, item.quantity)
        moves.book(item.slot_id, item.quantity)
