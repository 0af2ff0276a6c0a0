"""Who may see an event: the only way pages for visitors obtain one.

Public and unlisted events open to whoever has the address. A private one opens by its link (`?access=` with the token)
or its access code; that is remembered in a signed cookie of the event's own path. A draft opens to the tenant's own
members.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Q, Value
from django.http import Http404, HttpRequest, HttpResponse

from events.models import DiscountCode, DiscountStatus, Event, EventStatus, FormerSlug, TicketType, Visibility
from events.queries import event_url
from tenants.models import Membership, Tenant, TenantStatus
from ticketing.core.prepared import Prepared, Slot
from ticketing.core.tokens import hash_token, normalize_code

ACCESS_COOKIE = "foyer_access"
UNLOCK_COOKIE = "foyer_unlock"
COOKIE_SECONDS = 30 * 24 * 60 * 60
LONGEST_CODE = 40


class AccessNeeded(PermissionDenied):
    """A private event, and nothing that opens it. Nobody may learn from it what the event is."""

    def __init__(self, event: Event) -> None:
        super().__init__("private event")
        self.event = event


class EventMoved(Http404):
    """The event has another address now. Pages with an address of their own lead on (`events.doors.leads_on`)."""

    def __init__(self, slug: str) -> None:
        super().__init__("moved")
        self.slug = slug


def tenant_by_slug(slug: str) -> Tenant:
    """An organizer with a page, with settings. Raises Http404 for unknown ones and for those not yet approved."""
    tenant = Tenant.objects.select_related("settings").filter(slug=slug).first()
    if tenant is None or tenant.status == TenantStatus.PENDING:
        raise Http404("no such organizer")
    return tenant


def event_by_slugs(tenant: str, event: str) -> Event:
    """The event at an address, with tenant, settings, venue and picture, whoever may see it.

    Raises Http404, which is EventMoved where the address was one of an event that others may know of.
    """
    found = _EVENT_BY_SLUGS.first(tenant=tenant, event=event)
    if found is None:
        former = FormerSlug.objects.filter(tenant__slug=tenant, slug=event, event__archived_at=None)
        now = former.exclude(event__status=EventStatus.DRAFT).values_list("event__slug", flat=True).first()
        raise EventMoved(now) if now else Http404("no such event")
    return found


_EVENT_BY_SLUGS = Prepared(
    lambda: (
        Event.objects.select_related("tenant__settings", "venue", "hero_image", "stock")
        .defer("search")
        .filter(tenant__slug=Slot("tenant"), slug=Slot("event"), archived_at=None)
        .exclude(tenant__status=TenantStatus.PENDING)
    )
)


def event_for_visitor(request: HttpRequest, tenant: str, event: str) -> Event:
    """The event at an address, if this visitor may see it. Raises Http404, or AccessNeeded for a private one."""
    found = event_by_slugs(tenant, event)
    if found.status == EventStatus.DRAFT:
        if not _is_member(request, found):
            raise Http404("not published")
    elif found.visibility == Visibility.PRIVATE and not has_access(request, found):
        raise AccessNeeded(found)
    return found


def has_access(request: HttpRequest, event: Event) -> bool:
    """Whether the visitor opened this private event before, with a token or code that is still good."""
    kept = _read(request, ACCESS_COOKIE)
    return secrets.compare_digest(kept, _access_mark(event)) or _is_member(request, event)


def opens(event: Event, *, token: str = "", code: str = "") -> bool:
    """Whether a link's token or a typed code opens the private event."""
    if token:
        return secrets.compare_digest(token.encode(), event.access_token.encode())
    if not event.access_code:
        return False
    return secrets.compare_digest(normalize_code(code).encode(), normalize_code(event.access_code).encode())


def remember_access(response: HttpResponse, event: Event) -> None:
    """Let the visitor in from now on. A new access token shuts all such doors again."""
    _keep(response, ACCESS_COOKIE, _access_mark(event), event)


@dataclass(frozen=True)
class Unlocked:
    """A code that shows hidden ticket types: those of `type_ids`, or all of the event where it names none."""

    pk: UUID
    code: str
    type_ids: frozenset[UUID]

    def shows(self, ticket_type: TicketType) -> bool:
        """Whether this hidden ticket type may be seen and bought: one that the code names, or any if it names none."""
        return not self.type_ids or ticket_type.pk in self.type_ids


def unlocking_code(event: Event, typed: str, *, now: datetime) -> Unlocked | None:
    """What a typed code unlocks at this event now; None where it is no such code."""
    if not typed.isprintable():
        return None
    codes = DiscountCode.objects.filter(
        Q(event=event) | Q(event=None),
        Q(starts_at=None) | Q(starts_at__lte=now),
        Q(expires_at=None) | Q(expires_at__gt=now),
        tenant_id=event.tenant_id,
        code=normalize_code(typed)[:LONGEST_CODE],
        unlocks_hidden_types=True,
        status=DiscountStatus.ACTIVE,
        archived_at=None,
    )
    named = codes.annotate(type_ids=ArrayAgg("ticket_types", filter=Q(ticket_types__isnull=False), default=Value([])))
    found = named.order_by("pk").first()
    return Unlocked(pk=found.pk, code=found.code, type_ids=frozenset(found.type_ids)) if found else None


def unlocked_code(request: HttpRequest) -> str:
    """The code by which the visitor unlocked hidden ticket types of the event whose page this is; empty without."""
    return _read(request, UNLOCK_COOKIE)


def remember_unlocked(response: HttpResponse, event: Event, code: str) -> None:
    """Keep showing the hidden ticket types to this visitor."""
    _keep(response, UNLOCK_COOKIE, code, event)


def _is_member(request: HttpRequest, event: Event) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    if getattr(request.user, "is_platform_admin", False):
        return True
    return Membership.objects.acting().filter(tenant_id=event.tenant_id, user=request.user).exists()


def _access_mark(event: Event) -> str:
    return hash_token(f"{event.pk}:{event.access_token}:{event.access_code}")


def _read(request: HttpRequest, name: str) -> str:
    try:
        return request.get_signed_cookie(name, default="", salt=name, max_age=COOKIE_SECONDS) or ""
    except signing.BadSignature:
        return ""


def _keep(response: HttpResponse, name: str, value: str, event: Event) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=name,
        max_age=COOKIE_SECONDS,
        path=event_url(event.tenant.slug, event.slug),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
