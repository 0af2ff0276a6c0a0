"""Telling an organization's owners, its team and the platform: steps of a write.

The mails are built by `ticketing.site.console_mails`.
"""

from datetime import datetime

from tenants.models import Membership, MembershipStatus, NoticeKind, PlatformSettings, Role, Tenant, User
from tenants.steps import notify, queue_mail


def tell_owners(tenant: Tenant, what: str, now: datetime) -> None:
    """Tell every owner what was decided about their organization: `approved`, `suspended` or `reactivated`."""
    owners = Membership.objects.filter(
        tenant=tenant, role=Role.OWNER, status=MembershipStatus.ACTIVE, user__is_active=True
    )
    for user in User.objects.filter(memberships__in=owners).order_by("pk"):
        queue_mail(
            tenant=tenant,
            template="tenant_decision",
            recipient=user.email,
            dedupe_key=f"tenant_decision:{what}:{tenant.pk}:{user.pk}:{now.isoformat()}",
            target=tenant,
            context={"tenant": str(tenant.pk), "what": what, "locale": user.locale or tenant.settings.locale},
            now=now,
        )


def tell_platform(tenant: Tenant, now: datetime) -> None:
    """Tell the support address, or where there is none every platform admin, that an organization waits."""
    support = PlatformSettings.objects.values_list("support_email", flat=True).first()
    admins = User.objects.filter(is_platform_admin=True, is_active=True).order_by("pk")
    for address in [support] if support else list(admins.values_list("email", flat=True)):
        queue_mail(
            tenant=tenant,
            template="tenant_waiting",
            recipient=address,
            dedupe_key=f"tenant_waiting:{tenant.pk}:{address}",
            target=tenant,
            context={"tenant": str(tenant.pk), "locale": "en"},
            now=now,
        )


def tell_of_new_member(membership: Membership, *, by: User | None, now: datetime) -> None:
    """Tell those who run the team that somebody joined it."""
    notify(
        tenant=membership.tenant_id,
        kind=NoticeKind.NEW_MEMBER,
        target=membership,
        context={},
        dedupe_key=f"new_member:{membership.pk}",
        but=by,
        now=now,
    )
