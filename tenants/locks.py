"""The one lock of an organization: whoever changes its team, its address or what its plan counts comes one by one.

It is taken before every other lock (docs/architecture.md). It leaves foreign keys alone: sales go on meanwhile.
"""

from uuid import UUID

from tenants.models import Tenant


def tenant(pk: UUID) -> Tenant:
    """One organization, as it is now."""
    return Tenant.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
