"""Who reaches which row over the API, and as what. Strangers are told 404, nobody signed in 401.

A ticket opens to the members of its tenant, to its customers (who bought it, hold it or enter with it), and to whoever
presents its full code: that one sees no e-mail and no phone, and is throttled, so that codes cannot be searched for.
Who is limited to certain events is no member where another event's ticket is asked for.
A tenant's API key reaches what a member with its scopes would, and nobody's tickets as its own.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from events.models import Venue
from events.reach import demand as demand_event
from orders.models import Ticket
from reservations.api.serializers import uuid_of
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries import records
from reservations.reach import demand as demand_venue
from reservations.reach import with_tickets_of
from reservations.values import Actor
from tenants.access import Member, api_key_of, member, memberships
from tenants.models import Tenant, User
from ticketing.core.errors import DomainError
from ticketing.core.throttles import client_address, throttle
from ticketing.core.tokens import normalize_ticket_code

CODE_HEADER = "X-Ticket-Code"
SECONDS = 60
PER_ADDRESS = 60
PER_CODE = 30
_READS = frozenset({"checkin.lookup", "orders.read"})
_CODE = re.compile(r"[!-~]{4,64}", re.ASCII)


class VenueNeeded(DomainError):
    """No venue was named, and the tenant has none or several."""

    code, status, field = "venue_needed", 422, "venue_id"
    text = _("Please say which venue: send its “venue_id”.")


class TenantNeeded(DomainError):
    """No tenant was named, and the caller works for several."""

    code, status, field = "orq_needed", 422, "orq"
    text = _("Please say which organizer: send its number as “orq”.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """A ticket, and as what the caller reaches it."""

    ticket: Ticket
    user: User | None
    member: Member | None
    is_own: bool
    is_key: bool = False
    """A program with a tenant's key: its user is who made the key."""

    def may(self, permission: str) -> bool:
        """Whether the caller has a permission of the ticket's tenant."""
        return self.member is not None and self.member.may(permission)

    @property
    def is_manager(self) -> bool:
        """Whether the caller runs the tenant's visits."""
        return self.may("slots.change")

    @property
    def sees_contact(self) -> bool:
        """Whether the caller is shown e-mail and phone."""
        return self.is_own or self.may("checkin.lookup") or self.may("orders.read")

    @property
    def presents_code(self) -> bool:
        """Whether nothing but the code opens the ticket to the caller."""
        return self.member is None and not self.is_own

    @property
    def actor(self) -> Actor:
        """The caller, for services that bind visitors by the venue's cut-off."""
        return Actor(user=self.user, is_member=self.is_manager)

    def demand_visitor_or_manager(self) -> None:
        """Visits are changed by whose they are, and by managers. Every other member only reads."""
        if self.member is not None and not self.is_manager and not self.is_own:
            raise PermissionDenied


def demand_known(request: Request) -> None:
    """Somebody is signed in, or a key was sent. Raises NotAuthenticated."""
    if _user(request) is None and api_key_of(request._request) is None:
        raise NotAuthenticated


def find_ticket(request: Request, code: str) -> Reach | None:
    """The ticket of a code, as the caller reaches it; None if there is none. Raises TooManyRequests."""
    stored = normalize_ticket_code(code)
    found = records.ticket_by_code(stored) if _CODE.fullmatch(stored) else None
    reach = _reach(request, found) if found is not None else None
    if reach is None or reach.presents_code:
        _throttle(request, stored)
    return reach


def ticket(request: Request, code: str) -> Reach:
    """The ticket of a code, as the caller reaches it. Raises Http404."""
    reach = find_ticket(request, code)
    if reach is None:
        raise Http404
    return reach


def ticket_of_operator(request: Request, code: str) -> Reach:
    """The ticket of a code, for who works at a door of its tenant. A code alone opens no door."""
    demand_known(request)
    reach = ticket(request, code)
    if reach.presents_code:
        raise Http404
    if not reach.may("checkin.scan"):
        raise PermissionDenied
    return reach


def reservation(request: Request, reservation_id: str) -> tuple[TicketReservation, Reach]:
    """A reservation and how the caller reaches its ticket, whose code a visitor presents in a header."""
    sent = normalize_ticket_code(request.headers.get(CODE_HEADER, ""))
    if not sent:
        demand_known(request)
    pk = uuid_of(reservation_id)
    found = records.reservation(pk) if pk else None
    reach = _reach(request, found.ticket) if found is not None else None
    if found is not None and reach is not None and not reach.presents_code:
        return found, reach
    if sent:
        _throttle(request, sent)
    if found is None or reach is None or not constant_time_compare(sent, found.ticket.code):
        raise Http404
    return found, reach


def tenant_of(request: Request, orq: Q | None) -> Member:
    """The caller as a member of the tenant that `orq` picks, else of the only one that they work for."""
    demand_known(request)
    key = api_key_of(request._request)
    if key is not None or orq is not None:
        return member(request._request, Q() if orq is None else orq)
    user = _user(request)
    theirs = memberships(user) if user else []
    if not theirs:
        raise PermissionDenied
    if len(theirs) > 1:
        raise TenantNeeded()
    return member(request._request, Q(pk=theirs[0].tenant_id))


def venue(request: Request, permission: str, *, venue_id: Q | None, orq: Q | None) -> tuple[Venue, Member]:
    """The venue that is named, else the tenant's only one, and the caller as a member who has the permission."""
    demand_known(request)
    venues = Venue.objects.filter(archived_at=None)
    if venue_id is None:
        acting = tenant_of(request, orq)
        acting.demand(permission)
        found = list(venues.filter(tenant=acting.tenant)[:2])
        if len(found) != 1:
            raise VenueNeeded()
        demand_venue(acting, found[0])
        return found[0], acting
    named = venues.filter(venue_id).first()
    if named is None:
        raise Http404
    acting = member(request._request, Q(pk=named.tenant_id) if orq is None else Q(pk=named.tenant_id) & orq)
    acting.demand(permission)
    demand_venue(acting, named)
    return named, acting


def slot(request: Request, slot_id: str, permission: str) -> tuple[ReservationSlot, Member]:
    """A slot with its venue, and the caller as a member who has the permission."""
    demand_known(request)
    pk = uuid_of(slot_id)
    found = ReservationSlot.objects.select_related("venue").filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404
    acting = member(request._request, Q(pk=found.tenant_id))
    acting.demand(permission)
    demand_venue(acting, found.venue)
    return found, acting


def readable(request: Request, *, is_mine: bool) -> Q:
    """The reservations that the caller may read: their tenants', else, or with `is_mine`, those of their own tickets.

    A key has none of its own. Raises PermissionDenied where its scopes do not let it read, NotAuthenticated for nobody.
    """
    demand_known(request)
    user, key = _user(request), api_key_of(request._request)
    if key is not None:
        if not _READS.intersection(key.scopes):
            raise PermissionDenied
        return Q(pk__in=()) if is_mine else Q(tenant=key.tenant_id)
    assert user is not None
    theirs = [] if is_mine else [row for row in memberships(user) if any(row.may(read) for read in _READS)]
    return with_tickets_of(theirs) if theirs else Q(ticket__in=records.tickets_of(user))


def tenants(orq: Q) -> QuerySet[Tenant]:
    """The tenant that a number or id names."""
    return Tenant.objects.filter(orq)


def _reach(request: Request, found: Ticket) -> Reach:
    user = _user(request)
    if user is None and api_key_of(request._request) is None:
        return Reach(ticket=found, user=None, member=None, is_own=False)
    try:
        acting = member(request._request, Q(pk=found.tenant_id))
        demand_event(acting, found.event_id)
    except Http404:
        acting = None
    if user is None:
        return Reach(ticket=found, user=acting.user if acting else None, member=acting, is_own=False, is_key=True)
    return Reach(ticket=found, user=user, member=acting, is_own=_is_own(found, user))


def _is_own(found: Ticket, user: User) -> bool:
    order, attendee = found.order, getattr(found, "attendee", None)
    if user.pk in {found.user_id, order and order.user_id, attendee and attendee.user_id}:
        return True
    addresses = {order.buyer_email if order else "", attendee.email.lower() if attendee else ""} - {""}
    return bool(addresses) and not addresses.isdisjoint(records.proven_addresses(user))


def _user(request: Request) -> User | None:
    return request.user if isinstance(request.user, User) and request.user.is_active else None


def _throttle(request: Request, code: str) -> None:
    now = timezone.now()
    address = client_address(request._request)
    throttle(f"ticket-codes:{address}", limit=PER_ADDRESS, window_seconds=SECONDS, now=now)
    throttle(f"ticket-code:{code}", limit=PER_CODE, window_seconds=SECONDS, now=now)
