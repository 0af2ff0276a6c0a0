"""Parts of a redemption: writing it down, and what is told of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from checkin import looks, sql
from checkin.models import ScanResult
from checkin.values import Answer, Attempt, Door, TicketSeen, Verdict
from ticketing.core import prepared
from ticketing.core.ids import uuid7


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A scan with its verdict, about to be written."""

    door: Door
    attempt: Attempt
    seen: TicketSeen | None
    verdict: Verdict
    is_signed: bool
    at: datetime
    scan_id: UUID = field(default_factory=uuid7)
    redemption_id: UUID = field(default_factory=uuid7)

    @property
    def scanned_at(self) -> datetime:
        """The sender's clock, where it told it."""
        return self.attempt.scanned_at or self.at


_STATEMENTS = {ScanResult.ADMITTED: sql.WRITE_ADMISSION, ScanResult.LEFT: sql.WRITE_EXIT}


def write_scan(judged: Judged) -> bool:
    """Write the scan and what follows from it, in one statement; False if this scan has been written already."""
    door, verdict = judged.door, judged.verdict
    with prepared.cursor() as cursor:
        cursor.execute(
            _STATEMENTS.get(verdict.result, sql.WRITE_REFUSAL),
            {
                "scan": judged.scan_id,
                "redemption": judged.redemption_id,
                "activity": uuid7(),
                "now": judged.at,
                "tenant": door.tenant_id,
                "gate": door.gate_id,
                "ticket": judged.seen.pk if judged.seen else None,
                "device": door.device_id,
                "operator": door.operator_id,
                "client_id": judged.attempt.scan_id,
                "direction": judged.attempt.direction.value,
                "result": verdict.result.value,
                "facts": json.dumps(verdict.facts),
                "scanned_at": judged.scanned_at,
                "is_signed": judged.is_signed,
                "is_forced": verdict.is_forced,
                "admission_key": verdict.admission_key,
                "uses_up": verdict.uses_up,
                "ends": verdict.ends,
                "action": f"ticket.{verdict.result.value}",
            },
        )
        (is_new,) = cursor.fetchone()
    return bool(is_new)


def answer(judged: Judged) -> Answer:
    """What is told of a scan that has just been written."""
    verdict = judged.verdict
    return Answer(
        scan_id=judged.attempt.scan_id,
        result=verdict.result,
        direction=judged.attempt.direction,
        is_signed=judged.is_signed,
        scanned_at=judged.scanned_at,
        received_at=judged.at,
        ticket_id=judged.seen.pk if judged.seen else None,
        redemption_id=judged.redemption_id if verdict.result == ScanResult.ADMITTED else None,
        facts=looks.told_facts(verdict.facts) | _guest(judged),
        first_use=_first_use(judged),
    )


def _guest(judged: Judged) -> dict[str, Any]:
    seen = judged.seen
    if seen is None or judged.verdict.result == ScanResult.FORGED:
        return {}
    return looks.guest_facts(
        code=seen.code,
        name=seen.attendee_name,
        type_name=seen.type_name,
        order_number=seen.order_number,
        seat_label=seen.seat_label,
        entitlements=seen.entitlements,
    )


def _first_use(judged: Judged) -> dict[str, str] | None:
    first = judged.verdict.facts.get("first_redemption")
    for redemption in judged.seen.live if judged.seen else ():
        if str(redemption.pk) == first:
            return looks.first_use(redemption.at, redemption.gate, redemption.by)
    return looks.first_use_elsewhere(judged.verdict.facts)
