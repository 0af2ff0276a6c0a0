"""What the team's page shows."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from tenants import hooks
from tenants.models import Invitation, Membership, MembershipStatus, Tenant
from tenants.models.invitations import InvitationQuerySet
from tenants.models.members import MembershipQuerySet


def members_of(tenant: Tenant, *, search: str = "", status: str = "") -> MembershipQuerySet:
    """The team, active members first; narrowed to a part of name or address, and to a status."""
    found = Membership.objects.filter(tenant=tenant).select_related("user", "tenant")
    if search:
        found = found.filter(Q(user__full_name__icontains=search) | Q(user__email__icontains=search))
    if status in MembershipStatus.values:
        found = found.filter(status=status)
    return found.order_by("status", "created_at", "pk")


def invitations_of(tenant: Tenant) -> InvitationQuerySet:
    """Those that are neither accepted nor revoked, the latest first."""
    return Invitation.objects.filter(tenant=tenant).pending().select_related("invited_by").order_by("-sent_at", "pk")


def invitations_by(membership: Membership) -> InvitationQuerySet:
    """Those that a member has sent and nobody has accepted yet: they go with the member's right to send them."""
    return Invitation.objects.filter(tenant=membership.tenant_id, invited_by=membership.user_id).pending()


def event_choices(tenant: Tenant) -> Sequence[tuple[UUID, str]]:
    """The events that a member can be limited to."""
    (limits,) = hooks.event_limits
    return limits.choices(tenant)


def events_of_members(memberships: Sequence[Membership]) -> Mapping[UUID, Sequence[tuple[UUID, str]]]:
    """The events that each membership names, by id and name."""
    (limits,) = hooks.event_limits
    return limits.names(memberships)
