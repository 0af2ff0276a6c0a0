"""Reading what a redemption is judged by: one statement for the door, one for the ticket."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from checkin import locks, sql
from checkin.models import Direction, ScanResult
from checkin.values import Answer, Door, LiveRedemption, SessionSeen, TicketSeen
from ticketing.core import prepared
from ticketing.core.tokens import hash_token
from ticketing.core.when import zone

DOOR_COLUMNS = 12
DEVICE_PERMISSIONS = frozenset({"checkin.scan"})
SEEN_EVERY = timedelta(minutes=5)
"""How often it is noted down that a device is there."""


def row(statement: str, parameters: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The first row that a statement answers."""
    with prepared.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def door_from(found: tuple[Any, ...], **who: Any) -> Door:
    """A door from the columns that every statement for doors begins with."""
    (pk, name, tenant, event, status, zone_name, opens, closes, reentry, per_day, types, sessions) = found[
        :DOOR_COLUMNS
    ]
    return Door(
        gate_id=pk,
        gate_name=name,
        tenant_id=tenant,
        event_id=event,
        event_status=status,
        zone=zone(zone_name),
        opens_at=opens,
        closes_at=closes,
        allows_reentry=reentry,
        entries_per_day=per_day,
        ticket_type_ids=frozenset(types),
        sessions=tuple(SessionSeen(UUID(pk), title, datetime.fromisoformat(ends)) for pk, title, ends in sessions),
        **who,
    )


def ticket(door: Door, code: str, *, scan_id: UUID, now: datetime) -> tuple[TicketSeen, bool] | None:
    """Lock the gate's ticket of that code and look at it; also whether this very scan has been answered already."""
    found = locks.ticket_by_code(event_id=door.event_id, code=code, scan_id=scan_id, now=now)
    return None if found is None else _seen(found)


def door_and_ticket(
    *, token: str, gate: UUID, code: str, scan_id: UUID, now: datetime
) -> tuple[Door, tuple[TicketSeen, bool] | None] | None:
    """The door of the device with this token, and the ticket as above; None for a device that is to be looked at."""
    found = locks.ticket_at_device(
        token_hash=hash_token(token), gate=gate, seen_since=now - SEEN_EVERY, code=code, scan_id=scan_id, now=now
    )
    if found is None:
        return None
    pk, name, *look = found[DOOR_COLUMNS:]
    door = door_from(found, device_id=pk, staffed_by=name, permissions=DEVICE_PERMISSIONS)
    return door, _seen(look) if look[0] is not None else None


def _seen(found: Sequence[Any]) -> tuple[TicketSeen, bool]:
    values = dict(zip(_SEEN, found, strict=True))
    is_known = values.pop("is_known")
    for name in _MAY_BE_MISSING:
        values[name] = values[name] or ""
    seen = TicketSeen(
        **values
        | {
            "entitlements": json.loads(values["entitlements"]),
            "admits": frozenset(values["admits"]),
            "total_cents": values["total_cents"] or 0,
            "hand_out": tuple(values["hand_out"]),
            "live": tuple(_live(*redemption) for redemption in values["live"]),
            "open_keys": frozenset(values["open_keys"]),
        }
    )
    return seen, is_known


def answer_again(scan_id: UUID, door: Door) -> Answer | None:
    """What was answered to a scan at this gate; None if it was none of this gate's."""
    found = row(sql.ANSWER_AGAIN, {"scan_id": scan_id, "gate": door.gate_id})
    if found is None:
        return None
    client_id, result, direction, is_signed, scanned_at, received_at, ticket, redemption = found[:8]
    facts, used_at, used_gate, used_by, code, seat, entitlements, type_name, name, number = found[8:]
    facts = json.loads(facts)
    told = told_facts(facts)
    if code is not None and result != ScanResult.FORGED:
        told |= guest_facts(
            code=code,
            name=name,
            type_name=type_name,
            order_number=number or "",
            seat_label=seat,
            entitlements=json.loads(entitlements),
        )
    first = first_use(used_at, used_gate, used_by) if used_at else first_use_elsewhere(facts)
    return Answer(
        scan_id=client_id,
        result=ScanResult(result),
        direction=Direction(direction),
        is_signed=is_signed,
        scanned_at=scanned_at,
        received_at=received_at,
        ticket_id=ticket,
        redemption_id=redemption,
        facts=told,
        first_use=first,
    )


def guest_facts(
    *, code: str, name: str, type_name: str, order_number: str, seat_label: str, entitlements: Mapping[str, Any]
) -> dict[str, Any]:
    """Who the ticket is for, as a steward is told; what is empty is left out."""
    facts = {
        "code": code,
        "name": name,
        "ticket_type": type_name,
        "order_number": order_number,
        "seat_label": seat_label,
        "entitlements": sorted(str(key) for key, value in entitlements.items() if value),
    }
    return {key: value for key, value in facts.items() if value}


def told_facts(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What of a scan's stored facts is told as it is."""
    return {key: value for key, value in stored.items() if key not in ("first_redemption", "first_used_at")}


def first_use(at: datetime, gate: str, by: str) -> dict[str, str]:
    """When, where and by whom the ticket was admitted."""
    return {"at": at.isoformat(), "gate": gate, "by": by}


def first_use_elsewhere(facts: Mapping[str, Any]) -> dict[str, str] | None:
    """The first use of a ticket that came here as used."""
    at = facts.get("first_used_at")
    return {"at": at, "gate": "", "by": ""} if at else None


# The columns of the function `checkin_look`, in its order.
_SEEN = (
    *("pk", "tenant_id", "event_id", "code", "qr_version", "status", "expires_at", "activation_mode", "activated_at"),
    *("checked_in_at", "seat_label", "ticket_type_id", "entitlements", "order_id", "type_name", "admits"),
    *("attendee_name", "order_number", "order_status", "payment_status", "total_cents", "currency", "hand_out"),
    *("live", "open_keys", "is_known", "visit_venue_id"),
)
# A ticket that was made by hand has no order.
_MAY_BE_MISSING = ("order_number", "order_status", "payment_status", "currency")


def _live(pk: str, key: str, at: str, gate: str, by: str) -> LiveRedemption:
    return LiveRedemption(pk=UUID(pk), key=key, at=datetime.fromisoformat(at), gate=gate, by=by)
