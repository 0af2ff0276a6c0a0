"""What an organization says and decides about itself: its profile, its settings, its looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from tenants import addresses, locks, two_factor
from tenants.errors_office import LacksTwoFactor
from tenants.models import FormerSlug, Tenant, TenantSettings, User
from tenants.steps import log_activity
from ticketing.core.ids import uuid7

LOOKS = frozenset({"primary_color", "secondary_color", "font_family", "custom_css"})


@transaction.atomic(durable=True)
def change_organization(*, tenant: Tenant, changes: Mapping[str, Any], by: User, now: datetime) -> Tenant:
    """Change the profile. A new address leaves the old one behind, which leads on and is nobody else's.

    Raises TenantSlugTaken.
    """
    locked = locks.tenant(tenant.pk)
    changed = {name: value for name, value in changes.items() if getattr(locked, name) != value}
    if "slug" in changed:
        addresses.demand_free(changed["slug"], for_tenant=locked)
        FormerSlug.objects.filter(tenant=locked, slug=changed["slug"]).delete()
        FormerSlug.objects.create(tenant=locked, slug=locked.slug, created_at=now)
    if changed:
        vars(locked).update(changed)
        with addresses.claiming(locked.slug):
            locked.save(update_fields=list(changed))
        about = {"fields": sorted(changed)}
        log_activity(tenant=locked, actor=by, action="tenant.changed", target=locked, metadata=about, now=now)
    return locked


@transaction.atomic(durable=True)
def change_settings(*, tenant: Tenant, changes: Mapping[str, Any], by: User, now: datetime) -> TenantSettings:
    """Change how the organization sells. Raises LacksTwoFactor for who asks for two steps and has one."""
    settings = TenantSettings.objects.get(tenant=tenant)
    asks_anew = changes.get("requires_two_factor") and not settings.requires_two_factor
    if asks_anew and not two_factor.has_two_factor(by):
        raise LacksTwoFactor()
    return _write(settings, changes, "tenant.settings_changed", by, now)


@transaction.atomic(durable=True)
def change_branding(
    *, tenant: Tenant, changes: Mapping[str, Any], logo: bytes | None, by: User, now: datetime
) -> TenantSettings:
    """Change colours, font and CSS, and the logo: a WebP, nothing (`b""`) to take it away, or None to leave it.

    An earlier logo's file stays, since mails that were sent show it.
    """
    settings = TenantSettings.objects.get(tenant=tenant)
    if logo:
        settings.logo.save(f"{uuid7().hex}.webp", ContentFile(logo), save=False)
        changes = {**changes, "logo": settings.logo.name}
        settings.logo = ""
    elif logo is not None:
        changes = {**changes, "logo": ""}
    return _write(settings, changes, "tenant.branding_changed", by, now)


def _write(
    settings: TenantSettings, changes: Mapping[str, Any], action: str, by: User, now: datetime
) -> TenantSettings:
    """Only what is another value: two people who change different things do not undo each other's."""
    changed = {name: value for name, value in changes.items() if getattr(settings, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(settings, name, value)
        settings.save(update_fields=list(changed))
        about = {"fields": sorted(changed)}
        log_activity(tenant=settings.tenant_id, actor=by, action=action, target=settings, metadata=about, now=now)
    return settings
