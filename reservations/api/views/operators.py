"""`/api/operator/validate-ticket` and `verify-ticket`: what a scanner of visits needs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkin.models import ScanResult
from reservations.api import access, bodies, doors
from reservations.api.base import VisitView, body_answers
from reservations.api.serializers import DoorAnswer, TicketRequest, VerificationAnswer, VerificationRequest
from reservations.queries import records


class OperatorValidation(VisitView):
    """Whether a ticket would be let in."""

    @extend_schema(
        operation_id="operator_validate_ticket",
        tags=["door"],
        summary="Ask whether a ticket would be let in now: is its visit today, and at this time?",
        description="For members who scan. `reason` is `not_reserved`, `wrong_day`, `too_early`, `too_late`, "
        "`already_used`, `not_activated`, `unpaid`, `cancelled`, `expired`, …",
        request=TicketRequest,
        responses=body_answers({200: DoorAnswer}, 401, 403, 404, 409, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """Changes nothing, and is no scan."""
        access.demand_known(request)
        reach = access.ticket_of_operator(request, self.body(request, TicketRequest)["ticket_code"])
        now, record = timezone.now(), records.record(reach.ticket)
        verdict = doors.judged(doors.door_of(request, reach.ticket), reach.ticket, now=now)
        is_valid = verdict.result == ScanResult.ADMITTED
        reserved, orq = record.reservation, reach.ticket.tenant.number
        return Response(
            {
                "valid": is_valid,
                "reason": None if is_valid else verdict.result.value,
                "ticket": bodies.ticket(record, sees_contact=reach.sees_contact, now=now),
                "reservation": _reservation(record, reach),
                "slot": bodies.slot(reserved.slot, orq=orq) if reserved else None,
            }
        )


class OperatorVerification(VisitView):
    """Letting a ticket in."""

    @extend_schema(
        operation_id="operator_verify_ticket",
        tags=["door"],
        summary="Verify a ticket: it is used, and its reservation verified",
        description="For members who scan, under their own number. 409 with the reasons of `validate-ticket`.",
        request=VerificationRequest,
        responses=body_answers({200: VerificationAnswer}, 401, 403, 404, 409, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """A scan at the event's gate, which is written down whatever comes of it."""
        access.demand_known(request)
        wanted = self.body(request, VerificationRequest)
        reach = access.ticket_of_operator(request, wanted["ticket_id"])
        operator = doors.operator_of(reach, wanted["operator_id"])
        now = timezone.now()
        doors.verify(doors.door_of(request, reach.ticket, operator), reach.ticket, now=now)
        reach.ticket.refresh_from_db()
        record = records.record(reach.ticket)
        ticket = bodies.ticket(record, sees_contact=reach.sees_contact, now=now)
        return Response({"ticket": ticket, "reservation": _reservation(record, reach)})


def _reservation(record: records.TicketRecord, reach: access.Reach) -> dict[str, object] | None:
    reserved = record.reservation
    if reserved is None:
        return None
    reserved.ticket = record.ticket
    return bodies.reservation(reserved, sees_contact=reach.sees_contact)
