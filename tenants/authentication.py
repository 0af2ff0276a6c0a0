"""How programs say to the API who they are: `Authorization: Bearer …` with a tenant's key or a person's access token.

A header that is there decides: what it holds opens something, or the answer is 401, whatever cookies come with it.
"""

from typing import TYPE_CHECKING, Any

from allauth.headless.tokens.strategies.jwt import internal as tokens
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tenants import sessions, steps
from tenants.models import ApiKey, User
from tenants.services import api_keys
from ticketing.core.throttles import client_address

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema

BEARER = "bearer"


def bearer(request: Request) -> str:
    """What the header holds; empty without one of this kind."""
    kind, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if kind.lower() == BEARER else ""


def is_access_token(text: str) -> bool:
    """Whether this has the shape of an access token, whatever it opens."""
    return text.count(".") == 2


class ProgramView(APIView):
    """An endpoint that programs use as well: what they do with a key is written down with it."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Answer the request."""
        with steps.with_its_own_key():
            return super().dispatch(request, *args, **kwargs)


class _Bearer(BaseAuthentication):
    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="api"'


class ApiKeyAuthentication(_Bearer):
    """A tenant's key. Nobody is signed in then: `tenants.access.member` gives the tenant's member with its scopes."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiKey] | None:
        """The key; None where something else was sent. Raises AuthenticationFailed, and TooManyRequests."""
        text = bearer(request)
        if not text.startswith("fk_"):
            return None
        key = api_keys.find(text, address=client_address(request._request), now=timezone.now())
        if key is None:
            raise AuthenticationFailed(_("This API key is unknown, expired or revoked."))
        # As DRF does it with the user, for code that knows plain requests only.
        request._request.api_key = key
        steps.note_api_key(key.prefix)
        return AnonymousUser(), key


class TokenAuthentication(_Bearer):
    """A person's access token, good while the session lasts in which it was made."""

    def authenticate(self, request: Request) -> tuple[User, dict[str, Any]] | None:
        """Whose token it is; None where something else was sent. Raises AuthenticationFailed."""
        text = bearer(request)
        if not text or text.startswith("fk_"):
            return None
        return person(request, text)


def person(request: Request, text: str) -> tuple[User, dict[str, Any]]:
    """Whose access token this is, and what it says. Raises AuthenticationFailed."""
    claims = tokens.decode_token(text, "access")
    session = tokens.get_token_session(claims) if claims else None
    user = tokens.validate_token_user(claims, session) if claims and session else None
    if claims is None or session is None or not isinstance(user, User):
        raise AuthenticationFailed(_("This access token is unknown, or its time is over."))
    request._request.api_session = session
    sessions.note_program_seen(request._request, str(session.session_key), now=timezone.now())
    return user, claims


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes keys."""

    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, Any]:
        """A bearer token."""
        description = "A tenant's key, `fk_…`, made in the console. It acts for that tenant, as far as its scopes go."
        return {"type": "http", "scheme": "bearer", "description": description}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes access tokens."""

    target_class = TokenAuthentication
    name = "accessToken"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, Any]:
        """A bearer token."""
        description = "A person's access token, from `POST /api/v1/tokens`. It acts as that person."
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": description}
