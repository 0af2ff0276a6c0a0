"""`/api/reservations…`: reserve, look, change, cancel."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reservations import errors, rules, services
from reservations.api import access, bodies, contacts, states
from reservations.api.base import (
    RESERVATION_ID,
    TICKET_CODE,
    VisitView,
    answers,
    body_answers,
    one_more,
    page,
)
from reservations.api.serializers import (
    ReservationAnswer,
    ReservationChange,
    ReservationQuery,
    ReservationRequest,
    ReservationsAnswer,
)
from reservations.models import ReservationSlot, TicketReservation, VisitRules
from reservations.queries import availability, records
from ticketing.core.tokens import normalize_ticket_code


class ReservationCreation(VisitView):
    """New reservations."""

    @extend_schema(
        operation_id="reservations_create",
        tags=["visitors"],
        summary="Reserve a place in a slot with a ticket",
        description="For whoever has the ticket's code, its customers, and managers. 409: `already_reserved`, "
        "`not_active`, `slot_full` (with what is `left`), `slot_closed`, `slot_over`, …",
        request=ReservationRequest,
        responses=body_answers({201: ReservationAnswer}, 403, 404, 409, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """One ticket, one place."""
        wanted = self.body(request, ReservationRequest)
        reach = access.ticket(request, wanted["ticket_id"])
        reach.demand_visitor_or_manager()
        slot = _slot(reach, wanted["slot_id"])
        contact = contacts.sent(slot, wanted)
        (made,) = services.reserve(
            tickets=[reach.ticket], slot=slot, contact=contact, by=reach.user, now=timezone.now()
        )
        return Response(_body(made, reach), status=201)


class Reservations(VisitView):
    """Many reservations."""

    @extend_schema(
        operation_id="reservations_list",
        tags=["visitors", "door"],
        summary="List reservations, the latest first",
        description="Members and keys: their tenants'. Everybody else, and members with `mine`: their own.",
        parameters=[ReservationQuery],
        responses=answers({200: ReservationsAnswer}, 400, 401, 403),
    )
    def get(self, request: Request) -> Response:
        """As far as the caller may read."""
        access.demand_known(request)
        asked = self.query(request, ReservationQuery)
        found = _filtered(asked).filter(access.readable(request, is_mine=asked["mine"]))
        shown, following = page(request, list(found[one_more(asked)]), asked)
        rows = [bodies.reservation(row, sees_contact=True) for row in shown]
        return Response({"reservations": rows, "next": following})


class Reservation(VisitView):
    """One reservation."""

    @extend_schema(
        operation_id="reservations_retrieve",
        tags=["visitors", "door"],
        summary="Look at a reservation",
        description="For its ticket's customers and the members of its tenant; with the code, without e-mail and "
        "phone.",
        parameters=[RESERVATION_ID, TICKET_CODE],
        responses=answers({200: ReservationAnswer}, 401, 404, 429),
    )
    def get(self, request: Request, reservation_id: str) -> Response:
        """As the caller may see it."""
        found, reach = access.reservation(request, reservation_id)
        return Response(bodies.reservation(found, sees_contact=reach.sees_contact))

    @extend_schema(
        operation_id="reservations_update",
        tags=["visitors"],
        summary="Move to another slot, change the contact, or both",
        description="For visitors before their visit, until the venue's cut-off, and for managers. The new place is "
        "taken before the old one is given back.",
        parameters=[RESERVATION_ID, TICKET_CODE],
        request=ReservationChange,
        responses=body_answers({200: ReservationAnswer}, 401, 403, 404, 409, 422, 429),
    )
    def patch(self, request: Request, reservation_id: str) -> Response:
        """The move comes first: where it is refused, nothing has changed."""
        found, reach = access.reservation(request, reservation_id)
        reach.demand_visitor_or_manager()
        return Response(_body(_change(found, reach, self.body(request, ReservationChange)), reach))

    @extend_schema(
        operation_id="reservations_cancel",
        tags=["visitors"],
        summary="Cancel a visit: its place is free, and its ticket can reserve again",
        description="For visitors before their visit, until the venue's cut-off, and for managers.",
        parameters=[RESERVATION_ID, TICKET_CODE],
        responses=answers({200: ReservationAnswer}, 401, 403, 404, 409, 429),
    )
    def delete(self, request: Request, reservation_id: str) -> Response:
        """Answers with the cancelled reservation, which stays as history."""
        found, reach = access.reservation(request, reservation_id)
        reach.demand_visitor_or_manager()
        (ended,) = services.cancel_reservations(reservations=[found], actor=reach.actor, now=timezone.now())
        return Response(_body(ended, reach))


def _filtered(asked: dict[str, Any]) -> Any:
    found = records.reservations()
    if "orq" in asked:
        found = found.filter(tenant__in=access.tenants(asked["orq"]))
    if "slot_id" in asked:
        found = found.filter(slot=asked["slot_id"])
    if "date" in asked:
        found = found.filter(slot__date=asked["date"])
    if "status" in asked:
        found = found.filter(status=states.reservation_status(asked["status"]))
    if "ticket_id" in asked:
        found = found.filter(ticket__code=normalize_ticket_code(asked["ticket_id"]))
    return found


def _change(found: TicketReservation, reach: access.Reach, wanted: dict[str, Any]) -> TicketReservation:
    now = timezone.now()
    contact = contacts.changed(found, wanted) if set(wanted) - {"slot_id"} else None
    if contact is not None:
        found_rules = VisitRules.objects.filter(venue=found.slot.venue_id).first() or VisitRules()
        rules.check_changeable(found, found_rules, actor=reach.actor, now=now)
    if "slot_id" in wanted:
        slot = _slot(reach, wanted["slot_id"])
        (found,) = services.move_reservations(reservations=[found], slot=slot, actor=reach.actor, now=now)
    if contact is not None:
        # A moment of its own: the new address is told too, and no two mails of one moment are sent.
        found = services.change_contact(reservation=found, contact=contact, actor=reach.actor, now=timezone.now())
    return found


def _slot(reach: access.Reach, pk: UUID) -> ReservationSlot:
    """A slot of the ticket's tenant. Where visitors cannot reserve at the moment, managers still can."""
    theirs = ReservationSlot.objects.select_related("venue").filter(tenant=reach.ticket.tenant_id, pk=pk).first()
    if theirs is None:
        raise errors.SlotUnknown()
    if not reach.is_manager and not availability.published().filter(pk=pk).exists():
        raise errors.SlotClosed()
    return theirs


def _body(found: TicketReservation, reach: access.Reach) -> dict[str, Any]:
    found.ticket, found.tenant = reach.ticket, reach.ticket.tenant
    return bodies.reservation(found, sees_contact=reach.sees_contact)
