"""What the log and notifications add to the organizer's console."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tenants import console
from tenants.console import Entry, Named
from tenants.models import Membership, Tenant

ENTRIES = [
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
