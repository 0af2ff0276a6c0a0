"""Changing and deleting ticket types: what is on sale may be bought at this very moment."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from events.models import TicketType
from orders import errors, errors_office
from orders.services.holds import release_lapsed
from orders.steps import ticket_types
from tenants.models import User
from tenants.steps import log_activity


def change_ticket_type(
    *,
    ticket_type: TicketType,
    changes: Mapping[str, Any],
    places: int | None,
    version: int | None = None,
    by: User | None,
    now: datetime,
) -> TicketType:
    """Change what is on sale, and stood at `version`, and how many places it has (null: unlimited).

    Open carts keep the price they were shown. `changes` are fields by name, with `admits` and `requires` as lists.
    Lapsed holds are released first where they stand in the way. Raises Stale where somebody else saved meanwhile,
    CapacityTooLow, PlacesTaken or KindTaken with the figures, or a refusal of
    `rules.ticket_type_refusals` or of a hook.
    """
    change = partial(_change, ticket_type=ticket_type, changes=changes, total=places, version=version, by=by, now=now)
    try:
        return change()
    except (errors.CapacityTooLow, errors_office.PlacesTaken):
        if not release_lapsed(stock_ids=[ticket_type.stock_id], now=now):
            raise
    return change()


@transaction.atomic(durable=True)
def delete_ticket_type(*, ticket_type: TicketType, by: User | None, now: datetime) -> None:
    """Delete what nothing refers to: no cart, order, ticket, code, question or gate. Raises TypeInUse."""
    metadata = {"name": ticket_type.name, "ticket_type": str(ticket_type.pk)}
    ticket_types.erase(ticket_type)
    log_activity(
        tenant=ticket_type.tenant_id,
        actor=by,
        action="ticket_type.deleted",
        target=ticket_type.event,
        metadata=metadata,
        now=now,
    )


@transaction.atomic(durable=True)
def _change(**wanted: Any) -> TicketType:
    return ticket_types.rewrite(**wanted)
