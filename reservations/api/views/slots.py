"""`/api/operator/slots…`: a venue's slots, for those who work for the tenant."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reservations import services
from reservations.api import access, bodies
from reservations.api.base import SLOT_ID, VisitView, answers, body_answers, one_more, page
from reservations.api.serializers import SlotAnswer, SlotChange, SlotQuery, SlotRemoval, SlotRequest, SlotsAnswer
from reservations.api.states import SlotState
from reservations.models import ReservationSlot
from reservations.reach import at
from ticketing.core.errors import DomainError


class StatusFollows(DomainError):
    """FULL was to be set."""

    code, status, field = "status_follows", 422, "status"
    text = _("A slot is full when all its places are booked. Change its capacity instead.")


class Slots(VisitView):
    """The slots of a tenant."""

    @extend_schema(
        operation_id="operator_slots_list",
        tags=["slots"],
        summary="List slots by venue and days",
        description="For every member who may read events.",
        parameters=[SlotQuery],
        responses=answers({200: SlotsAnswer}, 400, 401, 403, 404, 422),
    )
    def get(self, request: Request) -> Response:
        """By day and time."""
        access.demand_known(request)
        asked = self.query(request, SlotQuery)
        if "venue_id" in asked:
            venue, member = access.venue(request, "events.read", venue_id=asked["venue_id"], orq=asked.get("orq"))
            found = ReservationSlot.objects.filter(venue=venue)
        else:
            member = access.tenant_of(request, asked.get("orq"))
            member.demand("events.read")
            found = ReservationSlot.objects.filter(at(member), tenant=member.tenant)
        if "date_from" in asked:
            found = found.filter(date__gte=asked["date_from"])
        if "date_to" in asked:
            found = found.filter(date__lte=asked["date_to"])
        rows = found.select_related("venue").order_by("date", "start_time", "pk")[one_more(asked)]
        shown, following = page(request, list(rows), asked)
        return Response({"slots": bodies.slots(shown, orq=member.tenant.number), "next": following})


class SlotCreation(VisitView):
    """New slots."""

    @extend_schema(
        operation_id="operator_slots_create",
        tags=["slots"],
        summary="Create a slot at a venue",
        description="For managers. If the venue has a slot at that time, 409 `slot_exists` names it in `details`; a "
        "closed one can be opened again.",
        request=SlotRequest,
        responses=body_answers({201: SlotAnswer}, 401, 403, 404, 409, 422),
    )
    def post(self, request: Request) -> Response:
        """One slot."""
        access.demand_known(request)
        wanted = self.body(request, SlotRequest)
        place = {"venue_id": wanted.pop("venue_id", None), "orq": wanted.pop("orq", None)}
        venue, member = access.venue(request, "slots.change", **place)
        slot = services.create_slot(venue=venue, by=member.user, now=timezone.now(), **wanted)
        return Response(bodies.slot(slot, orq=member.tenant.number), status=201)


class Slot(VisitView):
    """One slot."""

    @extend_schema(
        operation_id="operator_slots_update",
        tags=["slots"],
        summary="Change a slot's capacity, close it, or open it again",
        description="For managers. FULL follows from the numbers and cannot be set.",
        parameters=[SLOT_ID],
        request=SlotChange,
        responses=body_answers({200: SlotAnswer}, 401, 403, 404, 409, 422),
    )
    def put(self, request: Request, slot_id: str) -> Response:
        """Capacity and status."""
        slot, member = access.slot(request, slot_id, "slots.change")
        wanted = self.body(request, SlotChange)
        status = wanted.pop("status", None)
        if status == SlotState.FULL:
            raise StatusFollows()
        if status is not None:
            wanted["is_closed"] = status == SlotState.CLOSED
        changed = services.change_slot(slot=slot, changes=wanted, by=member.user, now=timezone.now())
        return Response(bodies.slot(changed, orq=member.tenant.number))

    @extend_schema(
        operation_id="operator_slots_delete",
        tags=["slots"],
        summary="Delete a slot, or close it if anything was ever booked in it",
        description="For managers. What is booked in a closed slot stays booked.",
        parameters=[SLOT_ID],
        responses=answers({200: SlotRemoval}, 401, 403, 404),
    )
    def delete(self, request: Request, slot_id: str) -> Response:
        """Says which of the two it was."""
        slot, member = access.slot(request, slot_id, "slots.change")
        left = services.delete_slot(slot=slot, by=member.user, now=timezone.now())
        if left is None:
            return Response({"result": "DELETED", "slot": None})
        return Response({"result": "CLOSED", "slot": bodies.slot(left, orq=member.tenant.number)})
