"""What of an organizer's visits a member reaches. Who is limited to certain events reaches the venues where tickets of
those events are good for visits, and their slots; whoever comes there by another event's ticket comes there too.
"""

from collections.abc import Collection

from django.db.models import Q
from django.http import Http404

from events import reach
from events.models import TicketType, Venue
from tenants.access import Member
from tenants.models import Membership


def at(member: Member, field: str = "venue") -> Q:
    """A condition on rows of the member's tenant that belong to a venue by `field`: those that the member reaches."""
    if not member.is_limited:
        return Q()
    types = TicketType.objects.filter(reach.within(member), tenant=member.tenant, reservation_venue__isnull=False)
    return Q(**{f"{field}__in": types.values("reservation_venue")})


def demand(member: Member, venue: Venue) -> None:
    """Raise Http404 unless the member reaches the venue, which is one of their tenant."""
    if member.is_limited and not Venue.objects.filter(at(member, "pk"), pk=venue.pk).exists():
        raise Http404("no such venue")


def with_tickets_of(memberships: Collection[Membership]) -> Q:
    """A condition on reservations: those by tickets of the events that somebody with these memberships reaches."""
    whole = {row.tenant_id for row in memberships if not row.is_limited}
    limited = [row for row in memberships if row.is_limited]
    if not limited:
        return Q(tenant__in=whole)
    return Q(tenant__in=whole) | Q(ticket__event__in=reach.of_memberships(limited).values("pk"))


def venues_of(memberships: Collection[Membership]) -> Q:
    """A condition on venues: those that somebody with these memberships reaches."""
    whole = Q(tenant__in={row.tenant_id for row in memberships if not row.is_limited})
    limited = [row for row in memberships if row.is_limited]
    if not limited:
        return whole
    types = TicketType.objects.filter(event__in=reach.of_memberships(limited), reservation_venue__isnull=False)
    return whole | Q(pk__in=types.values("reservation_venue"))
