"""Tickets that are made before anybody buys them: for print, for resale, as vouchers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events.models import ActivationMode, TicketKind, TicketType
from orders import errors, locks
from orders.models import Ticket, TicketBatch, TicketStatus
from orders.steps import confirmation, places
from orders.steps.voiding import void_tickets
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core import once, tokens
from ticketing.core.ids import uuid7
from ticketing.core.logs import log_event

MOST_AT_ONCE = 10_000


@once.makes(TicketBatch)
@transaction.atomic(durable=True)
def mint_tickets(
    *,
    ticket_type: TicketType,
    label: str,
    quantity: int,
    activation_mode: str,
    by: User | None,
    pk: UUID | None = None,
    now: datetime,
) -> TicketBatch:
    """Make so many tickets with codes of their own. They count as sold; each code works once.

    A deferred one is activated by whoever holds its code; an immediate one works at once. Raises QuantityRefused,
    SoldOut if fewer places are left, or SentBefore where the batch with the id `pk` was made already.
    """
    _check(ticket_type, quantity)
    (found,) = places.types_by_id([ticket_type.pk]).values()
    batch = TicketBatch.objects.create(
        pk=pk or uuid7(),
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


def _check(ticket_type: TicketType, quantity: int) -> None:
    if not 1 <= quantity <= MOST_AT_ONCE or ticket_type.kind != TicketKind.TICKET:
        raise errors.QuantityRefused(
            ticket_type=ticket_type.name, ticket_type_id=str(ticket_type.pk), least=1, most=MOST_AT_ONCE
        )


@transaction.atomic(durable=True)
def cancel_batch_tickets(
    *, batch: TicketBatch, ticket_ids: Iterable[UUID] | None = None, by: User | None, now: datetime
) -> list[Ticket]:
    """Make codes of a batch worthless: those named, or all that are not used yet; their places are free again.

    What was used, has expired or is cancelled stays as it is. Returns the tickets that were cancelled.
    """
    found = locks.tickets_of_batch(batch.pk, ticket_ids)
    unused = [ticket for ticket in found if ticket.status == TicketStatus.VALID]
    if not unused:
        return []
    moves = places.Moves()
    (ticket_type,) = places.types_by_id([batch.ticket_type_id]).values()
    moves.sell(ticket_type, -len(unused))
    void_tickets(unused, moves, by=by, now=now)
    log_activity(
        tenant=batch.tenant_id,
        actor=by,
        action="tickets.cancelled",
        target=batch,
        metadata={"tickets": [str(ticket.pk) for ticket in unused]},
        now=now,
    )
    transaction.on_commit(lambda: log_event("tickets_cancelled", batch=batch.pk, count=len(unused)))
    places.move(moves)
    return unused


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
