"""What visits add to the door (`checkin.hooks`): who is let in when, and what an admission means for a visit."""

from datetime import datetime
from uuid import UUID

from checkin.values import Door, TicketSeen, Verdict
from orders.models import Ticket
from reservations import rules
from reservations.models import ReservationStatus, TicketReservation
from reservations.queries import visits


def admission_rule(*, door: Door, seen: TicketSeen, now: datetime) -> Verdict | None:
    """A ticket for visits is let in during its slot; any other ticket always. Only looks: who admits has locked."""
    if seen.visit_venue_id is None:
        return None
    reservation, visit_rules = visits.for_the_door(seen.pk)
    return rules.judge_visit(reservation, visit_rules, at_venue=door.venue_id, now=now)


def note_admission(*, ticket_id: UUID, by: UUID | None, now: datetime) -> None:
    """The visit has taken place. The ticket's lock keeps everybody else away from its reservation."""
    Ticket.objects.filter(pk=ticket_id).update(verified_at=now, verified_by=by)
    TicketReservation.objects.live().filter(ticket=ticket_id).update(status=ReservationStatus.VERIFIED)


def note_undoing(*, ticket_id: UUID, by: UUID | None, now: datetime) -> None:
    """The visit has not taken place after all: its reservation stands again."""
    Ticket.objects.filter(pk=ticket_id, verified_at__isnull=False).update(verified_at=None, verified_by=None)
    TicketReservation.objects.filter(ticket=ticket_id, status=ReservationStatus.VERIFIED).update(
        status=ReservationStatus.RESERVED
    )
