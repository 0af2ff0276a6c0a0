"""Every write about people and organizations. Each is one transaction of its own."""

from tenants.services.invitations import (
    accept_as_new_person,
    accept_invitation,
    invite_member,
    resend_invitation,
    revoke_invitation,
)
from tenants.services.members import add_member, change_member, disable_member, enable_member, leave, remove_member
from tenants.services.organizations import approve_tenant, create_tenant, reactivate_tenant, suspend_tenant
from tenants.services.outbox import send_mail_again
from tenants.services.own_affairs import change_branding, change_organization, change_settings
from tenants.services.people import change_profile, create_login
from tenants.services.places import Place

__all__ = [
    "Place",
    "accept_as_new_person",
    "accept_invitation",
    "add_member",
    "approve_tenant",
    "change_branding",
    "change_member",
    "change_organization",
    "change_profile",
    "change_settings",
    "create_login",
    "create_tenant",
    "disable_member",
    "enable_member",
    "invite_member",
    "leave",
    "reactivate_tenant",
    "remove_member",
    "resend_invitation",
    "revoke_invitation",
    "send_mail_again",
    "suspend_tenant",
]
