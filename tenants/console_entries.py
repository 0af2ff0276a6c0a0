"""What the organization itself adds to its console: pages, and names for its people."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tenants import console
from tenants.console import Entry, Named, Naming
from tenants.models import Membership, Tenant

ORGANIZATION = [
    Entry("profile", _("Profile"), "building-2", "organization:profile", "settings.change", 10),
    Entry("settings", _("Settings"), "settings", "organization:settings", "settings.change", 30),
    Entry("team", _("Team"), "user-plus", "organization:team", "team.change", 40),
    Entry("api_keys", _("API keys"), "key-round", "api_keys:keys", "api_keys.change", 50),
    Entry("activity", _("Activity"), "history", "notices_office:activity", "team.change", 60),
    Entry("notifications", _("Notifications"), "bell", "notices_office:notices", "events.read", 70),
]


def members(tenant: Tenant, keys: Collection[UUID]) -> Mapping[UUID, Named]:
    """Members of the team, by their people's names."""
    url = console.address("organization:team", tenant=tenant.slug)
    rows = Membership.objects.filter(tenant=tenant, pk__in=keys).select_related("user")
    return {row.pk: Named(str(row.user), url) for row in rows}


def tenants(tenant: Tenant, keys: Collection[UUID]) -> Mapping[UUID, Named]:
    """The organization itself."""
    return {tenant.pk: Named(tenant.name, console.address("organization:profile", tenant=tenant.slug))}


NAMING: dict[str, Naming] = {"membership": members, "tenant": tenants}
