"""Tests of the door."""

from events.models import SigningKey
from orders.models import Ticket
from ticketing.core import signing


def qr_of(ticket: Ticket, *, version: int | None = None) -> str:
    """The text of a ticket's QR code."""
    key = SigningKey.objects.get(event=ticket.event_id, retired_at=None)
    return signing.sign_ticket(key.private_key, key.key_id, ticket.code, version or ticket.qr_version)
