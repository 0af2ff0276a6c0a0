"""A ticket's visit: what is reserved with it, and by which rules it is let in."""

from uuid import UUID

from orders.models import Ticket
from reservations.models import TicketReservation, VisitRules


def for_the_door(ticket_id: UUID) -> tuple[TicketReservation | None, VisitRules | None]:
    """The reservation that a ticket has, and its venue's rules; one statement."""
    found = (
        TicketReservation.objects.standing().filter(ticket=ticket_id).select_related("slot__venue__visit_rules").first()
    )
    return (found, rules_of(found)) if found is not None else (None, None)


def rules_of(reservation: TicketReservation) -> VisitRules | None:
    """The rules of a reservation's venue, read with it."""
    rules: VisitRules | None = getattr(reservation.slot.venue, "visit_rules", None)
    return rules


def reservation_of(ticket: Ticket) -> TicketReservation | None:
    """What is reserved, or was used, with a ticket; with slot, venue and the venue's rules."""
    return TicketReservation.objects.standing().filter(ticket=ticket).select_related("slot__venue__visit_rules").first()
