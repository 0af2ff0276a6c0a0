"""What all endpoints have in common: how they read, answer and refuse, and how that is described."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.utils.urls import replace_query_param

from reservations.api.access import CODE_HEADER
from reservations.api.authentication import SIGNED_IN_BY
from reservations.api.serializers import VisitError
from tenants.authentication import ProgramView
from ticketing.core.api import answer_refusal
from ticketing.core.errors import DomainError

LARGEST_BODY = 64 * 1024
T = TypeVar("T")

_MEANINGS = {
    400: "The request could not be understood; `fields` says what of it.",
    401: "Nobody is signed in, or the key or token that was sent opens nothing (any more).",
    403: "Whoever is signed in may not do this, or the CSRF token is missing.",
    404: "There is no such thing, or none for this caller.",
    409: "Things stand otherwise: see `code`.",
    413: "The body is larger than 64 kB.",
    415: "The body is not JSON.",
    422: "Understood, but it cannot be so; `fields` says what.",
    429: "Too often; `Retry-After` says when again.",
}
_OF_BODIES = (400, 413, 415)
_OF_KEYS = (401, 429)

SLOT_ID = OpenApiParameter("slot_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
RESERVATION_ID = OpenApiParameter("reservation_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
TICKET_ID = OpenApiParameter("ticket_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The ticket's code.")
TICKET_CODE = OpenApiParameter(
    CODE_HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, description="The full code, of a visitor not signed in."
)


class BodyTooLarge(APIException):
    """Far more than any request here holds."""

    status_code, default_code, default_detail = 413, "too_large", _("This is too much for one request.")


class VisitView(ProgramView):
    """An endpoint of visits. Who may is for `access` to say, in the view's first line."""

    authentication_classes = SIGNED_IN_BY
    permission_classes = ()
    throttle_classes: Sequence[Any] = ()

    def body(self, request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """What was sent, in this shape. Raises ValidationError, ParseError or BodyTooLarge."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise BodyTooLarge
        try:
            return _valid(shape(data=request.data))
        except RecursionError as nested:
            raise ParseError from nested

    def query(self, request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """What was asked for, in this shape. Raises ValidationError."""
        return _valid(shape(data=request.query_params))

    def get_exception_handler(self) -> Any:
        """Refusals as everywhere, with what a client can go on with."""
        return answer_with_details

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Nothing here is for caches, but what says so itself."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer


_DETAILS = ("slot_id", "is_closed", "left", "booked")


def answer_with_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """The handler of all APIs, and the facts of a domain refusal that help: which slot is there, how many are left."""
    response = answer_refusal(error, context)
    facts = error.facts if isinstance(error, DomainError) else {}
    details = {name: facts[name] for name in _DETAILS if name in facts}
    if response is not None and details:
        response.data["error"]["details"] = details
    return response


def page(request: Request, found: Sequence[T], asked: Mapping[str, Any]) -> tuple[Sequence[T], str | None]:
    """One page of what was looked up, and where the next one is. `found` is one row longer if there is one."""
    limit, offset = asked["limit"], asked["offset"]
    if len(found) <= limit:
        return found, None
    return found[:limit], replace_query_param(request.build_absolute_uri(), "offset", str(offset + limit))


def one_more(asked: Mapping[str, Any]) -> slice:
    """The rows of a page, and one more, which tells whether there is another."""
    return slice(asked["offset"], asked["offset"] + asked["limit"] + 1)


def answers(good: Mapping[int, type[BaseSerializer[Any]]], *refusals: int) -> dict[int, Any]:
    """An endpoint's answers, for its description. Everywhere a key or token may open nothing, or be tried too often."""
    told = sorted({*refusals, *_OF_KEYS})
    return {**good, **{status: OpenApiResponse(VisitError, _MEANINGS[status]) for status in told}}


def body_answers(good: Mapping[int, type[BaseSerializer[Any]]], *refusals: int) -> dict[int, Any]:
    """The answers of an endpoint that takes a body."""
    return answers(good, *_OF_BODIES, *refusals)


def _valid(asked: Serializer[Any]) -> dict[str, Any]:
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = asked.validated_data
    return found
