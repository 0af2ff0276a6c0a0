"""The office of visits."""

from django.utils import timezone

from orders import services
from tests import make

TABLE = {
    "office:venues": "events.read",
    "office:new_venue": "events.change",
    "office:calendar": "events.read",
    "office:visit_rules": "slots.change",
    "office:series": "slots.change",
    "office:changes": "slots.change",
    "office:new_slot": "slots.change",
    "office:slot": "events.read",
    "office:slot_settings": "slots.change",
    "office:slot_closure": "slots.change",
    "office:slot_reopening": "slots.change",
    "office:slot_deletion": "slots.change",
    "office:slot_moves": "slots.change",
    "office:slot_cancellations": "slots.change",
    "office:ticket_types": "events.read",
    "office:visit_settings": "slots.change",
    "office:batches": "events.read",
    "office:new_batch": "events.change",
    "office:batch": "events.read",
    "office:batch_csv": "orders.export",
    "office:batch_sheet": "orders.export",
    "office:batch_cancellations": "events.change",
}


def objects(event):
    """A slot at the event's venue, a type and a batch of tickets."""
    ticket_type = event.ticket_types.first()
    batch = services.mint_tickets(
        ticket_type=ticket_type, label="Print", quantity=1, activation_mode="deferred", by=None, now=timezone.now()
    )
    slot = make.slot(event.venue)
    return {"venue": event.venue.number, "slot": slot.pk, "ticket_type": ticket_type.pk, "batch": batch.pk, "part": 1}
