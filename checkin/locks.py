"""The door's only locks. A ticket is locked first and alone: nothing at the door waits for two rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from checkin import sql
from orders.models import Ticket
from ticketing.core import prepared


def ticket_by_code(*, event_id: UUID, code: str, scan_id: UUID, now: datetime) -> tuple[Any, ...] | None:
    """Lock the event's ticket of that code and return what a scan is judged by, as it is now; None if there is none.

    Written by hand, as all of a redemption: a gate answers more than ten scans while the ORM answers five.
    """
    with prepared.cursor() as cursor:
        cursor.execute(sql.LOOK, {"event": event_id, "code": code, "scan_id": scan_id, "now": now})
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def ticket_at_device(
    *, token_hash: str, gate: UUID, seen_since: datetime, code: str, scan_id: UUID, now: datetime
) -> tuple[Any, ...] | None:
    """The same behind the columns of the device's door; None, and nothing locked, if no such device stands there."""
    values = {"token_hash": token_hash, "gate": gate, "seen_since": seen_since}
    with prepared.cursor() as cursor:
        cursor.execute(sql.DOOR_OF_DEVICE_AND_LOOK, values | {"code": code, "scan_id": scan_id, "now": now})
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def ticket(pk: UUID) -> Ticket:
    """One ticket, as it is now."""
    return Ticket.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
