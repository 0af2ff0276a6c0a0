"""Roles, and the named permissions of each. A view or endpoint declares the one it needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A member's part in a tenant's work."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Administrator")
    MANAGER = "manager", _("Manager")
    SUPPORT = "support", _("Support")
    STAFF = "staff", _("Staff")
    ANALYST = "analyst", _("Analyst")


DOOR = frozenset({"checkin.scan", "checkin.lookup", "incidents.write", "events.read"})
SUPPORT = DOOR | {"orders.read", "orders.lookup", "orders.resend", "attendees.change"}
ANALYST = frozenset({"events.read", "orders.lookup", "orders.read", "reports.read"})
MANAGER = (
    SUPPORT
    | ANALYST
    | {
        "events.change",
        "slots.change",
        "orders.change",
        "orders.refund",
        "orders.export",
        "payments.record",
        "checkin.undo",
        "checkin.force",
        "checkin.manage",
    }
)
ADMIN = MANAGER | {"branding.change", "team.change", "domains.change", "plugins.change", "api_keys.change"}
OWNER = ADMIN | {"billing.change", "payouts.read", "tenant.delete"}

_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.OWNER: OWNER,
    Role.ADMIN: ADMIN,
    Role.MANAGER: MANAGER,
    Role.SUPPORT: SUPPORT,
    Role.STAFF: DOOR | {"orders.lookup"},
    Role.ANALYST: ANALYST,
}


def permissions_of(role: str) -> frozenset[str]:
    """What the role may do; nothing for a word that is no role."""
    return _PERMISSIONS.get(role, frozenset())
