"""How a ticket type has to do with visits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from events.models import ActivationMode, SlotChoice, TicketKind, TicketType
from orders.models import CartItem, CartStatus, OrderItem, OrderStatus
from reservations import errors
from reservations.models import TicketReservation
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.versions import claim_version

NAMES = ("reservation_venue", "slot_choice", "activation_mode", "valid_days")


@transaction.atomic(durable=True)
def set_visit_settings(
    *, ticket_type: TicketType, changes: Mapping[str, Any], by: User | None, now: datetime
) -> TicketType:
    """Change where visits with this type take place, when their time is chosen, who activates, how long it is valid.

    Tickets that are there keep how they are activated and until when they are valid. Raises NotForVisits for what is
    handed over rather than admits, VisitVenueNeeded, SlotNeedsActive, or VisitVenueInUse while places are reserved at
    the former venue.
    """
    former = {name: getattr(ticket_type, name) for name in NAMES}
    for name in changes:
        setattr(ticket_type, name, changes[name])
    check_change(ticket_type, former)
    changed = [name for name in NAMES if getattr(ticket_type, name) != former[name]]
    if not changed:
        return ticket_type
    # Who has the whole type open in a form shall not save over this.
    claim_version(ticket_type, None)
    ticket_type.save(update_fields=changed)
    log_activity(
        tenant=ticket_type.tenant_id,
        actor=by,
        action="ticket_type.visits_changed",
        target=ticket_type,
        metadata={name: [str(former[name]), str(getattr(ticket_type, name))] for name in changed},
        now=now,
    )
    return ticket_type


def check_change(ticket_type: TicketType, former: Mapping[str, Any]) -> None:
    """Refuse a changed type, not saved yet, whose visits could not be; `former` are its values before."""
    if all(getattr(ticket_type, name) == former[name] for name in NAMES):
        return
    _check(ticket_type)
    if ticket_type.reservation_venue != former["reservation_venue"] and former["reservation_venue"] is not None:
        _check_unused(ticket_type)


def _check(ticket_type: TicketType) -> None:
    if ticket_type.kind != TicketKind.TICKET:
        raise errors.TicketNotForVisits()
    if ticket_type.slot_choice == SlotChoice.CHECKOUT:
        if ticket_type.reservation_venue is None:
            raise errors.VisitVenueNeeded()
        if ticket_type.activation_mode == ActivationMode.DEFERRED:
            raise errors.SlotNeedsActive()


def _check_unused(ticket_type: TicketType) -> None:
    live = TicketReservation.objects.live().filter(ticket__ticket_type=ticket_type).count()
    carts = CartItem.objects.filter(ticket_type=ticket_type, slot_id__isnull=False, cart__status=CartStatus.ACTIVE)
    unpaid = (OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL)
    items = OrderItem.objects.filter(ticket_type=ticket_type, slot_id__isnull=False, order__status__in=unpaid)
    if live or carts.exists() or items.exists():
        raise errors.VisitVenueInUse(reserved=live)
