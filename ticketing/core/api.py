"""How the API reads, and how it says no: one shape for every error, `{"error": {"code", "message", "fields"}}`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.views import set_rollback

from ticketing.core.errors import DomainError, TooManyRequests


class BodyParser(JSONParser):
    """JSON. What is nested thousands of levels deep is as unreadable as what is no JSON."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The body's values. Raises ParseError."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as too_deep:
            raise exceptions.ParseError() from too_deep


def error_body(code: str, message: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """The body of every refusal of the API."""
    return {"error": {"code": code, "message": message, "fields": fields or {}}}


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: domain refusals and DRF's own errors in one shape; anything else is a bug and passes."""
    if isinstance(error, DomainError):
        return _answer_domain_error(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.ValidationError):
        fields = error.detail if isinstance(error.detail, dict) else {"": error.detail}
        body = error_body("invalid", str(exceptions.ValidationError.default_detail), fields)
        return Response(body, status=error.status_code, headers=headers)
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else "invalid"
    return Response(error_body(code, str(error.detail)), status=error.status_code, headers=headers)


def _answer_domain_error(error: DomainError) -> Response:
    headers = {}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.facts["retry_after"])
    fields = {error.field: [str(error)]} if error.field else {}
    return Response(error_body(error.code, str(error), fields), status=error.status, headers=headers)
