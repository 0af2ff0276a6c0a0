"""Roles, and the named permissions of each. A view or endpoint declares the one it needs."""

from collections.abc import Iterable

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
ADMIN = MANAGER | {
    "settings.change",
    "branding.change",
    "team.change",
    "domains.change",
    "plugins.change",
    "api_keys.change",
}
OWNER = ADMIN | {"billing.change", "payouts.read", "tenant.delete"}
# About the organization as a whole: nothing for members who are limited to certain events.
OF_THE_WHOLE = OWNER - MANAGER

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


def effective(role: str, extra: Iterable[str], *, is_limited: bool) -> frozenset[str]:
    """What a member may do: the role's part and what was added, but nothing about the whole if limited to events."""
    given = permissions_of(role) | frozenset(extra)
    return given - OF_THE_WHOLE if is_limited else given
