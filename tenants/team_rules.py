"""Who may give what to whom in a team. Pure decisions, but for `authority_of`, which looks again under the lock."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from tenants.access import Member
from tenants.errors_office import BeyondOwnRights, LastOwner
from tenants.models import Membership, MembershipStatus, Role
from tenants.permissions import OWNER, permissions_of

TEAM = "team.change"

# What can be added to a role. The others belong to pages that are not there yet, or to nobody but owners.
EXTRA = (
    "events.change",
    "slots.change",
    "orders.read",
    "orders.change",
    "orders.refund",
    "orders.export",
    "payments.record",
    "attendees.change",
    "reports.read",
    "checkin.undo",
    "checkin.force",
    "checkin.manage",
    "settings.change",
    "branding.change",
    "team.change",
    "api_keys.change",
    "billing.change",
    "payouts.read",
)


@dataclass(frozen=True, slots=True)
class Authority:
    """What somebody who changes a team may do themselves. Owners are made and touched by owners alone."""

    permissions: frozenset[str]
    is_owner: bool

    def may_give(self, role: str, extra: Collection[str]) -> bool:
        """Whether they may give this role with these extra permissions, or take it from somebody."""
        if role == Role.OWNER and not self.is_owner:
            return False
        return permissions_of(role) | frozenset(extra) <= self.permissions

    def may_touch(self, membership: Membership) -> bool:
        """Whether they may change this member."""
        return self.may_give(membership.role, membership.extra_permissions)

    def roles(self) -> list[Role]:
        """The roles that they may give."""
        return [role for role in Role if self.may_give(role, ())]

    def extra(self) -> list[str]:
        """The extra permissions that they may give."""
        return [permission for permission in EXTRA if permission in self.permissions]

    def demand(self, role: str, extra: Collection[str]) -> None:
        """Raise BeyondOwnRights unless they may give or take this."""
        if not self.may_give(role, extra):
            raise BeyondOwnRights()


def authority_of(member: Member) -> Authority:
    """The member's authority as it is now. Raises PermissionDenied if they may not change the team (any more)."""
    if member.membership_id is None:
        # A platform admin: nobody else acts without a membership.
        return Authority(OWNER, is_owner=True)
    found = Membership.objects.serving().filter(pk=member.membership_id).first()
    if found is None or not found.may(TEAM):
        raise PermissionDenied
    return Authority(found.permissions, is_owner=found.is_owner)


def demand_another_owner(membership: Membership) -> None:
    """Raise LastOwner if nobody else who can sign in owns the organization; for callers that have locked it."""
    if membership.role != Role.OWNER or membership.status != MembershipStatus.ACTIVE:
        return
    others = Membership.objects.serving().filter(tenant=membership.tenant_id, role=Role.OWNER, is_limited=False)
    if not others.exclude(pk=membership.pk).exists():
        raise LastOwner()
