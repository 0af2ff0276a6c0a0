"""Writes about people and organizations. Each service is one transaction of its own."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from tenants.errors import MailNotFailed, TenantChanged, TenantSlugTaken
from tenants.models import (
    EmailLog,
    EmailStatus,
    Membership,
    MembershipStatus,
    PlatformSettings,
    Role,
    Tenant,
    TenantSettings,
    TenantStatus,
    User,
)
from tenants.notices import tell_of_new_member
from tenants.steps import defer_mail, log_activity


@transaction.atomic(durable=True)
def create_tenant(
    *, name: str, slug: str, email: str, by: User | None, now: datetime, settings: dict[str, object] | None = None
) -> Tenant:
    """An organizer's account with its settings: active at once where the platform approves by itself, else pending.

    Service fees that `settings` leaves open are the platform's. Raises TenantSlugTaken.
    """
    if Tenant.objects.filter(slug=slug).exists():
        raise TenantSlugTaken(slug=slug)
    platform = PlatformSettings.objects.first() or PlatformSettings()
    tenant = Tenant.objects.create(
        name=name,
        slug=slug,
        email=email,
        status=TenantStatus.ACTIVE if platform.approves_automatically else TenantStatus.PENDING,
        created_at=now,
    )
    fees = {
        "service_fee_percentage": platform.service_fee_percentage,
        "service_fee_fixed_cents": platform.service_fee_fixed_cents,
    }
    TenantSettings.objects.create(tenant=tenant, created_at=now, **fees | (settings or {}))
    if by is not None:
        Membership.objects.create(tenant=tenant, user=by, role=Role.OWNER, created_at=now)
    log_activity(tenant=tenant, actor=by, action="tenant.created", target=tenant, now=now)
    return tenant


@transaction.atomic(durable=True)
def add_member(*, tenant: Tenant, user: User, role: str, by: User | None, now: datetime) -> Membership:
    """Let a user work for a tenant in a role; who already does gets the role, and is active again."""
    membership, _is_new = Membership.objects.update_or_create(
        tenant=tenant,
        user=user,
        defaults={"role": role, "status": MembershipStatus.ACTIVE},
        create_defaults={"role": role, "created_at": now},
    )
    log_activity(
        tenant=tenant, actor=by, action="member.added", target=membership, metadata={"role": str(role)}, now=now
    )
    tell_of_new_member(membership, by=by, now=now)
    return membership


@transaction.atomic(durable=True)
def create_login(
    *, email: str, password: str, full_name: str, is_platform_admin: bool, by: User | None, now: datetime
) -> User:
    """A user whose address counts as verified. Whoever has it already stays as they are, but may be promoted."""
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, password, full_name=full_name, created_at=now)
        log_activity(tenant=None, actor=by, action="user.created", target=user, now=now)
    if is_platform_admin and not (user.is_platform_admin and user.is_superuser):
        user.is_platform_admin = user.is_superuser = True
        user.save(update_fields=["is_platform_admin", "is_superuser"])
        log_activity(tenant=None, actor=by, action="user.made_platform_admin", target=user, now=now)
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic(durable=True)
def change_profile(*, user: User, full_name: str, phone: str, locale: str, time_zone: str, now: datetime) -> User:
    """What a person says about themselves."""
    user.full_name, user.phone, user.locale, user.time_zone = full_name, phone, locale, time_zone
    user.save(update_fields=["full_name", "phone", "locale", "time_zone"])
    log_activity(tenant=None, actor=user, action="user.changed", target=user, now=now)
    return user


@transaction.atomic(durable=True)
def approve_tenant(*, tenant: Tenant, by: User | None, now: datetime) -> Tenant:
    """Let a pending tenant sell. Raises TenantChanged if it is not pending."""
    return _move(tenant, TenantStatus.PENDING, TenantStatus.ACTIVE, "tenant.approved", by, now)


@transaction.atomic(durable=True)
def suspend_tenant(*, tenant: Tenant, by: User | None, now: datetime) -> Tenant:
    """Take a tenant's events off sale and its members out of the console. What was sold stays good.

    Raises TenantChanged if it is not active.
    """
    return _move(tenant, TenantStatus.ACTIVE, TenantStatus.SUSPENDED, "tenant.suspended", by, now)


@transaction.atomic(durable=True)
def reactivate_tenant(*, tenant: Tenant, by: User | None, now: datetime) -> Tenant:
    """End a suspension. Raises TenantChanged if there is none."""
    return _move(tenant, TenantStatus.SUSPENDED, TenantStatus.ACTIVE, "tenant.reactivated", by, now)


@transaction.atomic(durable=True)
def send_mail_again(*, email_id: UUID, by: User | None, now: datetime) -> None:
    """Queue a mail that failed once more, under its old Message-ID. Raises MailNotFailed."""
    moved = EmailLog.objects.filter(pk=email_id, status=EmailStatus.FAILED).update(
        status=EmailStatus.QUEUED, error="", updated_at=now
    )
    if not moved:
        raise MailNotFailed()
    log = EmailLog.objects.get(pk=email_id)
    log_activity(tenant=log.tenant_id, actor=by, action="mail.sent_again", target=log, now=now)
    defer_mail(log.pk)


def _move(
    tenant: Tenant, before: TenantStatus, after: TenantStatus, action: str, by: User | None, now: datetime
) -> Tenant:
    """One step of a tenant's status, by an update that names the status it expects."""
    if not Tenant.objects.filter(pk=tenant.pk, status=before).update(status=after, updated_at=now):
        tenant.refresh_from_db()
        raise TenantChanged(tenant=tenant.name, status=tenant.get_status_display())
    tenant.refresh_from_db()
    log_activity(tenant=tenant, actor=by, action=action, target=tenant, now=now)
    return tenant
