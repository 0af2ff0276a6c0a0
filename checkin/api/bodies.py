"""Answers of the door as JSON, written by hand: they are in the path of every scan."""

import base64
from typing import Any

from checkin.models import ScanResult
from checkin.queries import Counts
from checkin.values import Answer, Door
from events.models import SigningKey

TONES: dict[str, str] = {
    ScanResult.ADMITTED: "good",
    ScanResult.LEFT: "good",
    ScanResult.UNPAID: "warn",
    ScanResult.TOO_EARLY: "warn",
    ScanResult.WRONG_GATE: "warn",
    ScanResult.NOT_ACTIVATED: "warn",
    ScanResult.NOT_INSIDE: "warn",
    ScanResult.NOT_RESERVED: "warn",
    ScanResult.WRONG_DAY: "warn",
    ScanResult.WRONG_VENUE: "warn",
}


def tone(result: ScanResult) -> str:
    """Green, amber (a steward can help) or red."""
    return TONES.get(result, "bad")


def scan(answer: Answer) -> dict[str, Any]:
    """The body of a judged scan."""
    return {
        "scan_id": str(answer.scan_id),
        "result": answer.result.value,
        "tone": tone(answer.result),
        "text": str(answer.result.label),
        "direction": answer.direction.value,
        "signed": answer.is_signed,
        "scanned_at": answer.scanned_at.isoformat(),
        "received_at": answer.received_at.isoformat(),
        "facts": answer.facts,
        "first_use": answer.first_use,
        "redemption_id": str(answer.redemption_id) if answer.redemption_id else None,
    }


def gate(door: Door, counts: Counts, keys: list[SigningKey]) -> dict[str, Any]:
    """The body that describes a gate."""
    return {
        "id": str(door.gate_id),
        "name": door.gate_name,
        "event_id": str(door.event_id),
        "opens_at": door.opens_at,
        "closes_at": door.closes_at,
        "allows_reentry": door.allows_reentry,
        "entries_per_day": door.entries_per_day,
        "counts": {"at_gate": counts.at_gate, "admitted": counts.admitted, "expected": counts.expected},
        "public_keys": [
            {
                "key_id": key.key_id,
                "public_key": base64.b64encode(bytes(key.public_key)).decode(),
                "retired_at": key.retired_at,
            }
            for key in keys
        ],
    }
