"""Invitations live no longer than the right of whoever sent them: a step of the writes that take it away."""

from collections.abc import Sequence
from datetime import datetime

from tenants.models import Invitation, Membership, Tenant, User
from tenants.permissions import OWNER
from tenants.steps import log_activity
from tenants.team_rules import TEAM, Authority


def revoke_beyond_rights(inviter: User, tenants: Sequence[Tenant], *, by: User | None, now: datetime) -> int:
    """Revoke a person's invitations into these organizations that they could not send any more; how many.

    For callers who have locked the organizations and written what the person may do from now on.
    """
    sent = Invitation.objects.filter(invited_by=inviter, tenant__in=tenants).pending()
    found = sent.select_related("tenant").order_by("pk")
    ended = [each for each in found if not _may_still_send(inviter, each)]
    for invitation in ended:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        about = {"email": invitation.email, "invited_by": str(inviter.pk)}
        log_activity(
            tenant=invitation.tenant,
            actor=by,
            action="invitation.revoked_with_inviter",
            target=invitation,
            metadata=about,
            now=now,
        )
    return len(ended)


def _may_still_send(inviter: User, invitation: Invitation) -> bool:
    if not inviter.is_active:
        return False
    place = invitation.role, invitation.extra_permissions
    found = Membership.objects.serving().filter(tenant=invitation.tenant_id, user=inviter).first()
    if found is None:
        return inviter.is_platform_admin and Authority(OWNER, is_owner=True).may_give(*place)
    return found.may(TEAM) and Authority(found.permissions, is_owner=found.is_owner).may_give(*place)
