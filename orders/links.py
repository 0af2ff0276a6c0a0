"""The link by which somebody finds all orders of their e-mail address: mailed to it, good for half an hour."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError

GOOD_FOR_SECONDS = 30 * 60
_SALT = "foyer.my-tickets"


class LinkExpired(DomainError):
    """The link is older than half an hour, or not ours."""

    code, status, text = "link_expired", 410, _("This link has expired. Ask for a new one: it takes a moment.")


def my_tickets_url(email: str) -> str:
    """The absolute address of the list of an address's orders."""
    path = reverse("orders:my_orders", kwargs={"signed": signing.dumps(email, salt=_SALT)})
    return f"{settings.BASE_URL}{path}"


def address_in(signed: str) -> str:
    """The e-mail address that a link opens. Raises LinkExpired."""
    try:
        return str(signing.loads(signed, salt=_SALT, max_age=GOOD_FOR_SECONDS))
    except signing.BadSignature as bad:
        raise LinkExpired() from bad
