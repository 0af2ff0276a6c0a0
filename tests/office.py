"""What the tests of the console's pages share."""

from django.test import Client
from django.urls import reverse

from tenants.access import Member
from tenants.models import Membership, Tenant
from tests import make


def browser_of(membership: Membership) -> Client:
    """A member's browser."""
    client = Client()
    client.force_login(membership.user)
    return client


def browser_as(tenant: Tenant, role: str, **fields: object) -> Client:
    """The browser of a new member, who is its `member`."""
    membership = make.member(tenant, role, **fields)
    client = browser_of(membership)
    vars(client)["member"] = membership
    return client


def acting(membership: Membership) -> Member:
    """The member, as services see who acts."""
    return Member(
        membership.user,
        membership.tenant,
        membership.permissions,
        membership_id=membership.pk,
        is_limited=membership.is_limited,
    )


def address(name: str, of: Membership, /, **parts: object) -> str:
    """A page of the member's organization."""
    return reverse(name, kwargs={"tenant": of.tenant.slug, **parts})


def text(page) -> str:
    """What a page says."""
    return page.content.decode().replace("&#x27;", "’").replace("&quot;", '"')
