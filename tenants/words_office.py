"""Roles and permissions in the words of the team's pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.permissions import Role

ROLES: dict[str, str | Promise] = {
    Role.OWNER: _("Does everything, also plan, payouts and other owners."),
    Role.ADMIN: _("Does everything but plan, payouts and owners: settings, branding and team too."),
    Role.MANAGER: _("Makes events and sells them: orders, refunds, door, exports and reports."),
    Role.SUPPORT: _("Helps buyers: finds orders, sends tickets again, corrects names; and works at the door."),
    Role.STAFF: _("Works at the door: scans tickets and looks guests up."),
    Role.ANALYST: _("Looks at events, orders and reports, and changes nothing."),
}

PERMISSIONS: dict[str, str | Promise] = {
    "events.change": _("Create and change events"),
    "slots.change": _("Change slots of visits"),
    "orders.read": _("See orders"),
    "orders.change": _("Change and cancel orders"),
    "orders.refund": _("Refund money"),
    "orders.export": _("Export orders and attendees"),
    "payments.record": _("Record payments by hand"),
    "attendees.change": _("Correct attendees"),
    "reports.read": _("See reports"),
    "checkin.undo": _("Take admissions back"),
    "checkin.force": _("Admit despite a refusal"),
    "checkin.manage": _("Set up gates and scanners"),
    "settings.change": _("Change profile and settings"),
    "branding.change": _("Change logo, colours and font"),
    "team.change": _("Invite and change members"),
    "api_keys.change": _("Make API keys"),
    "billing.change": _("See and change the plan"),
    "payouts.read": _("See payouts"),
}
