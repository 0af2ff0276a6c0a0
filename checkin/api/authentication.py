"""Device tokens: a scanner's key to one gate."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from checkin import access
from checkin.values import Door
from tenants.authentication import is_access_token
from tenants.services import api_keys

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema


class DeviceAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>` (or `Device <token>`): `request.auth` is the device's Door."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Door] | None:
        """The device's door; None without such a header, or where it holds a tenant's key or a person's token.

        Raises AuthenticationFailed if the token opens nothing.
        """
        kind, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() not in ("bearer", "device") or api_keys.is_key(token.strip()) or is_access_token(token):
            return None
        door = access.door_of_device(token.strip())
        if door is None:
            raise exceptions.AuthenticationFailed(_("This device token is unknown or has been revoked."))
        return AnonymousUser(), door

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="gates"'


class DeviceScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes device tokens."""

    target_class = DeviceAuthentication
    name = "deviceToken"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, Any]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "A device's token, issued on its gate's page."}
