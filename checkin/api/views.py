"""`/api/v1/gates/…`: scan, and look at a gate."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, NotAuthenticated, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from checkin import access, queries, services
from checkin.api import bodies, quick
from checkin.api.authentication import DeviceAuthentication
from checkin.api.serializers import ErrorAnswer, GateAnswer, ScanAnswer, ScanRequest
from checkin.models import Direction
from checkin.values import Attempt, Door
from tenants.access import api_key_of
from tenants.authentication import ApiKeyAuthentication, ProgramView, TokenAuthentication

_ERRORS = {
    400: OpenApiResponse(ErrorAnswer, "The body could not be understood."),
    401: OpenApiResponse(ErrorAnswer, "The token or key is missing, unknown, expired or revoked."),
    403: OpenApiResponse(ErrorAnswer, "The member or key lacks the permission, or the CSRF token is missing."),
    404: OpenApiResponse(ErrorAnswer, "No such gate for this device, member or key."),
}


class BodyTooLarge(APIException):
    """Far more than any code holds."""

    status_code, default_code, default_detail = 413, "too_large", _("This is too much for one scan.")


class GateView(ProgramView):
    """A device at its own gate; a member, or a tenant's key, at any gate of the tenant."""

    authentication_classes = (DeviceAuthentication, ApiKeyAuthentication, TokenAuthentication, SessionAuthentication)
    permission_classes = ()
    throttle_classes = ()

    def door(self, request: Request, gate: UUID) -> Door:
        """The gate as whoever asks reaches it. A device reaches no other gate than its own."""
        if isinstance(request.auth, Door):
            if request.auth.gate_id != gate:
                raise Http404
            return request.auth
        if not request.user.is_authenticated and api_key_of(request._request) is None:
            raise NotAuthenticated
        return access.door_of_member(request._request, gate)


class GateDetail(GateView):
    """One gate."""

    @extend_schema(
        operation_id="gates_retrieve",
        summary="Look at a gate: its rules, the live count, and the keys that verify tickets offline",
        responses={200: GateAnswer, **{status: _ERRORS[status] for status in (401, 403, 404)}},
    )
    def get(self, request: Request, gate: UUID) -> Response:
        """The gate, its live count and its event's public keys."""
        door = self.door(request, gate)
        return Response(bodies.gate(door, queries.counts(door), queries.public_keys(door.event_id)))


class GateScans(GateView):
    """The scans at one gate."""

    # What a scanner mostly sends; all else is looked at in full.
    short_way = staticmethod(quick.answer)

    @extend_schema(
        operation_id="gates_scans_create",
        summary="Scan a ticket",
        description="Answers 200 for every scan that was judged, admitted or not, and the same again for the same "
        "`scan_id`. A code that is not signed is looked up.",
        request=ScanRequest,
        responses={
            200: ScanAnswer,
            **_ERRORS,
            413: OpenApiResponse(ErrorAnswer, "The body is larger than 64 kB."),
            409: OpenApiResponse(ErrorAnswer, "The `scan_id` was used at another gate."),
            415: OpenApiResponse(ErrorAnswer, "The body is not JSON."),
        },
    )
    def post(self, request: Request, gate: UUID) -> Response:
        """Judge one scan."""
        door = self.door(request, gate)
        if int(request.META.get("CONTENT_LENGTH") or 0) > quick.LARGEST_BODY:
            raise BodyTooLarge
        try:
            wanted = ScanRequest(data=request.data)
        except RecursionError as nested:
            raise ParseError from nested
        wanted.is_valid(raise_exception=True)
        answer = services.redeem(door=door, attempt=_attempt(wanted.validated_data), now=timezone.now())
        return Response(bodies.scan(answer))


def _attempt(data: dict[str, Any]) -> Attempt:
    return Attempt(
        scan_id=data["scan_id"],
        text=data["text"],
        direction=Direction(data["direction"]),
        scanned_at=data.get("scanned_at"),
    )
