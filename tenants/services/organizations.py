"""Organizations from their beginning: made, approved, suspended, reactivated."""

from datetime import datetime

from django.db import transaction

from tenants import addresses
from tenants.errors import TenantChanged
from tenants.models import Membership, PlatformSettings, Role, Tenant, TenantSettings, TenantStatus, User
from tenants.steps import log_activity
from tenants.telling import tell_owners, tell_platform


@transaction.atomic(durable=True)
def create_tenant(
    *,
    name: str,
    slug: str,
    email: str,
    by: User | None,
    now: datetime,
    settings: dict[str, object] | None = None,
    **fields: object,
) -> Tenant:
    """An organizer's account with its settings: active at once where the platform approves by itself, else pending.

    Service fees that `settings` leaves open are the platform's. Where it has to be approved, the platform is told.
    Raises TenantSlugTaken.
    """
    addresses.demand_free(slug)
    platform = PlatformSettings.objects.first() or PlatformSettings()
    status = TenantStatus.ACTIVE if platform.approves_automatically else TenantStatus.PENDING
    with addresses.claiming(slug):
        tenant = Tenant.objects.create(name=name, slug=slug, email=email, status=status, created_at=now, **fields)
    fees = {
        "service_fee_percentage": platform.service_fee_percentage,
        "service_fee_fixed_cents": platform.service_fee_fixed_cents,
    }
    TenantSettings.objects.create(tenant=tenant, created_at=now, **fees | (settings or {}))
    if by is not None:
        Membership.objects.create(tenant=tenant, user=by, role=Role.OWNER, created_at=now)
        if tenant.is_pending:
            tell_platform(tenant, now)
    log_activity(tenant=tenant, actor=by, action="tenant.created", target=tenant, now=now)
    return tenant


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


def _move(
    tenant: Tenant, before: TenantStatus, after: TenantStatus, action: str, by: User | None, now: datetime
) -> Tenant:
    """One step of a tenant's status, by an update that names the status it expects."""
    if not Tenant.objects.filter(pk=tenant.pk, status=before).update(status=after, updated_at=now):
        tenant.refresh_from_db()
        raise TenantChanged(tenant=tenant.name, status=tenant.get_status_display())
    tenant.refresh_from_db()
    tell_owners(tenant, action.rpartition(".")[2], now)
    log_activity(tenant=tenant, actor=by, action=action, target=tenant, now=now)
    return tenant
