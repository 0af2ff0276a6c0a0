"""Pure decisions of the door: may this ticket enter, here, now, once more? No database, no clock."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from checkin.models import Direction, ScanResult
from checkin.values import Door, LiveRedemption, SessionSeen, TicketSeen, Verdict
from orders.models import OrderStatus, PaymentState, TicketStatus

EVERY_DAY = "day"
"""Stands in `TicketSeen.open_keys` for the admissions that a ticket gets anew each day."""

Refusal = Verdict | None


def judge(*, door: Door, seen: TicketSeen, direction: Direction, version: int | None, now: datetime) -> Verdict:
    """Whether a ticket of this event is admitted; `version` is its QR's signed one, None for a bare code.

    A ticket is refused for the gravest reason first: what no steward can mend comes before what time or money mends.
    """
    for refusal in refusals(door=door, seen=seen, version=version, now=now):
        return refusal
    return _leave(door, seen, now) if direction == Direction.EXIT else _enter(door, seen, now)


def refusals(*, door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Iterator[Verdict]:
    """All that speaks against a ticket at this door, the gravest first, but for that it was used."""
    for refuse in _REFUSALS:
        refusal = refuse(door, seen, version, now)
        if refusal is not None:
            yield refusal


FORCEABLE = frozenset(
    {
        ScanResult.WRONG_GATE,
        ScanResult.TOO_EARLY,
        ScanResult.TOO_LATE,
        ScanResult.NOT_RESERVED,
        ScanResult.WRONG_DAY,
        ScanResult.WRONG_VENUE,
        ScanResult.NOT_ACTIVATED,
    }
)
"""What a person with the permission may overrule: never money, forgery, or a second use."""


def overrule(verdict: Verdict, *, door: Door, seen: TicketSeen, reason: str, now: datetime) -> Verdict:
    """The admission that somebody insists on, where the refusal is one that may be overruled; else the refusal."""
    if verdict.result not in FORCEABLE or not admission_keys(door, seen, now):
        return verdict
    entered = _enter(door, seen, now)
    if entered.result != ScanResult.ADMITTED:
        return entered
    facts = verdict.facts | entered.facts | {"forced": verdict.result.value, "reason": reason}
    return replace(entered, facts=facts, is_forced=True, uses_up=True)


def admission_keys(door: Door, seen: TicketSeen, now: datetime) -> list[str]:
    """The admissions of the ticket that this gate could use now, in the order of their use.

    A gate for sessions admits to the earliest that is not over (of those that the ticket's type names); one with
    entries per day to so many on each local day of the event's zone; any other once in all, which is the empty key.
    """
    if door.sessions:
        session = current_session(door, seen, now)
        return [str(session.pk)] if session else []
    if door.entries_per_day:
        day = now.astimezone(door.zone).date().isoformat()
        return [day, *(f"{day}/{entry}" for entry in range(2, door.entries_per_day + 1))]
    return [""]


def current_session(door: Door, seen: TicketSeen, now: datetime) -> SessionSeen | None:
    """The session that the ticket would enter now: the last one where all are over, None where it names none."""
    admitted = [session for session in door.sessions if session.pk in seen.admits]
    return next((session for session in admitted if session.ends_at > now), admitted[-1] if admitted else None)


def _enter(door: Door, seen: TicketSeen, now: datetime) -> Verdict:
    keys = admission_keys(door, seen, now)
    live = {redemption.key: redemption for redemption in seen.live}
    if seen.status == TicketStatus.USED and not live:
        # Marked as used elsewhere (an import): there is no redemption to tell of.
        at = seen.checked_in_at.isoformat() if seen.checked_in_at else None
        return Verdict(result=ScanResult.ALREADY_USED, facts={"first_used_at": at})
    key = next((key for key in keys if key not in live), None)
    if key is None:
        return Verdict(result=ScanResult.ALREADY_USED, facts=_first_use(live[key] for key in keys))
    facts: dict[str, object] = {}
    if seen.hand_out:
        facts["hand_out"] = list(seen.hand_out)
    if door.sessions and (session := current_session(door, seen, now)):
        facts["session"] = session.title
    used_now = EVERY_DAY if door.entries_per_day and not door.sessions else key
    left = seen.open_keys - {used_now} if used_now != EVERY_DAY else seen.open_keys | {EVERY_DAY}
    return Verdict(result=ScanResult.ADMITTED, facts=facts, admission_key=key, uses_up=not left)


def _leave(door: Door, seen: TicketSeen, now: datetime) -> Verdict:
    keys = admission_keys(door, seen, now)
    inside = [redemption for redemption in seen.live if redemption.key in keys]
    if not inside:
        return Verdict(result=ScanResult.NOT_INSIDE)
    last = max(inside, key=lambda redemption: redemption.at)
    return Verdict(result=ScanResult.LEFT, ends=last.pk if door.allows_reentry else None)


def _first_use(redemptions: Iterator[LiveRedemption]) -> dict[str, object]:
    first = min(redemptions, key=lambda redemption: redemption.at)
    return {"first_redemption": str(first.pk)}


def _replaced(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Refusal:
    if version is not None and version != seen.qr_version:
        return Verdict(result=ScanResult.REPLACED)
    return None


def _cancelled(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Refusal:
    order_is_over = seen.order_status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED)
    if seen.status == TicketStatus.CANCELLED or order_is_over or door.event_status == "cancelled":
        return Verdict(result=ScanResult.CANCELLED)
    return None


def _expired(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Refusal:
    # The status may lag behind: the moment itself decides.
    if seen.status == TicketStatus.EXPIRED or (seen.expires_at is not None and seen.expires_at <= now):
        return Verdict(
            result=ScanResult.EXPIRED, facts={"expired_at": seen.expires_at.isoformat()} if seen.expires_at else {}
        )
    return None


def _wrong_gate(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Refusal:
    type_is_wrong = door.ticket_type_ids and seen.ticket_type_id not in door.ticket_type_ids
    if type_is_wrong or (door.sessions and current_session(door, seen, now) is None):
        return Verdict(result=ScanResult.WRONG_GATE)
    return None


def _wrong_time(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Refusal:
    if door.opens_at is not None and now < door.opens_at:
        return Verdict(result=ScanResult.TOO_EARLY, facts={"opens_at": door.opens_at.isoformat()})
    if door.closes_at is not None and now >= door.closes_at:
        return Verdict(result=ScanResult.TOO_LATE, facts={"closed_at": door.closes_at.isoformat()})
    return None


def _unpaid(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Refusal:
    is_waiting = seen.status == TicketStatus.PENDING
    owes = (
        seen.order_status == OrderStatus.CONFIRMED and seen.payment_status != PaymentState.PAID and seen.total_cents > 0
    )
    if not (is_waiting or owes):
        return None
    facts: dict[str, object] = {"can_pay_here": owes}
    if seen.total_cents:
        facts |= {"amount_due_cents": seen.total_cents, "currency": seen.currency}
    return Verdict(result=ScanResult.UNPAID, facts=facts)


def _not_activated(door: Door, seen: TicketSeen, version: int | None, now: datetime) -> Refusal:
    if seen.activated_at is None and seen.activation_mode == "deferred":
        return Verdict(result=ScanResult.NOT_ACTIVATED)
    return None


_REFUSALS: tuple[Callable[[Door, TicketSeen, int | None, datetime], Refusal], ...] = (
    _replaced,
    _cancelled,
    _expired,
    _wrong_gate,
    _wrong_time,
    _unpaid,
    _not_activated,
)
