"""Addresses that tenants and events cannot have, because pages of our own stand there."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Every fixed first part of an address (a test reads them from the urls), and what is kept for later.
RESERVED = frozenset(
    """
    account accounts admin api checkin checkout healthz invitations language manage media metrics new orders readyz
    static styleguide theme visit waiting webhooks sitemap.xml robots.txt favicon.ico service-worker.js .well-known
    """.split()
)


def validate_not_reserved(slug: str) -> None:
    """Refuse an address that would hide one of our own pages."""
    if slug.lower() in RESERVED:
        raise ValidationError(_("The address “%(value)s” is reserved."), params={"value": slug}, code="reserved")
