"""What is on sale: adding ticket types, the order in which they stand, archiving and restoring."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from events import ordering, plan_limits, steps, steps_selling
from events.models import Event, EventSession, TicketType
from tenants.models import User
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def create_ticket_type(
    *, event: Event, values: Mapping[str, Any], places: int | None, by: User | None, now: datetime
) -> TicketType:
    """Something more to sell, behind what is there already, with places of its own (null: unlimited).

    `values` are fields of a ticket type, with `admits` and `requires` as lists. Raises the refusals of
    `selling_rules.ticket_type_refusals`, and TooManyTickets where the organizer's plan allows fewer.
    """
    return steps_selling.write_ticket_type(event=event, values=values, places=places, by=by, now=now)


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


@transaction.atomic(durable=True)
def order_ticket_types(*, event: Event, wanted: Sequence[UUID], by: User | None, now: datetime) -> None:
    """Let the event's ticket types stand in this order; those that are not named keep their places."""
    ordering.put_in_order(TicketType.objects.filter(event=event, archived_at=None), wanted)
    log_activity(tenant=event.tenant_id, actor=by, action="ticket_types.ordered", target=event, now=now)


@transaction.atomic(durable=True)
def archive_ticket_type(*, ticket_type: TicketType, by: User | None, now: datetime) -> None:
    """Take it off sale and out of sight; what was sold stays good. Twice changes nothing."""
    if TicketType.objects.filter(pk=ticket_type.pk, archived_at=None).update(archived_at=now):
        log_activity(tenant=ticket_type.tenant_id, actor=by, action="ticket_type.archived", target=ticket_type, now=now)


@transaction.atomic(durable=True)
def restore_ticket_type(*, ticket_type: TicketType, by: User | None, now: datetime) -> None:
    """Bring it back, as it was; twice changes nothing. Raises TooManyTickets where the plan allows fewer."""
    if ticket_type.archived_at is not None:
        plan_limits.demand_room_for_type(ticket_type.event, ticket_type.stock.quantity_total)
    if TicketType.objects.filter(pk=ticket_type.pk, archived_at__isnull=False).update(archived_at=None):
        log_activity(tenant=ticket_type.tenant_id, actor=by, action="ticket_type.restored", target=ticket_type, now=now)
