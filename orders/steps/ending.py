"""Ending an order: what it holds or has is free, what it admits with is void."""

from datetime import datetime

from orders import jobs, locks
from orders.models import Order, OrderItem, OrderStatus, PaymentState, TicketStatus
from orders.steps import confirmation, discounts, places
from orders.steps.voiding import void_tickets
from tenants.models import User

ENDABLE = (OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL, OrderStatus.CONFIRMED)


def end_order(order: Order, *, by: User | None, now: datetime) -> places.Moves:
    """Make a locked order that is open or confirmed cancelled. Returns the moves that the caller ends with.

    An unpaid order's code use is given back; a payment that is open at a provider is ended by a job.
    """
    was_confirmed = order.status == OrderStatus.CONFIRMED
    payments = locks.payments_of(order)
    tickets = [ticket for ticket in locks.tickets_of([order]) if ticket.status != TicketStatus.CANCELLED]
    order.status = OrderStatus.CANCELLED
    order.cancelled_at = now
    order.expires_at = None
    order.save(update_fields=["status", "cancelled_at", "expires_at"])
    moves = places.Moves()
    confirmation.hold_moves(order, moves, held=0 if was_confirmed else -1, sold=-1 if was_confirmed else 0)
    void_tickets(tickets, moves, by=by, now=now)
    if not was_confirmed:
        for item in OrderItem.objects.filter(order=order, slot_id__isnull=False):
            moves.book(item.slot_id, -item.quantity)
    if order.payment_status != PaymentState.PAID:
        discounts.give_back([order.pk], now)
    for payment in payments:
        if payment.is_open:
            jobs.defer_end_payment(payment.pk)
    return moves
