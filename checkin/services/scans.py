"""Judging scans, and taking an admission back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from checkin import codes, hooks, locks, looks, queries, rules, steps
from checkin.errors import AlreadyUndone, ScanIdTaken
from checkin.models import Direction, Redemption, ScanResult
from checkin.values import Answer, Attempt, Door, TicketSeen, Verdict
from orders.models import TicketStatus
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.logs import log_event


@transaction.atomic(durable=True)
def redeem(*, door: Door, attempt: Attempt, now: datetime) -> Answer:
    """Judge a scan and, if nothing speaks against it, admit its ticket: once per admission, whoever scans at once.

    Every attempt is written down. The same `scan_id` sent again, even at the same moment, gets the same answer and
    changes nothing. `force_reason` admits, by permission, where only time, place or a missing reservation speaks
    against it. Raises ScanIdTaken if the id belongs to a scan of another gate.
    """
    sent = codes.parse(attempt.text)
    found = looks.ticket(door, sent.code, scan_id=attempt.scan_id, now=now) if sent.code else None
    return _decide(door, attempt, codes.read(sent, door), found, now)


@transaction.atomic(durable=True)
def redeem_at_device(*, token: str, gate: UUID, attempt: Attempt, now: datetime) -> Answer | None:
    """The same for the device with this token at its own gate, which is found in the statement that finds the ticket.

    None, and nothing done, for a device that `access` has to look at: unknown, elsewhere, or not seen of late.
    """
    sent = codes.parse(attempt.text)
    at_door = looks.door_and_ticket(token=token, gate=gate, code=sent.code, scan_id=attempt.scan_id, now=now)
    if at_door is None:
        return None
    door, found = at_door
    return _decide(door, attempt, codes.read(sent, door), found, now)


@transaction.atomic(durable=True)
def undo_admission(*, redemption: Redemption, by: User, now: datetime) -> Redemption:
    """Take an admission back: the redemption ends, and its ticket admits again. Raises AlreadyUndone."""
    ticket = locks.ticket(redemption.ticket_id)
    redemption.refresh_from_db()
    if redemption.ended_at is not None:
        raise AlreadyUndone()
    redemption.ended_at = now
    redemption.save(update_fields=["ended_at"])
    first = ticket.redemptions.filter(ended_at=None).select_related("scan").order_by("redeemed_at").first()
    if ticket.status == TicketStatus.USED:
        ticket.status = TicketStatus.VALID
    ticket.checked_in_at = first.redeemed_at if first else None
    ticket.checked_in_by_id = first.scan.operator_id if first else None
    ticket.save(update_fields=["status", "checked_in_at", "checked_in_by"])
    for step in hooks.undone if first is None else ():
        step(ticket_id=ticket.pk, by=by.pk, now=now)
    log_activity(
        tenant=redemption.tenant_id,
        actor=by,
        action="ticket.admission_undone",
        target=ticket,
        metadata={"redemption": str(redemption.pk), "gate": str(redemption.gate_id)},
        now=now,
    )
    transaction.on_commit(
        partial(log_event, "redemption_undone", redemption=redemption.pk, ticket=ticket.pk, tenant=ticket.tenant_id)
    )
    return redemption


def _decide(
    door: Door, attempt: Attempt, scanned: codes.Scanned, found: tuple[TicketSeen, bool] | None, now: datetime
) -> Answer:
    """Judge what was found, under its lock, and write that down."""
    if found is None:
        seen, verdict = None, _without_ticket(scanned, door)
    else:
        seen, is_known = found
        if is_known:
            return _answer_again(attempt, door)
        verdict = _judge(door, seen, scanned, attempt, now)
    if door.venue_id is not None:
        verdict = replace(verdict, facts=verdict.facts | {"at_venue": str(door.venue_id)})
    judged = steps.Judged(door=door, attempt=attempt, seen=seen, verdict=verdict, is_signed=scanned.is_signed, at=now)
    if not steps.write_scan(judged):
        return _answer_again(attempt, door)
    if seen is not None and verdict.result == ScanResult.ADMITTED and seen.visit_venue_id is not None:
        for step in hooks.admitted:
            step(ticket_id=seen.pk, by=door.operator_id, now=now)
    _tell_the_log(judged)
    return steps.answer(judged)


def _judge(door: Door, seen: TicketSeen, scanned: codes.Scanned, attempt: Attempt, now: datetime) -> Verdict:
    if scanned.is_forged:
        return Verdict(result=ScanResult.FORGED)
    verdict = judge(door=door, seen=seen, attempt=attempt, version=scanned.version, now=now)
    insists = attempt.force_reason and attempt.direction == Direction.ENTRY and door.may("checkin.force")
    if not insists or verdict.result not in rules.FORCEABLE:
        return verdict
    # Behind a reason that may be overruled there may be one that may not: an unpaid ticket at the wrong gate.
    for refusal in _refusals(door, seen, scanned.version, now):
        if refusal.result not in rules.FORCEABLE:
            return refusal
    return rules.overrule(verdict, door=door, seen=seen, reason=attempt.force_reason, now=now)


def judge(*, door: Door, seen: TicketSeen, attempt: Attempt, version: int | None, now: datetime) -> Verdict:
    """How a ticket would be judged here and now, by the door's rules and those of the apps above. Changes nothing."""
    verdict = rules.judge(door=door, seen=seen, direction=attempt.direction, version=version, now=now)
    if verdict.result == ScanResult.ADMITTED:
        for rule in hooks.admission_rules:
            if refusal := rule(door=door, seen=seen, now=now):
                return refusal
    return verdict


def _refusals(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Iterator[Verdict]:
    """All that speaks against a ticket here and now."""
    yield from rules.refusals(door=door, seen=seen, version=version, now=now)
    for rule in hooks.admission_rules:
        if refusal := rule(door=door, seen=seen, now=now):
            yield refusal


def _without_ticket(scanned: codes.Scanned, door: Door) -> Verdict:
    if scanned.if_missing is not None:
        return Verdict(result=scanned.if_missing)
    event = queries.event_of_code(door.tenant_id, scanned.code)
    if event is None:
        return Verdict(result=ScanResult.UNKNOWN)
    return Verdict(result=ScanResult.WRONG_EVENT, facts={"event": event})


def _answer_again(attempt: Attempt, door: Door) -> Answer:
    answer = looks.answer_again(attempt.scan_id, door)
    if answer is None:
        raise ScanIdTaken()
    return answer


def _tell_the_log(judged: steps.Judged) -> None:
    ids = {"gate": judged.door.gate_id, "tenant": judged.door.tenant_id, "scan": judged.scan_id}
    if judged.seen is not None:
        ids["ticket"] = judged.seen.pk
    transaction.on_commit(partial(log_event, "redemption", result=judged.verdict.result.value, **ids))
