"""People, organizations and what is logged about them."""

from tenants.models.console_notices import Channel, NoticeKind, NoticeStatus, Notification, NotificationPreference
from tenants.models.exports import ExportStatus, PersonalExport
from tenants.models.invitations import Invitation
from tenants.models.keys import ApiKey
from tenants.models.logs import ActivityLog, EmailLog, EmailStatus
from tenants.models.members import Membership, MembershipStatus, Role
from tenants.models.people import DELETED, User, address_of_nobody
from tenants.models.platform import PlatformSettings
from tenants.models.tenants import FeePayer, FormerSlug, Plan, TaxMode, Tenant, TenantSettings, TenantStatus

__all__ = [
    "DELETED",
    "ActivityLog",
    "ApiKey",
    "Channel",
    "EmailLog",
    "EmailStatus",
    "ExportStatus",
    "FeePayer",
    "FormerSlug",
    "Invitation",
    "Membership",
    "MembershipStatus",
    "NoticeKind",
    "NoticeStatus",
    "Notification",
    "NotificationPreference",
    "PersonalExport",
    "Plan",
    "PlatformSettings",
    "Role",
    "TaxMode",
    "Tenant",
    "TenantSettings",
    "TenantStatus",
    "User",
    "address_of_nobody",
]
