"""The console's pages of attendees (checking in among them), buyers and exports."""

from django.utils import timezone

from orders.models import BulkAction, Export
from tests import make

TABLE = {
    "people_office:attendees": "orders.read",
    "people_office:event_attendees": "orders.read",
    "people_office:attendee": "orders.read",
    "people_office:attendee_details": "attendees.change",
    "people_office:attendee_resend": "orders.resend",
    "checkin_office:admission": "checkin.scan",
    "checkin_office:admission_reversal": "checkin.undo",
    "people_office:resends": "orders.resend",
    "people_office:cancellations": "orders.change",
    "people_office:chosen_export": "orders.export",
    "people_office:bulk_action": "orders.read",
    "people_office:bulk_stop": "orders.read",
    "people_office:buyers": "orders.read",
    "people_office:buyer": "orders.read",
    "people_office:consent_withdrawal": "attendees.change",
    "people_office:anonymization": "orders.change",
    "people_office:exports": "orders.export",
    "people_office:export": "orders.export",
    "people_office:export_file": "orders.export",
    "people_office:export_stop": "orders.export",
    "people_office:export_retry": "orders.export",
}


def objects(event):
    """A ticket, its buyer, and work that somebody else has asked for: each member's own is theirs alone."""
    order = make.order(event, {event.ticket_types.first(): 1})
    asked = {"tenant": event.tenant, "by": make.user(), "created_at": timezone.now()}
    return {
        "attendee": order.tickets.get().pk,
        "buyer": order.buyer_id,
        "work": BulkAction.objects.create(kind="resend", **asked).pk,
        "export": Export.objects.create(kind="orders", format="xlsx", **asked).pk,
    }
