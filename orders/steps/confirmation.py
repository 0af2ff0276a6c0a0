"""Confirming an order: its places become sold, its tickets good, its mails queued."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.fields import DateTimeField

from events.models import ActivationMode
from orders import hooks
from orders.models import Order, OrderItem, OrderStatus, Ticket, TicketStatus
from orders.steps import mails, places
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.logs import log_event


def confirm(order: Order, *, by: User | None = None, now: datetime) -> places.Moves:
    """Make a locked order confirmed and its pending tickets valid. Returns the moves that the caller ends with."""
    order.status = OrderStatus.CONFIRMED
    order.confirmed_at = now
    order.expires_at = None
    order.save(update_fields=["status", "confirmed_at", "expires_at", "payment_status"])
    make_tickets_valid(order, now=now)
    moves = places.Moves()
    hold_moves(order, moves, held=-1, sold=1)
    announce(order, by=by, now=now)
    return moves


def make_tickets_valid(order: Order, *, now: datetime) -> None:
    """Turn the order's pending tickets into good ones; immediate ones are active from now on."""
    pending = Ticket.objects.filter(order=order, status=TicketStatus.PENDING)
    limited = list(pending.filter(ticket_type__valid_days__isnull=False).select_related("ticket_type", "event__venue"))
    for ticket in limited:
        if ticket.activation_mode == ActivationMode.IMMEDIATE:
            Ticket.objects.filter(pk=ticket.pk).update(expires_at=valid_until(ticket, start=now))
    pending.update(
        status=TicketStatus.VALID,
        purchased_at=now,
        activated_at=Case(
            When(activation_mode=ActivationMode.IMMEDIATE, then=Value(now)),
            default=F("activated_at"),
            output_field=DateTimeField(),
        ),
    )
    if hooks.places:
        valid = Ticket.objects.filter(order=order, status=TicketStatus.VALID, order_item__slot_id__isnull=False)
        tell_of_valid_tickets(order, list(valid.select_related("order_item", "attendee").order_by("pk")), now=now)


def make_valid(ticket: Ticket, *, now: datetime) -> None:
    """The same for one ticket that is yet to be written: a free order's are good from the start."""
    ticket.status = TicketStatus.VALID
    if ticket.activation_mode != ActivationMode.IMMEDIATE:
        return
    ticket.activated_at = now
    if ticket.ticket_type.valid_days is not None:
        ticket.expires_at = valid_until(ticket, start=now)


def tell_of_valid_tickets(order: Order, tickets: Sequence[Ticket], *, now: datetime) -> None:
    """Those that were bought with a slot own their place in it from now on. They come with order item and attendee."""
    with_slot = [ticket for ticket in tickets if ticket.order_item and ticket.order_item.slot_id]
    if with_slot:
        for hook in hooks.places:
            hook.confirm(order, with_slot, now=now)


def valid_until(ticket: Ticket, *, start: datetime) -> datetime:
    """The end of the last of the ticket's `valid_days`, by the clock of its venue."""
    venue = ticket.ticket_type.reservation_venue or ticket.event.venue
    zone = ZoneInfo(venue.time_zone if venue else ticket.event.time_zone)
    last_day = start.astimezone(zone).date() + timedelta(days=ticket.ticket_type.valid_days or 0)
    return datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=zone)


def hold_moves(order: Order, moves: places.Moves, *, held: int, sold: int) -> None:
    """Add what an order's items not yet cancelled move, so many times to held and to sold.

    Their slots' places are booked as long as they are held or sold.
    """
    items = list(OrderItem.objects.filter(order=order).exclude(ticket_type=None).order_by("pk"))
    types = places.types_by_id(item.ticket_type_id for item in items)
    for item in items:
        ticket_type = types[item.ticket_type_id]
        quantity = item.quantity - item.cancelled_quantity
        moves.hold(ticket_type, held * quantity)
        moves.sell(ticket_type, sold * quantity)


def announce(order: Order, *, by: User | None, sends_mail: bool = True, now: datetime) -> None:
    """Write the log and queue the confirmation, once however often it is asked for; unless the buyer has it in hand."""
    log_activity(
        tenant=order.tenant_id,
        actor=by,
        action="order.confirmed",
        target=order,
        metadata={"total_cents": order.total_cents, "currency": order.currency},
        now=now,
    )
    if sends_mail:
        mails.queue_confirmation(order, now=now)
    transaction.on_commit(
        lambda: log_event(
            "order_confirmed", order=order.pk, tenant=order.tenant_id, event_id=order.event_id, cents=order.total_cents
        )
    )
