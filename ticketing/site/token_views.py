"""`/api/v1/tokens`: how a program signs in as a person. django-allauth makes the tokens; the shapes are our API's.

An access token lasts minutes, and is good only while its session lasts, which stands in the person's list of sessions
and ends there at once. A refresh token works once: with the new access token comes the next one.
"""

import json
from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account.views import LoginView
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.inputs import Input
from allauth.headless.mfa.views import AuthenticateView
from allauth.headless.tokens.views import RefreshTokenView
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tenants import sessions
from tenants.authentication import TokenAuthentication
from tenants.models import User
from ticketing.core.api import error_body
from ticketing.core.throttles import AddressThrottle
from ticketing.site.accounts import TRIES_SECONDS
from ticketing.site.two_factor_forms import TOO_OFTEN, AuthenticateForm


class TokenThrottle(AddressThrottle):
    """Signing in from one address."""

    scope, limit, window_seconds = "tokens", 60, 60


class TokenRequest(serializers.Serializer[Any]):
    """Who signs in."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class SecondStepRequest(serializers.Serializer[Any]):
    """The second step."""

    code = serializers.CharField(max_length=40, help_text="Of the authenticator app, or a recovery code.")


class RefreshRequest(serializers.Serializer[Any]):
    """What was given with the last access token."""

    refresh_token = serializers.CharField(max_length=2000)


class TokenAnswer(serializers.Serializer[Any]):
    """Tokens. Send the access token as `Authorization: Bearer …`."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField(help_text="Works once.")
    token_type = serializers.CharField(help_text="Always `Bearer`.")
    expires_in = serializers.IntegerField(help_text="Seconds that the access token lasts.")


class TokenError(serializers.Serializer[Any]):
    """The body of every refusal."""

    error = serializers.DictField()


_REFUSALS = {
    400: OpenApiResponse(TokenError, "The request could not be understood; `fields` says what of it."),
    415: OpenApiResponse(TokenError, "The body is not JSON."),
    429: OpenApiResponse(TokenError, "Too often; `Retry-After` says when again."),
}
SESSION_TOKEN = OpenApiParameter(
    "X-Session-Token", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description="From the first step."
)

# What django-allauth says about a sign-in that goes on elsewhere, or not at all: our code, and words.
_PENDING: dict[str, tuple[str, str | Promise]] = {
    "mfa_authenticate": ("second_step_needed", _("This account signs in with two steps. Please send a code as well.")),
    "verify_email": ("email_unverified", _("Please confirm the e-mail address in a browser first.")),
}
_NOT_SIGNED_IN = ("sign_in_refused", _("This account cannot be used to sign in."))
_NOTHING_WAITS = ("no_sign_in_waits", _("No sign-in waits for a code. Please begin with e-mail address and password."))
_USED_UP = ("refresh_token_refused", _("This refresh token was used, or its session has ended. Please sign in again."))


class _TokenView(APIView):
    otherwise = _NOT_SIGNED_IN
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (TokenThrottle,)

    def ask(self, request: Request, shape: type[serializers.Serializer[Any]], view: Any) -> Response:
        """Check the body's shape and have django-allauth answer. Raises ValidationError."""
        plain = request._request
        # Read here, both it and DRF can look at it.
        assert plain.body is not None
        shape(data=request.data).is_valid(raise_exception=True)
        status, said = _asked(view, plain)
        if status == 200:
            return _tokens(said)
        return _refusal(status, said, self.otherwise)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Nothing here is for caches."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class Tokens(_TokenView):
    """Signing in."""

    @extend_schema(
        operation_id="tokens_create",
        tags=["tokens"],
        summary="Sign in as a person, with e-mail address and password",
        description="Of an account with two steps the answer is 401 with the code `second_step_needed`; its `details` "
        "hold a `session_token` for the second step.",
        request=TokenRequest,
        responses={200: TokenAnswer, 401: OpenApiResponse(TokenError, "They do not belong together."), **_REFUSALS},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Tokens, or why not."""
        return self.ask(request, TokenRequest, _sign_in)


class SecondStep(_TokenView):
    """Signing in, continued."""

    otherwise = _NOTHING_WAITS

    @extend_schema(
        operation_id="tokens_second_step",
        tags=["tokens"],
        summary="Sign in, second step: a code of the authenticator app, or a recovery code",
        parameters=[SESSION_TOKEN],
        request=SecondStepRequest,
        responses={200: TokenAnswer, 401: OpenApiResponse(TokenError, "No sign-in waits for a code."), **_REFUSALS},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Tokens, or why not."""
        return self.ask(request, SecondStepRequest, _second_step)


class Refresh(_TokenView):
    """The next access token."""

    otherwise = _USED_UP

    @extend_schema(
        operation_id="tokens_refresh",
        tags=["tokens"],
        summary="Get the next access token, and the next refresh token: the one that was sent is used up",
        request=RefreshRequest,
        responses={200: TokenAnswer, 401: OpenApiResponse(TokenError, "Used up, or the session ended."), **_REFUSALS},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Tokens, or why not."""
        return self.ask(request, RefreshRequest, _refresh)


class Current(APIView):
    """The session of the token that is sent."""

    authentication_classes = (TokenAuthentication,)

    @extend_schema(
        operation_id="tokens_delete",
        tags=["tokens"],
        summary="Sign out: the access token and its refresh token are worthless at once",
        responses={204: None, 401: OpenApiResponse(TokenError, "The token is missing, or its time is over.")},
    )
    def delete(self, request: Request) -> Response:
        """End the session."""
        assert isinstance(request.user, User)
        key = request._request.api_session.session_key
        sessions.end_program(user=request.user, session_key=key, now=timezone.now())
        return Response(status=204)


class SecondStepInput(AuthenticateForm, Input):
    """Our form: tries are counted, and a code lets in once."""


class _SecondStepView(AuthenticateView):
    input_class = SecondStepInput


_sign_in = LoginView.as_api_view(client=Client.APP)
_second_step = _SecondStepView.as_api_view(client=Client.APP)
_refresh = RefreshTokenView.as_api_view(client=Client.APP)


def _asked(view: Callable[[HttpRequest], HttpResponseBase], request: HttpRequest) -> tuple[int, dict[str, Any]]:
    try:
        response: Any = view(request)
    except ImmediateHttpResponse as immediate:
        response = immediate.response
    return response.status_code, json.loads(response.content or b"{}")


def _tokens(said: dict[str, Any]) -> Response:
    values = said.get("data", {}) | said.get("meta", {})
    return Response(
        {
            "access_token": values["access_token"],
            "refresh_token": values["refresh_token"],
            "token_type": "Bearer",
            "expires_in": settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN,
        }
    )


def _refusal(status: int, said: dict[str, Any], otherwise: tuple[str, str | Promise]) -> Response:
    """What django-allauth said, in the shape of our refusals."""
    errors = said.get("errors", [])
    codes = {error["code"] for error in errors}
    if (
        status == 429
        or "too_many_login_attempts" in codes
        or any(error["message"] == str(TOO_OFTEN) for error in errors)
    ):
        headers = {"Retry-After": str(TRIES_SECONDS)}
        return Response(error_body("too_many_requests", str(TOO_OFTEN)), status=429, headers=headers)
    if errors:
        fields = {error.get("param") or "": [error["message"]] for error in errors}
        is_stranger = "email_password_mismatch" in codes
        code = "not_signed_in" if is_stranger else "invalid"
        return Response(error_body(code, errors[0]["message"], fields), status=401 if is_stranger else 400)
    pending = next((flow["id"] for flow in said.get("data", {}).get("flows", []) if flow.get("is_pending")), "")
    code, words = _PENDING.get(pending, otherwise)
    body = error_body(code, str(words))
    if code == "second_step_needed" and (token := said.get("meta", {}).get("session_token")):
        body["error"]["details"] = {"session_token": token}
    return Response(body, status=401)
