"""Telling people that what they have tickets for is at another time or place."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from orders.models import Attendee, Order, OrderStatus, TicketStatus
from tenants.steps import queue_mail

BATCH = 200


@transaction.atomic(durable=True)
def tell_of_move(
    *, event_id: UUID, version: int, before: Mapping[str, str], after: UUID | None, now: datetime
) -> UUID | None:
    """Queue the mails of the next orders with valid tickets, in the order of their ids; the last one, None at the end.

    Everybody of an order is told: its buyer, and attendees with an address of their own; once per `version`.
    """
    orders = Order.objects.filter(event=event_id, status=OrderStatus.CONFIRMED).order_by("pk")
    if after is not None:
        orders = orders.filter(pk__gt=after)
    batch = list(orders[:BATCH])
    for order in batch:
        for address in _addresses(order):
            queue_mail(
                tenant=order.tenant_id,
                template="event_changed",
                recipient=address,
                dedupe_key=f"event-changed:{event_id}:{version}:{order.pk}:{address}",
                target=order,
                context={"order": str(order.pk), "before": dict(before)},
                now=now,
            )
    return batch[-1].pk if batch else None


def _addresses(order: Order) -> list[str]:
    guests = Attendee.objects.filter(ticket__order=order, ticket__status=TicketStatus.VALID).exclude(email="")
    found = list(guests.order_by("pk").values_list("email", flat=True))
    is_held = bool(found) or order.tickets.filter(status=TicketStatus.VALID).exists()
    return list(dict.fromkeys([order.buyer_email, *found])) if is_held else []
