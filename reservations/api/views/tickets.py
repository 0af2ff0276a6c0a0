"""`/api/tickets/…`: look at a ticket, ask whether it can reserve, activate it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reservations import errors, rules, services
from reservations.api import access, bodies, contacts, doors
from reservations.api.base import TICKET_ID, VisitView, answers, body_answers
from reservations.api.serializers import (
    ActivationAnswer,
    TicketAnswer,
    TicketChange,
    TicketRequest,
    ValidationAnswer,
)
from reservations.models import ReservationStatus
from reservations.queries import records
from ticketing.core.errors import DomainError

_VERIFYING = {"verified_at", "verified_by"}


class NotChangeable(DomainError):
    """Something else of a ticket was to be changed. Facts: names."""

    code, status, text = "not_changeable", 422, _("This cannot be changed here: %(names)s.")


class TicketValidation(VisitView):
    """Whether a visit can be reserved."""

    @extend_schema(
        operation_id="tickets_validate",
        tags=["visitors"],
        summary="Ask whether a visit can be reserved with a ticket",
        description="For whoever has its code. `reason` is `unknown`, `not_active`, `already_reserved`, `not_paid`, "
        "`cancelled`, `used`, `expired` or `not_for_visits`.",
        request=TicketRequest,
        responses=body_answers({200: ValidationAnswer}, 403, 429),
    )
    def post(self, request: Request) -> Response:
        """Changes nothing."""
        asked = self.body(request, TicketRequest)
        reach = access.find_ticket(request, asked["ticket_code"])
        if reach is None:
            return Response({"valid": False, "reason": "unknown", "ticket": None})
        now, record = timezone.now(), records.record(reach.ticket)
        refusal = rules.refusal_to_reserve(reach.ticket, is_reserved=record.reservation is not None, now=now)
        ticket = bodies.ticket(record, sees_contact=reach.sees_contact, now=now)
        return Response({"valid": refusal is None, "reason": refusal.code if refusal else None, "ticket": ticket})


class Ticket(VisitView):
    """One ticket."""

    @extend_schema(
        operation_id="tickets_retrieve",
        tags=["visitors"],
        summary="Look at a ticket",
        description="For its customers and the members of its tenant; with its code alone, without e-mail and phone.",
        parameters=[TICKET_ID],
        responses=answers({200: TicketAnswer}, 404, 429),
    )
    def get(self, request: Request, ticket_id: str) -> Response:
        """As the caller may see it."""
        reach = access.ticket(request, ticket_id)
        return _answer(reach)

    @extend_schema(
        operation_id="tickets_update",
        tags=["door"],
        summary="Verify a ticket, or change its visit's contact",
        description="Operators send `verified_by` (their own number) and, if they like, `verified_at`: which verifies "
        "the ticket as `/api/operator/verify-ticket` does. Managers may also change e-mail and phone.",
        parameters=[TICKET_ID],
        request=TicketChange,
        responses=body_answers({200: TicketAnswer}, 401, 403, 404, 409, 422, 429),
    )
    def patch(self, request: Request, ticket_id: str) -> Response:
        """By role."""
        access.demand_known(request)
        reach = access.ticket(request, ticket_id)
        if not reach.may("checkin.scan"):
            raise PermissionDenied
        wanted = self.body(request, TicketChange)
        unknown = wanted.pop("unknown")
        if not reach.is_manager and (unknown or set(wanted) - _VERIFYING):
            raise PermissionDenied
        if unknown or not wanted:
            raise NotChangeable(names=", ".join(unknown) or "–")
        _change(request, reach, wanted)
        return _answer(access.ticket(request, ticket_id))


class TicketActivation(VisitView):
    """The one-way step."""

    @extend_schema(
        operation_id="tickets_activate",
        tags=["visitors"],
        summary="Activate a ticket, once and for good",
        description="For whoever has its code, its customers, and managers.",
        parameters=[TICKET_ID],
        request=None,
        responses=answers({200: ActivationAnswer}, 403, 404, 409, 429),
    )
    def post(self, request: Request, ticket_id: str) -> Response:
        """From inactive to active."""
        reach = access.ticket(request, ticket_id)
        reach.demand_visitor_or_manager()
        services.activate_ticket(ticket=reach.ticket, by=reach.user, now=timezone.now())
        return _activation(access.ticket(request, ticket_id))


class TicketStatus(VisitView):
    """How far it has come."""

    @extend_schema(
        operation_id="tickets_status",
        tags=["visitors"],
        summary="See whether a ticket is activated",
        description="For whoever has its code.",
        parameters=[TICKET_ID],
        responses=answers({200: ActivationAnswer}, 404, 429),
    )
    def get(self, request: Request, ticket_id: str) -> Response:
        """The activation, and the state as a whole."""
        return _activation(access.ticket(request, ticket_id))


def _change(request: Request, reach: access.Reach, wanted: dict[str, Any]) -> None:
    now = timezone.now()
    is_verifying = bool(_VERIFYING & set(wanted))
    door = None
    if is_verifying:
        operator = doors.operator_of(reach, wanted.get("verified_by"))
        door = doors.door_of(request, reach.ticket, operator)
    if set(wanted) - _VERIFYING:
        record = records.record(reach.ticket)
        if record.reservation is None or record.reservation.status != ReservationStatus.RESERVED:
            raise errors.NotReserved()
        contact = contacts.changed(record.reservation, wanted)
        services.change_contact(reservation=record.reservation, contact=contact, actor=reach.actor, now=now)
    if door is not None:
        doors.verify(door, reach.ticket, at=wanted.get("verified_at"), now=now)


def _answer(reach: access.Reach) -> Response:
    record = records.record(reach.ticket)
    return Response(bodies.ticket(record, sees_contact=reach.sees_contact, now=timezone.now()))


def _activation(reach: access.Reach) -> Response:
    return Response(bodies.activation(records.record(reach.ticket), now=timezone.now()))
