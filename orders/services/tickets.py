"""Changes to tickets after the sale."""

from datetime import datetime

from django.db import transaction

from orders import errors, locks, rules
from orders.models import Attendee, Order, OrderStatus, Ticket, TicketStatus
from orders.steps import mails
from tenants.models import User
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def change_attendee(
    *, ticket: Ticket, first_name: str, last_name: str, email: str = "", by: User | None = None, now: datetime
) -> Attendee:
    """Put another name on a ticket, until the organizer's cut-off. The QR stays.

    An address that is new, and not the buyer's, is sent its ticket. Raises TicketNotChangeable once the ticket is used
    or void, the time is over, or where the organizer lets no tickets be handed on.
    """
    locked = locks.ticket(ticket.pk)
    if not rules.can_change(locked, now=now):
        raise errors.TicketNotChangeable()
    attendee = locked.attendee
    had = attendee.email
    attendee.first_name = first_name
    attendee.last_name = last_name
    attendee.email = email.strip().lower()
    attendee.save(update_fields=["first_name", "last_name", "email"])
    log_activity(tenant=locked.tenant_id, actor=by, action="attendee.changed", target=locked, now=now)
    if locked.order is not None and attendee.email not in ("", had, locked.order.buyer_email):
        mails.queue_attendee_ticket(locked.order, locked, attendee.email, now=now)
    return attendee


@transaction.atomic(durable=True)
def send_attendee_tickets(*, order: Order, now: datetime) -> int:
    """Queue, to every attendee whose address is not the buyer's, their own ticket; each only once.

    Returns how many were queued now.
    """
    tickets = Ticket.objects.filter(order=order, status=TicketStatus.VALID).select_related("attendee")
    theirs = tickets.exclude(attendee__email__in=("", order.buyer_email)).order_by("pk")
    return sum(mails.queue_attendee_ticket(order, ticket, ticket.attendee.email, now=now) for ticket in theirs)


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


@transaction.atomic(durable=True)
def expire_tickets(*, most: int = 1000, now: datetime) -> int:
    """Write down that tickets have outlived themselves, so many at a time. Nothing depends on it: checks compare."""
    outlived = locks.outlived_tickets(now, most)
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in outlived]).update(status=TicketStatus.EXPIRED)
    return len(outlived)
