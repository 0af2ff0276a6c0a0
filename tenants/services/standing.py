"""Who may sign in at all, and who runs the platform: decided by platform admins."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tenants import locks, sessions
from tenants.errors import LastPlatformAdmin
from tenants.errors_office import OnlyOwner, PersonChanged
from tenants.inviting import revoke_beyond_rights
from tenants.models import DELETED, User
from tenants.services.accounts import tenants_left_alone
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def close_account(*, user: User, by: User, now: datetime) -> User:
    """Let a person sign in nowhere any more, at once. What they have and did stays, and can be opened again.

    Invitations that they sent are revoked. Raises LastPlatformAdmin, OnlyOwner, or PersonChanged.
    """
    _demand_another_admin(user)
    relying = locks.tenants_relying_on(user)
    if names := tenants_left_alone(user):
        raise OnlyOwner(person=str(user), names=", ".join(names))
    _change(user, now, expected=Q(is_active=True), is_active=False)
    sessions.end_all(user=user, by=by, now=now)
    revoke_beyond_rights(user, relying, by=by, now=now)
    log_activity(tenant=None, actor=by, action="user.closed", target=user, now=now)
    return user


@transaction.atomic(durable=True)
def open_account(*, user: User, by: User, now: datetime) -> User:
    """Let a person sign in again. Raises PersonChanged."""
    expected = Q(is_active=False) & ~Q(email__endswith=f"@{DELETED}")
    _change(user, now, expected=expected, is_active=True)
    log_activity(tenant=None, actor=by, action="user.opened", target=user, now=now)
    return user


@transaction.atomic(durable=True)
def appoint_platform_admin(*, user: User, by: User, now: datetime) -> User:
    """Let a person run the platform. Raises PersonChanged."""
    expected = Q(is_platform_admin=False, is_active=True)
    _change(user, now, expected=expected, is_platform_admin=True, is_superuser=True)
    log_activity(tenant=None, actor=by, action="user.made_platform_admin", target=user, now=now)
    return user


@transaction.atomic(durable=True)
def dismiss_platform_admin(*, user: User, by: User, now: datetime) -> User:
    """Let a person run the platform no longer. Raises LastPlatformAdmin, or PersonChanged."""
    _demand_another_admin(user)
    relying = locks.tenants_relying_on(user)
    _change(user, now, expected=Q(is_platform_admin=True), is_platform_admin=False, is_superuser=False)
    revoke_beyond_rights(user, relying, by=by, now=now)
    log_activity(tenant=None, actor=by, action="user.dismissed_as_platform_admin", target=user, now=now)
    return user


def _demand_another_admin(user: User) -> None:
    if locks.platform_admins() == [user]:
        raise LastPlatformAdmin()


def _change(user: User, now: datetime, *, expected: Q, **change: bool) -> None:
    """Switch something of a person, by an update that names what it expects."""
    if not User.objects.filter(expected, pk=user.pk).update(**change, updated_at=now):
        raise PersonChanged(person=str(user))
    vars(user).update(change)
