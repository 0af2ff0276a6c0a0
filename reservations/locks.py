"""The locks of visits, within the one order of all (`orders.locks`): ticket → reservation → … → slot, by id.

The slot's counter is hot: it comes last, with everything else written.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from orders.models import Ticket
from reservations.models import ReservationSlot, TicketReservation


def tickets(pks: Iterable[UUID]) -> list[Ticket]:
    """Tickets with type, venue of visits, event and order, as they are now."""
    found = Ticket.objects.filter(pk__in=set(pks)).select_related(
        "ticket_type__reservation_venue", "event__venue", "order"
    )
    return list(found.order_by("pk").select_for_update(no_key=True, of=("self",)))


def standing_reservations(ticket_ids: Iterable[UUID]) -> list[TicketReservation]:
    """What these locked tickets own: reserved or used, with slot and venue."""
    found = TicketReservation.objects.standing().filter(ticket__in=set(ticket_ids)).select_related("slot__venue")
    return list(found.order_by("pk").select_for_update(no_key=True, of=("self",)))


def slots(pks: Iterable[UUID]) -> list[ReservationSlot]:
    """Slots whose places are about to be counted."""
    found = ReservationSlot.objects.filter(pk__in=set(pks)).select_related("venue")
    return list(found.order_by("pk").select_for_update(no_key=True, of=("self",)))


def slots_to_come(venue_id: UUID, since: date) -> list[ReservationSlot]:
    """A venue's slots of a day and later, for a change of its rules."""
    found = ReservationSlot.objects.filter(venue=venue_id, date__gte=since).order_by("pk")
    return list(found.select_for_update(no_key=True, of=("self",)))


def reservations_where(condition: Q) -> list[TicketReservation]:
    """All reservations of which something holds; their tickets are locked first."""
    return list(TicketReservation.objects.filter(condition).order_by("pk").select_for_update(no_key=True, of=("self",)))
