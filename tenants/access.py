"""Who acts for a tenant: the only way in which views and endpoints learn that, and what they may do.

A stranger is told 404, a member who lacks the permission 403, and a visitor who is not signed in is sent to sign in. A
platform admin enters every tenant; the first visit of each session is written to the tenant's activity log. Where two
steps of signing in are asked for, nobody enters without. A tenant's API key acts for that tenant, and does what its
scopes say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase

from tenants import steps, two_factor
from tenants.errors import TwoFactorMissing
from tenants.errors_office import TenantSuspended
from tenants.models import ApiKey, Membership, NoticeStatus, Notification, PlatformSettings, Tenant, User
from tenants.permissions import OWNER
from tenants.two_factor import PLATFORM
from ticketing.core.throttles import remote_address

P = ParamSpec("P")

_ENTERED = "entered_tenants"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acts for a tenant, with the permissions of the role and those that were added to it.

    One that `is_limited` reaches certain events only: `events.reach` knows which. A platform admin has no membership,
    and an API key neither: its `user` is who made it.
    """

    user: User
    tenant: Tenant
    permissions: frozenset[str]
    is_platform_admin: bool = False
    membership_id: UUID | None = None
    is_limited: bool = False

    def may(self, permission: str) -> bool:
        """Whether this member has the permission."""
        return permission in self.permissions

    def demand(self, permission: str) -> None:
        """Raise PermissionDenied unless this member has the permission."""
        if not self.may(permission):
            raise PermissionDenied


class MemberRequest(HttpRequest):
    """A request whose acting member `member_required` has found."""

    member: Member


def member_required(
    permission: str,
) -> Callable[[Callable[Concatenate[MemberRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For views below `<slug:tenant>/`: finds `request.member`, who needs the permission. The view gets no `tenant`."""

    def decorate(view: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def inner(request: MemberRequest, tenant: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request.member = member(request, Q(slug=tenant))
            request.member.demand(permission)
            return view(request, *args, **kwargs)

        return login_required(inner)

    return decorate


def member(request: HttpRequest, which: Q) -> Member:
    """The visitor as a member of the tenant that `which` picks.

    Raises Http404 for everybody else, TwoFactorMissing for who must set up the second step first, and TenantSuspended
    where nobody works at the moment.
    """
    if (key := api_key_of(request)) is not None:
        return _member_by_key(key, which)
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise Http404
    serving = Membership.objects.serving().annotate(lacks_two_factor=two_factor.MEMBER_LACKS)
    found = serving.filter(tenant__in=Tenant.objects.filter(which), user=user).first()
    if found is not None:
        if found.tenant.is_suspended and not user.is_platform_admin:
            raise TenantSuspended(name=found.tenant.name, support=support_address())
        if vars(found)["lacks_two_factor"]:
            raise TwoFactorMissing(name=found.tenant.name)
        return Member(
            user,
            found.tenant,
            found.permissions,
            membership_id=found.pk,
            is_limited=found.is_limited,
        )
    if not user.is_platform_admin:
        raise Http404
    tenant = Tenant.objects.filter(which).first()
    if tenant is None:
        raise Http404
    if two_factor.admin_lacks(user):
        raise TwoFactorMissing(name=str(PLATFORM))
    _note_visit(request, user, tenant)
    return Member(user, tenant, OWNER, is_platform_admin=True)


def api_key_of(request: HttpRequest) -> ApiKey | None:
    """The key with which a program made this request (`tenants.authentication`); None for people."""
    return getattr(request, "api_key", None)


def memberships(user: User) -> list[Membership]:
    """The tenants that a user works for, by name."""
    return list(Membership.objects.acting().filter(user=user).order_by("tenant__name"))


def all_memberships(user: User) -> list[Membership]:
    """The tenants that a user belongs to, by name, suspended ones too; each with how many `unread` notifications."""
    unread = Notification.objects.filter(
        user=OuterRef("user"), tenant=OuterRef("tenant"), status=NoticeStatus.UNREAD
    ).values("user")
    counted = Coalesce(Subquery(unread.annotate(count=Count("pk")).values("count")), 0)
    serving = Membership.objects.serving().filter(user=user).annotate(unread=counted)
    return list(serving.order_by("tenant__name", "pk"))


def refuse_suspended(user: User, which: Q) -> None:
    """Raise TenantSuspended if the user works for such a tenant, and nobody may work for it at the moment."""
    found = Membership.objects.serving().filter(tenant__in=Tenant.objects.filter(which), user=user).first()
    if found is not None and found.tenant.is_suspended:
        raise TenantSuspended(name=found.tenant.name, support=support_address())


def support_address() -> str:
    """Where the platform is written to; empty where it did not say."""
    return PlatformSettings.objects.values_list("support_email", flat=True).first() or ""


def _member_by_key(key: ApiKey, which: Q) -> Member:
    if not Tenant.objects.filter(which, pk=key.tenant_id).exists():
        raise Http404
    return Member(key.created_by, key.tenant, frozenset(key.scopes))


def _note_visit(request: HttpRequest, user: User, tenant: Tenant) -> None:
    # A program that is signed in has its session in its token; no cookie is to come of it.
    session: Any = getattr(request, "api_session", request.session)
    entered = session.get(_ENTERED, [])
    if str(tenant.pk) in entered:
        return
    address = remote_address(request) or None
    steps.log_activity(tenant=tenant, actor=user, action="tenant.entered", target=tenant, ip=address)
    session[_ENTERED] = [*entered, str(tenant.pk)]
    if session is not request.session:
        session.save()
