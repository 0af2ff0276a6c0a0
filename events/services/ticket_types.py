"""What is on sale."""

from collections.abc import Sequence

from django.db import transaction

from events import steps
from events.models import Event, EventSession, TicketType


@transaction.atomic(durable=True)
def add_ticket_type(
    *,
    event: Event,
    name: str,
    price_cents: int = 0,
    places: int | None = None,
    sessions: Sequence[EventSession] = (),
    **fields: object,
) -> TicketType:
    """Something to sell, with places of its own (null: unlimited) beside the event's and its sessions'.

    Raises TooManyTickets if a published event would get more than the organizer's plan allows.
    """
    ticket_type = steps.make_ticket_type(event=event, name=name, price_cents=price_cents, places=places, **fields)
    if sessions:
        ticket_type.admits.set(sessions)
    return ticket_type
