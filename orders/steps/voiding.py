"""Making tickets void: they admit no more, and what they own is free."""

from collections.abc import Sequence
from datetime import datetime

from orders import hooks
from orders.models import Ticket, TicketStatus
from orders.steps import places
from tenants.models import User


def void_tickets(tickets: Sequence[Ticket], moves: places.Moves, *, by: User | None, now: datetime) -> None:
    """Cancel tickets that are locked; the places of visits that this frees are added to `moves`."""
    for hook in hooks.places:
        moves.booked.subtract(hook.cancel(tickets, by=by, now=now))
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).update(
        status=TicketStatus.CANCELLED, cancelled_at=now
    )
