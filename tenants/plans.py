"""What each plan includes. Over a limit nothing new begins; what exists stays usable."""

from dataclasses import dataclass

from tenants.errors_office import TooManyMembers
from tenants.models import Invitation, Membership, MembershipStatus, Plan, Tenant


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a plan includes; None is without limit."""

    active_events: int | None = None
    tickets_per_event: int | None = None
    members: int | None = None


LIMITS: dict[str, Limits] = {
    Plan.FREE: Limits(active_events=1, tickets_per_event=100, members=2),
    Plan.BASIC: Limits(active_events=10, tickets_per_event=1_000, members=5),
    Plan.PRO: Limits(active_events=100, tickets_per_event=20_000, members=25),
    Plan.ENTERPRISE: Limits(),
}


def limits_of(tenant: Tenant) -> Limits:
    """The limits of the tenant's plan."""
    return LIMITS[tenant.plan]


def active_members(tenant: Tenant) -> int:
    """How many people work for the tenant."""
    return Membership.objects.filter(tenant=tenant, status=MembershipStatus.ACTIVE).count()


def seats_taken(tenant: Tenant) -> int:
    """How many members the plan counts: those who work for the tenant, and those who are invited to."""
    return active_members(tenant) + Invitation.objects.filter(tenant=tenant).open().count()


def offered(tenant: Tenant) -> list[tuple[str, Limits, bool]]:
    """Every plan by name, with its limits, and whether it is the tenant's."""
    return [(str(Plan(key).label), limits, key == tenant.plan) for key, limits in LIMITS.items()]


def demand_seat(tenant: Tenant, *, invitations: bool) -> None:
    """Raise TooManyMembers unless the plan has room for one more; for callers that have locked the tenant.

    An open invitation takes a seat until it is accepted or over: count `invitations` before another is made, and not
    where one of them turns into a member.
    """
    limit = limits_of(tenant).members
    if limit is None:
        return
    taken = seats_taken(tenant) if invitations else active_members(tenant)
    if taken >= limit:
        raise TooManyMembers(plan=tenant.get_plan_display(), limit=limit)
