"""Addresses of organizations: which are free, and what to suggest."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify

from tenants.errors_office import TenantSlugTaken
from tenants.models import FormerSlug, Tenant
from ticketing.core.slugs import RESERVED
from ticketing.core.violations import refusing

LONGEST = 63


def is_free(slug: str, *, for_tenant: Tenant | None = None) -> bool:
    """Whether no page of ours stands there, and no other tenant has or had the address."""
    if slug in RESERVED:
        return False
    # One statement, so that an address that changes hands meanwhile is seen on one side or the other.
    had = FormerSlug.objects.filter(slug=slug, tenant=OuterRef("pk"))
    taken = Tenant.objects.filter(Q(slug=slug) | Exists(had))
    return not (taken.exclude(pk=for_tenant.pk) if for_tenant else taken).exists()


def suggest(name: str) -> str:
    """A free address that is made from a name."""
    stem = (slugify(name) or "organizer")[: LONGEST - 4].strip("-_") or "organizer"
    if is_free(stem):
        return stem
    return next(slug for number in count(2) if is_free(slug := f"{stem}-{number}"))


def demand_free(slug: str, *, for_tenant: Tenant | None = None) -> None:
    """Raise TenantSlugTaken, with another that is free, unless the address can be had."""
    if not is_free(slug, for_tenant=for_tenant):
        raise TenantSlugTaken(slug=slug, free=suggest(slug))


@contextmanager
def claiming(slug: str) -> Iterator[None]:
    """Around the write of an address that `demand_free` let pass: TenantSlugTaken where somebody else was first."""

    def taken() -> TenantSlugTaken:
        return TenantSlugTaken(slug=slug, free=suggest(slug))

    with refusing(**dict.fromkeys(_UNIQUE, taken)):
        yield


_UNIQUE = ("tenants_tenant_slug_key", "tenants_formerslug_slug_key")
