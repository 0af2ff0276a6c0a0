"""The organization itself: profile, settings, looks, plan, team."""

from django.utils import timezone

from tenants import services
from tenants.access import Member
from tenants.models import Role
from tenants.permissions import OWNER
from tests import make
from tests.site.addresses import ACCOUNT, TOKEN

TABLE = {
    "organization:new": ACCOUNT,
    "organization:profile": "settings.change",
    "organization:settings": "settings.change",
    "organization:leave": "events.read",
    "organization:team": "team.change",
    "organization:invite": "team.change",
    "organization:resend": "team.change",
    "organization:revoke": "team.change",
    "organization:member": "team.change",
    "organization:disable": "team.change",
    "organization:enable": "team.change",
    "organization:remove": "team.change",
    "invitation": TOKEN,
    "looks_office:branding": "branding.change",
    "looks_office:branding_preview": "branding.change",
    "looks_office:branding_theme": "branding.change",
    "looks_office:plan": "billing.change",
}


def objects(event):
    """A member who is not the acting one, and somebody who is asked into the team."""
    owner = make.member(event.tenant, Role.OWNER)
    by = Member(owner.user, event.tenant, OWNER, membership_id=owner.pk)
    invited = services.invite_member(
        email="new@example.org", place=services.Place(role=Role.STAFF), by=by, now=timezone.now()
    )
    return {"membership": make.member(event.tenant, Role.STAFF).pk, "invitation": invited.pk}
