"""One's own account: its picture, and deleting it. The person goes, what was bought and done stays.

The user's row is kept, since entries of the log, scans and refunds point at it; it names nobody any more.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q

from tenants import hooks, locks, sessions
from tenants.errors import LastOwner, LastPlatformAdmin
from tenants.hooks import Person
from tenants.inviting import revoke_beyond_rights
from tenants.models import (
    Invitation,
    Membership,
    Notification,
    NotificationPreference,
    PersonalExport,
    Tenant,
    User,
    address_of_nobody,
)
from tenants.steps import log_activity, redact_activity, redact_mails
from ticketing.core.ids import uuid7


def person_of(user: User) -> Person:
    """A user with the addresses that are proven to be theirs."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return Person(user=user, addresses=frozenset(address.lower() for address in proven))


def tenants_left_alone(user: User) -> list[str]:
    """The names of the tenants that would have no owner without this person."""
    return _left_alone(user, list(Membership.objects.owners_with(user)))


@transaction.atomic(durable=True)
def delete_account(*, user: User, now: datetime) -> None:
    """Anonymize a person everywhere, and end everything by which they could sign in. The address is free again.

    Nothing has to be exported first. Raises LastOwner and LastPlatformAdmin.
    """
    relying = _demand_nobody_is_left_alone(user)
    person = person_of(user)
    everywhere = Q(recipient__in={*person.addresses, user.email})
    redact_mails(everywhere, now=now)
    redact_activity(Q(actor=user) | Q(target_id=user.pk))
    _forget_invitations(person, now)
    hooks.anonymize(person, now=now)
    _forget(user, now)
    revoke_beyond_rights(user, relying, by=user, now=now)
    log_activity(tenant=None, actor=user, action="user.deleted", target=user, now=now)


@transaction.atomic(durable=True)
def change_picture(*, user: User, content: bytes | None, now: datetime) -> User:
    """Another picture, written anew as WebP by whoever calls; None takes the present one away."""
    old = user.avatar.name if user.avatar else ""
    user.avatar = storages["default"].save(f"avatars/{uuid7().hex}.webp", ContentFile(content)) if content else ""
    user.save(update_fields=["avatar"])
    log_activity(tenant=None, actor=user, action="user.picture_changed", target=user, now=now)
    hooks.delete_later("default", [old] if old else [])
    return user


def _demand_nobody_is_left_alone(user: User) -> list[Tenant]:
    """The organizations that rely on somebody who goes, locked. Raises LastOwner and LastPlatformAdmin."""
    if user.is_platform_admin and locks.platform_admins() == [user]:
        raise LastPlatformAdmin()
    # Nobody else leaves meanwhile.
    relying = locks.tenants_relying_on(user)
    names = tenants_left_alone(user)
    if names:
        raise LastOwner(names=", ".join(names))
    return relying


def _left_alone(user: User, owners: list[Membership]) -> list[str]:
    kept = {owner.tenant_id for owner in owners if owner.user_id != user.pk and owner.leads}
    return sorted({owner.tenant.name for owner in owners if owner.tenant_id not in kept})


def _forget_invitations(person: Person, now: datetime) -> None:
    """Nobody is invited at these addresses; what was open opens nothing any more."""
    found = list(Invitation.objects.filter(email__in=person.addresses).order_by("pk"))
    redact_activity(Q(target_id__in=[invitation.pk for invitation in found]))
    for invitation in found:
        invitation.email = address_of_nobody(invitation.pk)
        if invitation.accepted_at is None and invitation.revoked_at is None:
            invitation.revoked_at = now
        invitation.save(update_fields=["email", "revoked_at"])


def _forget(user: User, now: datetime) -> None:
    """All that signs in, all that works for somebody, and then the row itself: it comes last, for the foreign keys."""
    sessions.end_all(user=user, by=user, now=now)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    exports = PersonalExport.objects.filter(user=user)
    hooks.delete_later("private", list(exports.exclude(file_name="").values_list("file_name", flat=True)))
    exports.delete()
    Membership.objects.filter(user=user).delete()
    Notification.objects.filter(user=user).delete()
    NotificationPreference.objects.filter(user=user).delete()
    hooks.delete_later("default", [str(user.avatar.name)] if user.avatar else [])
    user.email = address_of_nobody(user.pk)
    user.full_name = user.phone = user.locale = user.time_zone = ""
    user.avatar = ""
    user.is_active = user.is_platform_admin = user.is_superuser = False
    user.last_login = user.last_active_at = None
    user.set_unusable_password()
    user.save()
