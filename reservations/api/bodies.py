"""Answers as JSON, in the reservations document's names and words; by hand, as a month may have a thousand slots."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from reservations.api import states
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.records import TicketRecord


def slots(found: Iterable[ReservationSlot], *, orq: int) -> list[dict[str, Any]]:
    """Slots of one tenant."""
    return [slot(each, orq=orq) for each in found]


def slot(found: ReservationSlot, *, orq: int) -> dict[str, Any]:
    """A slot, which comes with its venue, of the tenant with that number. Times are the venue's own."""
    return {
        "id": str(found.pk),
        "date": found.date.isoformat(),
        "start_time": f"{found.start_time:%H:%M:%S}",
        "end_time": f"{found.end_time:%H:%M:%S}",
        "venue_id": found.venue.number,
        "total_capacity": found.total_capacity,
        "booked_count": found.booked_count,
        "available_count": found.available_count,
        "status": states.slot_state(found.status).value,
        "orq": orq,
    }


def reservation(found: TicketReservation, *, sees_contact: bool) -> dict[str, Any]:
    """A reservation, which comes with ticket and tenant; e-mail and phone only for those who may see them."""
    return {
        "id": str(found.pk),
        "ticket_id": found.ticket.code,
        "slot_id": str(found.slot_id),
        "customer_email": found.customer_email if sees_contact else None,
        "customer_phone": found.customer_phone if sees_contact else None,
        "reserved_at": found.reserved_at,
        "status": states.reservation_state(found.status).value,
        "orq": found.tenant.number,
    }


def ticket(record: TicketRecord, *, sees_contact: bool, now: datetime) -> dict[str, Any]:
    """A ticket; e-mail and phone only for those who may see them."""
    found, reserved = record.ticket, record.reservation
    return {
        "ticket_code": found.code,
        "order_id": found.order_id,
        "product_id": found.ticket_type_id,
        "user_id": found.user_id if sees_contact else None,
        "status": states.ticket_state(found, reserved, now=now).value,
        "activation_status": found.activation_status,
        "activation_mode": found.activation_mode,
        "activated_at": found.activated_at,
        "entitlements": found.entitlements,
        "expires_at": found.expires_at,
        "created_at": found.created_at,
        "customer_email": (found.customer_email or None) if sees_contact else None,
        "customer_phone": (found.customer_phone or None) if sees_contact else None,
        "reserved_at": found.reserved_at,
        "reservation_id": str(reserved.pk) if reserved else None,
        "verified_at": found.verified_at,
        "verified_by": record.verified_by,
        "orq": found.tenant.number,
    }


def activation(record: TicketRecord, *, now: datetime) -> dict[str, Any]:
    """How far a ticket's activation has come."""
    found = record.ticket
    return {
        "ticket_id": found.code,
        "activation_status": found.activation_status,
        "activation_mode": found.activation_mode,
        "activated_at": found.activated_at,
        "expires_at": found.expires_at,
        "status": states.ticket_state(found, record.reservation, now=now).value,
    }
