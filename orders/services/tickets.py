"""Changes to tickets after the sale."""

from datetime import datetime, timedelta

from django.db import transaction

from orders import errors, locks
from orders.models import Attendee, Order, OrderStatus, Ticket, TicketStatus
from orders.steps import mails
from tenants.models import User
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def change_attendee(
    *, ticket: Ticket, first_name: str, last_name: str, email: str = "", by: User | None = None, now: datetime
) -> Attendee:
    """Put another name on a ticket, until the organizer's cut-off. The QR stays: the ticket goes on to nobody else's
    hands.

    Raises TicketNotChangeable once the ticket is used or void, or the time is over.
    """
    locked = locks.ticket(ticket.pk)
    if not can_change(locked, now=now):
        raise errors.TicketNotChangeable()
    attendee = locked.attendee
    attendee.first_name = first_name
    attendee.last_name = last_name
    attendee.email = email.strip().lower()
    attendee.save(update_fields=["first_name", "last_name", "email"])
    log_activity(tenant=locked.tenant_id, actor=by, action="attendee.changed", target=locked, now=now)
    return attendee


def can_change(ticket: Ticket, *, now: datetime) -> bool:
    """Whether a buyer may still change the name on a ticket."""
    cutoff = timedelta(hours=ticket.event.tenant.settings.name_change_cutoff_hours)
    return ticket.status == TicketStatus.VALID and now < ticket.event.starts_at - cutoff


@transaction.atomic(durable=True)
def reissue_qr(*, ticket: Ticket, by: User | None, now: datetime) -> Ticket:
    """Give a ticket a new QR; every earlier one is worthless from now on."""
    locked = locks.ticket(ticket.pk)
    if locked.status != TicketStatus.VALID:
        raise errors.TicketNotChangeable()
    locked.qr_version += 1
    locked.save(update_fields=["qr_version"])
    log_activity(tenant=locked.tenant_id, actor=by, action="ticket.qr_reissued", target=locked, now=now)
    return locked


@transaction.atomic(durable=True)
def resend_order(*, order: Order, by: User | None = None, now: datetime) -> None:
    """Send the confirmation with its tickets to the buyer once more."""
    locked = locks.order(order.pk)
    if locked.status != OrderStatus.CONFIRMED:
        raise errors.OrderChanged()
    mails.queue_resend(locked, now=now)
    log_activity(tenant=locked.tenant_id, actor=by, action="order.resent", target=locked, now=now)
