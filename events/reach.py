"""Which of a tenant's events a member reaches: all of them, or those that a limited membership names.

The only way in which pages for members obtain events, and rows that belong to an event. A member of the tenant who does
not reach an event is told 404, as a stranger is.
"""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from events.models import Event, EventAccess
from events.models.event import EventQuerySet
from tenants.access import Member
from tenants.models import Membership


def events_of(member: Member) -> EventQuerySet:
    """The events of the member's tenant that they reach, archived ones too."""
    return Event.objects.filter(within(member, "pk"), tenant=member.tenant)


def event_of(member: Member, pk: UUID) -> Event:
    """One of the events that the member reaches, with tenant, settings, venue and stock. Raises Http404."""
    found = events_of(member).select_related("tenant__settings", "venue", "stock", "hero_image").filter(pk=pk).first()
    if found is None:
        raise Http404("no such event")
    return found


def within(member: Member, field: str = "event") -> Q:
    """A condition on rows of the member's tenant that belong to an event by `field`: those that the member reaches."""
    if not member.is_limited:
        return Q()
    return Q(**{f"{field}__in": EventAccess.objects.filter(membership=member.membership_id).values("event")})


def demand(member: Member, event_id: UUID) -> None:
    """Raise Http404 unless the member reaches the event, which is one of their tenant."""
    if member.is_limited:
        named = EventAccess.objects.filter(membership=member.membership_id, event=event_id)
        if not named.exists():
            raise Http404("no such event")


def may_change_venues(member: Member) -> bool:
    """Whether the member may change what all events share: those who reach some only see venues, and choose them."""
    return member.may("events.change") and not member.is_limited


def demand_all(member: Member) -> None:
    """Raise PermissionDenied for a member who reaches certain events only: what all events share is not theirs."""
    if member.is_limited:
        raise PermissionDenied


def memberships_reaching(event_id: UUID) -> QuerySet[EventAccess, UUID]:
    """Which limited memberships reach the event, by id."""
    return EventAccess.objects.filter(event=event_id).values_list("membership", flat=True)


def of_memberships(memberships: Collection[Membership]) -> EventQuerySet:
    """The events that somebody with these memberships reaches, of all their tenants."""
    all_of = {membership.tenant_id for membership in memberships if not membership.is_limited}
    limited = [membership.pk for membership in memberships if membership.is_limited]
    named = EventAccess.objects.filter(membership__in=limited).values("event")
    return Event.objects.filter(Q(tenant__in=all_of) | Q(pk__in=named) if limited else Q(tenant__in=all_of))
