"""What all pages of the visits' office share: reaching rows of one's tenant, and the frame around the work."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.shortcuts import get_object_or_404

from events import reach
from events.models import Venue
from events.reach import within
from orders.models import TicketBatch
from reservations.models import ReservationSlot
from reservations.reach import at
from tenants import console
from tenants.access import Member, MemberRequest
from ticketing.core.errors import DomainError

# Dates of slots and calendars beyond these are slips of the hand.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def frame(request: MemberRequest, section: str) -> dict[str, Any]:
    """Whose office it is, where one is in it, and what one may do there."""
    member = request.member
    return console.frame(member, section) | {
        "may_change_slots": member.may("slots.change"),
        "may_change_events": member.may("events.change"),
        "may_change_venues": reach.may_change_venues(member),
        "may_read_orders": member.may("orders.read"),
        "may_export": member.may("orders.export"),
    }


def venue_of(member: Member, number: int) -> Venue:
    """A venue in use that the member reaches, by its number, with its rules of visits; anything else is not there."""
    found = Venue.objects.select_related("visit_rules").filter(at(member, "pk"), tenant=member.tenant, archived_at=None)
    return get_object_or_404(found, number=number)


def slot_of(member: Member, pk: UUID) -> ReservationSlot:
    """A slot that the member reaches with its venue."""
    found = ReservationSlot.objects.select_related("venue").filter(at(member))
    return get_object_or_404(found, tenant=member.tenant, pk=pk)


def batch_of(member: Member, pk: UUID) -> TicketBatch:
    """A batch of an event that the member reaches, with its type and event."""
    found = TicketBatch.objects.select_related(
        "ticket_type__event__venue", "ticket_type__reservation_venue", "tenant__settings", "created_by"
    )
    return get_object_or_404(found.filter(within(member, "ticket_type__event")), tenant=member.tenant, pk=pk)


def day_from(text: str | None, otherwise: date) -> date:
    """A date from the address; what is none, or far away, means the other day."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else otherwise


def add_refusal(form: forms.Form, refusal: DomainError, otherwise: str | None = None) -> None:
    """Show a refusal at its field, if the form has it."""
    field = refusal.field if refusal.field in form.fields else otherwise
    form.add_error(field, str(refusal))
