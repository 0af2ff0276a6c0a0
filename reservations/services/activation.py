"""Activating a ticket: the one-way step that makes a pre-made or deferred ticket usable."""

from datetime import datetime

from django.db import transaction

from orders.models import Ticket
from orders.steps.confirmation import valid_until
from reservations import locks, rules
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.logs import log_event


@transaction.atomic(durable=True)
def activate_ticket(*, ticket: Ticket, by: User | None, now: datetime) -> Ticket:
    """Make a ticket active, once and for good; its days of validity, if it has any, begin now.

    Raises AlreadyActive, TicketNotPaid, TicketVoid, TicketUsed or TicketExpired.
    """
    (locked,) = locks.tickets([ticket.pk])
    rules.check_activatable(locked, now=now)
    locked.activated_at = now
    if locked.ticket_type.valid_days is not None:
        locked.expires_at = valid_until(locked, start=now)
    locked.save(update_fields=["activated_at", "expires_at"])
    log_activity(tenant=locked.tenant_id, actor=by, action="ticket.activated", target=locked, now=now)
    transaction.on_commit(lambda: log_event("ticket_activated", ticket=locked.pk, tenant=locked.tenant_id))
    locked.refresh_from_db(fields=["activation_status", "expires_at"])
    return locked
