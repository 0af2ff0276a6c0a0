"""How callers of the API say who they are: by a tenant's key, by an access token, or by their browser's session."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from tenants.authentication import ApiKeyAuthentication, TokenAuthentication

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema


class SessionOrNobody(SessionAuthentication):
    """The session's user; whoever changes something with it shows the CSRF token. Nobody signed in is told so: 401."""

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for: without this it would be a 403, as if somebody else might."""
        return 'Session realm="api"'


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes sessions."""

    target_class = SessionOrNobody
    name = "session"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, Any]:
        """The cookie; what changes something also needs the token."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Sign in at /accounts/login/. Send the cookie `csrftoken` as the header `X-CSRFToken` too.",
        }


SIGNED_IN_BY: tuple[type[BaseAuthentication], ...] = (
    ApiKeyAuthentication,
    TokenAuthentication,
    SessionOrNobody,
)
