"""The locks of people and organizations. They come before those of sales (`orders.locks`), and the organization first.

Whoever changes an organization's team, its address or what its plan counts comes one by one. The locks leave foreign
keys alone: sales go on meanwhile.
"""

from uuid import UUID

from django.db.models import Q

from tenants.models import Invitation, Membership, Role, Tenant, User


def tenant(pk: UUID) -> Tenant:
    """One organization, as it is now."""
    return Tenant.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def tenants_relying_on(user: User) -> list[Tenant]:
    """Every organization that a person owns or has invited somebody into: its team stays as it is meanwhile."""
    owned = Membership.objects.filter(user=user, role=Role.OWNER).values("tenant")
    invited = Invitation.objects.filter(invited_by=user).pending().values("tenant")
    relying = Tenant.objects.filter(Q(pk__in=owned) | Q(pk__in=invited)).order_by("pk")
    return list(relying.select_for_update(no_key=True, of=("self",)))


def platform_admins() -> list[User]:
    """Those who run the platform."""
    admins = User.objects.filter(is_platform_admin=True, is_active=True).order_by("pk")
    return list(admins.select_for_update(no_key=True, of=("self",)))
