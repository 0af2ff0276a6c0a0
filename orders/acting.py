"""Members as they stand when work that they asked for is done: long after their request was answered."""

from tenants.access import Member
from tenants.models import Membership, Tenant, User
from tenants.permissions import OWNER


def acting_member(tenant: Tenant, user: User) -> Member | None:
    """The user as a member of the tenant; None once they are no longer one."""
    if not user.is_active:
        return None
    found = Membership.objects.acting().filter(tenant=tenant, user=user).first()
    if found is None:
        return Member(user, tenant, OWNER, is_platform_admin=True) if user.is_platform_admin else None
    return Member(
        user,
        tenant,
        found.permissions,
        membership_id=found.pk,
        is_limited=found.is_limited,
    )
