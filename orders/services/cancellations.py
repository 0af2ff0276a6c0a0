"""Cancelling: places go free and QR codes die at once. Refunding is a separate act."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from orders import errors, locks
from orders.models import Order, OrderItem, OrderStatus, Ticket, TicketStatus
from orders.steps import ending, mails, places
from orders.steps.voiding import void_tickets
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.logs import log_event


@transaction.atomic(durable=True)
def cancel_order(*, order: Order, by: User | None, now: datetime) -> Order:
    """Cancel a whole order: its tickets are void, its places free, an unpaid order's code use is given back.

    Cancelling twice changes nothing. A payment that is open at a provider is ended by a job.
    """
    locked = locks.order(order.pk)
    if locked.status == OrderStatus.CANCELLED:
        return locked
    if locked.status not in ending.ENDABLE:
        raise errors.OrderChanged()
    moves = ending.end_order(locked, by=by, now=now)
    log_activity(tenant=locked.tenant_id, actor=by, action="order.cancelled", target=locked, now=now)
    mails.queue_cancelled(locked, now=now)
    transaction.on_commit(lambda: log_event("order_cancelled", order=locked.pk))
    places.move(moves)
    return locked


@transaction.atomic(durable=True)
def cancel_tickets(*, order: Order, tickets: Sequence[Ticket], by: User | None, now: datetime) -> Order:
    """Cancel some tickets of a confirmed order; those already cancelled stay so."""
    locked = locks.order(order.pk)
    if locked.status != OrderStatus.CONFIRMED:
        raise errors.OrderChanged()
    chosen = {ticket.pk for ticket in tickets}
    all_tickets = locks.tickets_of([locked])
    voided = [row for row in all_tickets if row.pk in chosen and row.status != TicketStatus.CANCELLED]
    if not voided:
        return locked
    moves = places.Moves()
    types = places.types_by_id(ticket.ticket_type_id for ticket in voided)
    for ticket in voided:
        moves.sell(types[ticket.ticket_type_id], -1)
    void_tickets(voided, moves, by=by, now=now)
    for item_id, count in Counter(ticket.order_item_id for ticket in voided if ticket.order_item_id).items():
        OrderItem.objects.filter(pk=item_id).update(cancelled_quantity=F("cancelled_quantity") + count)
    log_activity(
        tenant=locked.tenant_id,
        actor=by,
        action="tickets.cancelled",
        target=locked,
        metadata={"tickets": [str(ticket.pk) for ticket in voided]},
        now=now,
    )
    mails.queue_cancelled(locked, now=now)
    transaction.on_commit(lambda: log_event("tickets_cancelled", order=locked.pk, count=len(voided)))
    places.move(moves)
    return locked
