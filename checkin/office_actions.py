"""Checking in from the console: what is offered at a ticket in its lists and on its page."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.hooks import TicketAction, TicketActions
from orders.models import Ticket, TicketStatus
from tenants.access import Member
from ticketing.core.ids import uuid7


def admission_actions(member: Member, tickets: Sequence[Ticket]) -> TicketActions:
    """To check a good ticket in, or to take it back, as far as the member may."""
    return {ticket.pk: [*_actions(member, ticket)] for ticket in tickets}


def _actions(member: Member, ticket: Ticket) -> list[TicketAction]:
    parts = {"tenant": member.tenant.slug, "attendee": ticket.pk}
    if ticket.checked_in_at is not None:
        if not member.may("checkin.undo"):
            return []
        return [TicketAction(_("Undo check-in"), reverse("checkin_office:admission_reversal", kwargs=parts), "undo-2")]
    if ticket.status != TicketStatus.VALID or not member.may("checkin.scan"):
        return []
    address = reverse("checkin_office:admission", kwargs=parts)
    # Each button is a scan of its own: pressed twice, it gets the same answer twice.
    return [TicketAction(_("Check in"), address, "user-check", "scan_id", str(uuid7()))]
