"""Members of a team: added, changed, shut out and let in again, removed.

Who may not ask people into the team any more has asked nobody: their open invitations are revoked along with it.

All of it comes one by one under the organization's lock, so that its last owner cannot go while nobody looks.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tenants import hooks, locks, plans
from tenants.access import Member
from tenants.inviting import revoke_beyond_rights
from tenants.models import Membership, MembershipStatus, Role, Tenant, User
from tenants.services.places import Place
from tenants.steps import log_activity
from tenants.team_rules import Authority, authority_of, demand_another_owner
from tenants.telling import tell_of_new_member


@transaction.atomic(durable=True)
def add_member(*, tenant: Tenant, user: User, role: str, by: User | None, now: datetime) -> Membership:
    """Let a user work for a tenant in a role; who already does gets the role, and is active again.

    Raises TooManyMembers if the plan has no room, or LastOwner if the role is less than the last owner's.
    """
    locked = locks.tenant(tenant.pk)
    there = Membership.objects.filter(tenant=locked, user=user, status=MembershipStatus.ACTIVE).first()
    if there is None:
        plans.demand_seat(locked, invitations=False)
    elif role != Role.OWNER:
        demand_another_owner(there)
    membership, _is_new = Membership.objects.update_or_create(
        tenant=tenant,
        user=user,
        defaults={"role": role, "status": MembershipStatus.ACTIVE},
        create_defaults={"role": role, "created_at": now},
    )
    log_activity(
        tenant=tenant, actor=by, action="member.added", target=membership, metadata={"role": str(role)}, now=now
    )
    revoke_beyond_rights(user, [locked], by=by, now=now)
    tell_of_new_member(membership, by=by, now=now)
    return membership


@transaction.atomic(durable=True)
def change_member(*, membership_id: UUID, place: Place, by: Member, now: datetime) -> Membership:
    """Give a member another role, other permissions, other events.

    Raises BeyondOwnRights, LastOwner, or Http404 if they are gone.
    """
    authority, membership = _at(by, membership_id)
    authority.demand(place.role, place.extra_permissions)
    if place.role != Role.OWNER or place.is_limited:
        demand_another_owner(membership)
    before = Place(membership.role, tuple(membership.extra_permissions), membership.is_limited)
    membership.role, membership.is_limited = place.role, place.is_limited
    membership.extra_permissions = list(place.extra_permissions)
    membership.save(update_fields=["role", "extra_permissions", "is_limited"])
    _limits().set(membership, place.event_ids if place.is_limited else ())
    revoke_beyond_rights(membership.user, [membership.tenant], by=by.user, now=now)
    _log(by, "member.changed", membership, now, {"before": before.in_words(), "after": place.in_words()})
    return membership


@transaction.atomic(durable=True)
def disable_member(*, membership_id: UUID, by: Member, now: datetime) -> Membership:
    """Shut a member out, at once; what they did stays theirs. Raises BeyondOwnRights or LastOwner."""
    _authority, membership = _at(by, membership_id)
    demand_another_owner(membership)
    membership.status = MembershipStatus.DISABLED
    membership.save(update_fields=["status"])
    _log(by, "member.disabled", membership, now)
    revoke_beyond_rights(membership.user, [membership.tenant], by=by.user, now=now)
    return membership


@transaction.atomic(durable=True)
def enable_member(*, membership_id: UUID, by: Member, now: datetime) -> Membership:
    """Let a member in again, as they were. Raises BeyondOwnRights, or TooManyMembers if the plan has no room."""
    _authority, membership = _at(by, membership_id)
    if membership.status == MembershipStatus.DISABLED:
        plans.demand_seat(membership.tenant, invitations=True)
        membership.status = MembershipStatus.ACTIVE
        membership.save(update_fields=["status"])
        _log(by, "member.enabled", membership, now)
    return membership


@transaction.atomic(durable=True)
def remove_member(*, membership_id: UUID, by: Member, now: datetime) -> None:
    """Take a member out of the team for good. The person and all that they did stay. As `disable_member` refuses."""
    _authority, membership = _at(by, membership_id)
    demand_another_owner(membership)
    _log(by, "member.removed", membership, now, {"role": membership.role, "user": str(membership.user_id)})
    membership.delete()
    revoke_beyond_rights(membership.user, [membership.tenant], by=by.user, now=now)


@transaction.atomic(durable=True)
def leave(*, member: Member, now: datetime) -> None:
    """Take oneself out of a team. Raises LastOwner, or Http404 for who is not in it."""
    locks.tenant(member.tenant.pk)
    if member.membership_id is None:
        raise Http404("not in the team")
    membership = _of(member.tenant, member.membership_id)
    demand_another_owner(membership)
    _log(member, "member.left", membership, now, {"role": membership.role, "user": str(membership.user_id)})
    membership.delete()
    revoke_beyond_rights(membership.user, [membership.tenant], by=member.user, now=now)


def _at(by: Member, membership_id: UUID) -> tuple[Authority, Membership]:
    """The team locked, and a member whom the acting one may touch."""
    locks.tenant(by.tenant.pk)
    authority = authority_of(by)
    membership = _of(by.tenant, membership_id)
    authority.demand(membership.role, membership.extra_permissions)
    return authority, membership


def _of(tenant: Tenant, membership_id: UUID) -> Membership:
    found = Membership.objects.select_related("tenant", "user").filter(tenant=tenant, pk=membership_id).first()
    if found is None:
        raise Http404("no such member")
    return found


def _limits() -> hooks.EventLimits:
    (limits,) = hooks.event_limits
    return limits


def _log(by: Member, action: str, membership: Membership, now: datetime, about: dict[str, Any] | None = None) -> None:
    log_activity(tenant=by.tenant, actor=by.user, action=action, target=membership, metadata=about or {}, now=now)
