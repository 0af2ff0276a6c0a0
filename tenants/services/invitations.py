"""Invitations into a team: sent, sent again, revoked, accepted."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import Http404

from tenants import hooks, locks, plans
from tenants.access import Member
from tenants.errors_office import AccountExists, AlreadyInvited, AlreadyMember, InvitationOver, OtherAddress
from tenants.models import Invitation, Membership, User
from tenants.services.places import Place
from tenants.steps import log_activity, queue_mail
from tenants.team_rules import authority_of
from tenants.telling import tell_of_new_member
from ticketing.core.ids import uuid7
from ticketing.core.tokens import hash_token
from ticketing.core.violations import refusing

GOOD_FOR = timedelta(days=14)


@transaction.atomic(durable=True)
def invite_member(*, email: str, place: Place, by: Member, now: datetime) -> Invitation:
    """Ask somebody into the team, by mail. One that is too old gives way to the new one.

    Raises BeyondOwnRights, AlreadyMember, AlreadyInvited, or TooManyMembers if the plan has no room.
    """
    tenant = locks.tenant(by.tenant.pk)
    authority_of(by).demand(place.role, place.extra_permissions)
    address = email.strip().lower()
    if Membership.objects.filter(tenant=tenant, user__email=address).exists():
        raise AlreadyMember(email=address)
    pending = Invitation.objects.filter(tenant=tenant, email=address).pending()
    if pending.open(now).exists():
        raise AlreadyInvited(email=address)
    plans.demand_seat(tenant, invitations=True)
    pending.update(revoked_at=now)
    invitation = Invitation(
        pk=uuid7(),
        tenant=tenant,
        email=address,
        role=place.role,
        extra_permissions=list(place.extra_permissions),
        is_limited=place.is_limited,
        event_ids=list(place.event_ids) if place.is_limited else [],
        invited_by=by.user,
        created_at=now,
    )
    _send(invitation, now)
    invitation.save(force_insert=True)
    about = {"email": address, "role": place.role}
    log_activity(tenant=tenant, actor=by.user, action="member.invited", target=invitation, metadata=about, now=now)
    return invitation


@transaction.atomic(durable=True)
def resend_invitation(*, invitation_id: UUID, by: Member, now: datetime) -> Invitation:
    """Send an invitation once more, good for another while; the link in the earlier mail is void.

    Raises BeyondOwnRights, InvitationOver if it was accepted or revoked, or TooManyMembers if an old one has lost its
    seat to somebody else.
    """
    tenant = locks.tenant(by.tenant.pk)
    invitation = _of(by, invitation_id)
    if invitation.is_accepted or invitation.is_revoked:
        raise InvitationOver()
    if not invitation.is_open(now):
        plans.demand_seat(tenant, invitations=True)
    _send(invitation, now)
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    log_activity(tenant=tenant, actor=by.user, action="member.invited_again", target=invitation, now=now)
    return invitation


@transaction.atomic(durable=True)
def revoke_invitation(*, invitation_id: UUID, by: Member, now: datetime) -> Invitation:
    """Take an invitation back: its link says so. Raises BeyondOwnRights, or InvitationOver if it was accepted."""
    locks.tenant(by.tenant.pk)
    invitation = _of(by, invitation_id)
    if invitation.is_accepted:
        raise InvitationOver()
    if not invitation.is_revoked:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        log_activity(tenant=by.tenant, actor=by.user, action="invitation.revoked", target=invitation, now=now)
    return invitation


@transaction.atomic(durable=True)
def accept_invitation(*, token: str, user: User, now: datetime) -> Membership:
    """Join the team that the link is for. Raises InvitationOver, OtherAddress, TooManyMembers, or Http404."""
    invitation = _opened(token, now)
    if user.email != invitation.email:
        raise OtherAddress(email=invitation.email)
    return _join(invitation, user, now)


@transaction.atomic(durable=True)
def accept_as_new_person(*, token: str, full_name: str, password: str, locale: str, now: datetime) -> Membership:
    """Make an account for who has the link, and join. The address counts as verified: the link came there.

    Raises AccountExists where there is one already, and as `accept_invitation` does.
    """
    invitation = _opened(token, now)
    if User.objects.filter(email=invitation.email).exists():
        raise AccountExists()
    with refusing(tenants_user_email_key=AccountExists):
        user = User.objects.create_user(invitation.email, password, full_name=full_name, locale=locale, created_at=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    log_activity(tenant=None, actor=user, action="user.created", target=user, now=now)
    return _join(invitation, user, now)


def _send(invitation: Invitation, now: datetime) -> None:
    invitation.sent_at, invitation.expires_at = now, now + GOOD_FOR
    invitation.token_hash = hash_token(invitation.token)
    queue_mail(
        tenant=invitation.tenant_id,
        template="team_invitation",
        recipient=invitation.email,
        dedupe_key=f"team_invitation:{invitation.pk}:{now.isoformat()}",
        target=invitation,
        context={"invitation": str(invitation.pk), "sent_at": now.isoformat()},
        now=now,
    )


def _of(by: Member, invitation_id: UUID) -> Invitation:
    """An invitation of the locked team that the acting member might have sent."""
    authority = authority_of(by)
    found = Invitation.objects.filter(tenant=by.tenant, pk=invitation_id).first()
    if found is None:
        raise Http404("no such invitation")
    authority.demand(found.role, found.extra_permissions)
    return found


def _opened(token: str, now: datetime) -> Invitation:
    """The invitation that a link opens, its team locked."""
    found = Invitation.objects.filter(token_hash=hash_token(token)).first()
    if found is None:
        raise Http404("no such invitation")
    tenant = locks.tenant(found.tenant_id)
    invitation = Invitation.objects.filter(pk=found.pk, token_hash=found.token_hash).first()
    if invitation is None or not invitation.is_open(now):
        raise InvitationOver()
    invitation.tenant = tenant
    return invitation


def _join(invitation: Invitation, user: User, now: datetime) -> Membership:
    """The place that was offered; who got one meanwhile keeps that."""
    tenant = invitation.tenant
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    there = Membership.objects.filter(tenant=tenant, user=user).first()
    if there is not None:
        return there
    plans.demand_seat(tenant, invitations=False)
    membership = Membership.objects.create(
        tenant=tenant,
        user=user,
        role=invitation.role,
        extra_permissions=invitation.extra_permissions,
        is_limited=invitation.is_limited,
        invited_at=invitation.created_at,
        last_login_at=now,
        created_at=now,
    )
    (limits,) = hooks.event_limits
    limits.set(membership, invitation.event_ids)
    about = {"role": invitation.role, "invitation": str(invitation.pk)}
    log_activity(tenant=tenant, actor=user, action="member.joined", target=membership, metadata=about, now=now)
    tell_of_new_member(membership, by=user, now=now)
    return membership
