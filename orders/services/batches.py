"""Tickets that are made before anybody buys them: for print, for resale, as vouchers."""

from datetime import datetime

from django.db import transaction

from events.models import ActivationMode, TicketKind, TicketType
from orders import errors
from orders.models import Ticket, TicketBatch, TicketStatus
from orders.steps import confirmation, places
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core import tokens
from ticketing.core.logs import log_event

MOST_AT_ONCE = 10_000


@transaction.atomic(durable=True)
def mint_tickets(
    *, ticket_type: TicketType, label: str, quantity: int, activation_mode: str, by: User | None, now: datetime
) -> TicketBatch:
    """Make so many tickets with codes of their own. They count as sold; each code works once.

    A deferred one is activated by whoever holds its code; an immediate one works at once. Raises QuantityRefused, or
    SoldOut if fewer places are left.
    """
    if not 1 <= quantity <= MOST_AT_ONCE or ticket_type.kind != TicketKind.TICKET:
        raise errors.QuantityRefused(
            ticket_type=ticket_type.name, ticket_type_id=str(ticket_type.pk), least=1, most=MOST_AT_ONCE
        )
    (found,) = places.types_by_id([ticket_type.pk]).values()
    batch = TicketBatch.objects.create(
        tenant_id=found.tenant_id,
        ticket_type=found,
        label=label,
        quantity=quantity,
        activation_mode=activation_mode,
        created_by=by,
        created_at=now,
    )
    Ticket.objects.bulk_create([_ticket(batch, found, now) for _number in range(quantity)], batch_size=1_000)
    log_activity(
        tenant=found.tenant_id,
        actor=by,
        action="tickets.minted",
        target=batch,
        metadata={"tickets": quantity, "ticket_type": str(found.pk)},
        now=now,
    )
    transaction.on_commit(lambda: log_event("tickets_minted", batch=batch.pk, tenant=batch.tenant_id, count=quantity))
    moves = places.Moves()
    moves.sell(found, quantity)
    places.move(moves)
    return batch


def _ticket(batch: TicketBatch, ticket_type: TicketType, now: datetime) -> Ticket:
    ticket = Ticket(
        tenant_id=batch.tenant_id,
        event=ticket_type.event,
        ticket_type=ticket_type,
        batch=batch,
        purchased_at=now,
        code=f"TKT-{now.year}-{tokens.new_code(10)}",
        status=TicketStatus.VALID,
        activation_mode=batch.activation_mode,
        created_at=now,
    )
    if batch.activation_mode == ActivationMode.IMMEDIATE:
        confirmation.make_valid(ticket, now=now)
    return ticket
