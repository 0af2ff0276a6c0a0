"""The cart cookie: the one thing that ties a visitor to the places that are held for them.

Signed, host-only, not for scripts, and sent only to its event's own pages. The database knows the token's hash alone.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from events.models import Event

CART_COOKIE = "foyer_cart"
# Longer than any hold with all its extensions, so that a lapsed cart can still say what was in it.
CART_COOKIE_SECONDS = 24 * 60 * 60

_SALT = "foyer.cart"


def read_cart_token(request: HttpRequest) -> str:
    """The token of the visitor's cart; empty where there is none or it is not ours."""
    try:
        return request.get_signed_cookie(CART_COOKIE, default="", salt=_SALT, max_age=CART_COOKIE_SECONDS) or ""
    except signing.BadSignature:
        return ""


def set_cart_token(response: HttpResponse, event: Event, token: str) -> None:
    """Hand the visitor the token of their cart."""
    response.set_signed_cookie(
        CART_COOKIE,
        token,
        salt=_SALT,
        max_age=CART_COOKIE_SECONDS,
        path=cart_path(event),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_cart(response: HttpResponse, event: Event) -> None:
    """Take the cookie back."""
    response.delete_cookie(CART_COOKIE, path=cart_path(event), samesite="Lax")


def cart_path(event: Event) -> str:
    """Where the cookie is sent: the event's page and everything below it."""
    return reverse("orders:event", kwargs={"tenant": event.tenant.slug, "event": event.slug})
