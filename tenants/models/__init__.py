"""People, organizations and what is logged about them."""

from tenants.models.console_notices import Channel, NoticeKind, NoticeStatus, Notification, NotificationPreference
from tenants.models.logs import ActivityLog, EmailLog, EmailStatus
from tenants.models.members import Membership, MembershipStatus, Role
from tenants.models.people import User
from tenants.models.platform import PlatformSettings
from tenants.models.tenants import FeePayer, Plan, TaxMode, Tenant, TenantSettings, TenantStatus

__all__ = [
    "ActivityLog",
    "Channel",
    "EmailLog",
    "EmailStatus",
    "FeePayer",
    "Membership",
    "MembershipStatus",
    "NoticeKind",
    "NoticeStatus",
    "Notification",
    "NotificationPreference",
    "Plan",
    "PlatformSettings",
    "Role",
    "TaxMode",
    "Tenant",
    "TenantSettings",
    "TenantStatus",
    "User",
]
