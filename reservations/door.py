"""What visits add to the door (`checkin.hooks`): who is let in when, and what an admission means for a visit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from checkin.hooks import HomeLink, HomePlace, HomeSection
from checkin.models import ScanResult
from checkin.queries import event_of_code
from checkin.values import Door, TicketSeen, Verdict
from orders.models import Ticket
from reservations import rules
from reservations.models import ReservationStatus, TicketReservation
from reservations.queries import board, visits
from reservations.reach import venues_of
from tenants.models import Membership


def admission_rule(*, door: Door, seen: TicketSeen, now: datetime) -> Verdict | None:
    """A ticket for visits is let in during its slot; any other ticket at its event's gates, but at no venue's door.

    Only looks: who admits has locked.
    """
    if seen.visit_venue_id is None:
        return _no_visit(door, seen) if door.venue_id is not None else None
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


def home_section(memberships: Sequence[Membership], *, now: datetime) -> HomeSection | None:
    """The venues that take visits, with how it is going there today."""
    names = {membership.tenant_id: membership.tenant.name for membership in memberships}
    venues = board.venues_today(venues_of(memberships), now=now)
    if not venues:
        return None
    places = tuple(_place(row, names[row.venue.tenant_id]) for row in venues)
    return HomeSection(title=_("Visits"), places=places)


def _no_visit(door: Door, seen: TicketSeen) -> Verdict:
    return Verdict(result=ScanResult.WRONG_EVENT, facts={"event": event_of_code(door.tenant_id, seen.code)})


def _place(row: board.VenueToday, tenant: str) -> HomePlace:
    where = {"venue": row.venue.pk}
    board_link = HomeLink(
        text=_("Today's board"), url=reverse("reservations_door:board", kwargs=where), icon="list-checks"
    )
    return HomePlace(
        name=row.venue.name,
        tenant=tenant,
        text=row.in_words,
        scan_url=reverse("reservations_door:scanner", kwargs=where),
        links=(board_link,),
    )
