"""What a steward is told of a scan: one word, one colour, one shape, and the lines that help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from checkin.api.bodies import tone
from checkin.models import Direction, ScanResult
from checkin.rules import FORCEABLE
from checkin.values import Answer, Door
from ticketing.core.money import format_money
from ticketing.core.when import date_and_time, local_date, local_time

ICONS = {"good": "check", "warn": "triangle-alert", "bad": "x"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A judged scan, ready to be shown. `lines` are whole sentences, the most helpful first."""

    result: str
    tone: str
    icon: str
    word: str
    name: str = ""
    ticket_type: str = ""
    lines: tuple[str, ...] = ()
    hand_out: tuple[str, ...] = ()
    code: str = ""
    undo: UUID | None = None
    pay: UUID | None = None
    """The ticket whose order may be paid here."""
    amount: str = ""
    can_force: bool = False
    """Whether who stands here may admit anyway, with a reason."""
    text: str = ""
    """What was scanned, to be sent again with the reason."""
    reason: str = ""
    """The reason as it was typed, where it will not do: `reason_error` says why not."""
    reason_error: str = ""


def tell(answer: Answer, door: Door) -> Told:
    """An answer in words, with what who stands here may do about it."""
    facts = answer.facts
    amount = format_money(facts["amount_due_cents"], facts["currency"]) if "amount_due_cents" in facts else ""
    can_pay = bool(facts.get("can_pay_here")) and door.may("payments.record")
    shade = tone(answer.result)
    return Told(
        result=answer.result.value,
        tone=shade,
        icon=ICONS[shade],
        word=_to_pay(amount) if amount else str(answer.result.label),
        name=facts.get("name", ""),
        ticket_type=facts.get("ticket_type", ""),
        lines=tuple(_lines(answer, door)),
        hand_out=tuple(facts.get("hand_out", ())),
        code=facts.get("code", ""),
        undo=answer.redemption_id if door.may("checkin.undo") else None,
        pay=answer.ticket_id if can_pay else None,
        amount=amount,
        can_force=_can_force(answer, door),
    )


def _can_force(answer: Answer, door: Door) -> bool:
    is_entry = answer.direction == Direction.ENTRY
    return is_entry and answer.result in FORCEABLE and answer.ticket_id is not None and door.may("checkin.force")


def undone() -> Told:
    """An admission was taken back."""
    return Told(
        result="undone",
        tone="warn",
        icon="undo-2",
        word=_("Taken back"),
        lines=(_("The guest is not admitted, and the ticket admits again."),),
    )


def refused(text: str) -> Told:
    """Something that was asked for beside a scan was refused."""
    return Told(result="refused", tone="warn", icon="triangle-alert", word=_("Not done"), lines=(text,))


def _to_pay(amount: str) -> str:
    return _("To pay: %(amount)s") % {"amount": amount}


def _lines(answer: Answer, door: Door) -> list[str]:
    facts = answer.facts
    lines = []
    explain = _EXPLAINED.get(answer.result)
    if explain is not None and (line := explain(answer, door)):
        lines.append(line)
    if session := facts.get("session"):
        lines.append(session)
    if seat := facts.get("seat_label"):
        lines.append(_("Seat %(seat)s") % {"seat": seat})
    if answer.is_admitted and "slot" in facts:
        lines.append(_reserved_for(answer, door))
    lines.extend(facts.get("entitlements", ()))
    if reason := facts.get("reason"):
        lines.append(_("Admitted anyway: %(reason)s") % {"reason": reason})
    if answer.is_admitted and not answer.is_signed:
        lines.append(_("The code was typed or is a plain barcode: look at the name."))
    return lines


def _already_used(answer: Answer, door: Door) -> str:
    first = answer.first_use
    if first is None:
        return _("This ticket was used before.")
    told = {"when": _moment(first["at"], door), "gate": first["gate"], "by": first["by"]}
    if not first["gate"]:
        return _("First used %(when)s.") % told
    if not first["by"]:
        return _("First used %(when)s at “%(gate)s”.") % told
    return _("First used %(when)s at “%(gate)s”, admitted by %(by)s.") % told


def _wrong_event(answer: Answer, door: Door) -> str:
    if door.venue_id and "event" in answer.facts:
        return _("This ticket is for “%(event)s”, and no visit comes with it.") % {"event": answer.facts["event"]}
    if event := answer.facts.get("event"):
        return _("This ticket is for “%(event)s”.") % {"event": event}
    return _("This ticket is for another event.")


def _too_early(answer: Answer, door: Door) -> str:
    if "slot" in answer.facts:
        return _reserved_for(answer, door)
    return _("This gate opens %(when)s.") % {"when": _moment(answer.facts["opens_at"], door)}


def _too_late(answer: Answer, door: Door) -> str:
    if "slot" in answer.facts:
        return _reserved_for(answer, door)
    return _("This gate closed %(when)s.") % {"when": _moment(answer.facts["closed_at"], door)}


def _reserved_for(answer: Answer, door: Door) -> str:
    slot = answer.facts.get("slot")
    if not slot:
        return ""
    return _("Reserved for %(slot)s.") % {"slot": slot_in_words(slot)}


def slot_in_words(slot: Mapping[str, str]) -> str:
    """Day, hours and venue of a reserved slot, as a scan's facts keep it."""
    starts, ends = (datetime.fromisoformat(slot[name]) for name in ("starts_at", "ends_at"))
    day = local_date(starts, slot["zone"], "short")
    hours = f"{local_time(starts, slot['zone'])} – {local_time(ends, slot['zone'])}"
    return _("%(day)s, %(hours)s, %(venue)s") % {"day": day, "hours": hours, "venue": slot["venue"]}


def _expired(answer: Answer, door: Door) -> str:
    if at := answer.facts.get("expired_at"):
        return _("This ticket was valid until %(when)s.") % {"when": _moment(at, door)}
    return _("This ticket is no longer valid.")


def _unpaid(answer: Answer, door: Door) -> str:
    if not answer.facts.get("can_pay_here"):
        return _("The order is not paid yet. Please send the guest to the box office.")
    if door.may("payments.record"):
        return _("Take the payment, then record it here.")
    return _("Please send the guest to somebody who can take the payment.")


def _moment(at: Any, door: Door) -> str:
    return date_and_time(datetime.fromisoformat(at), door.zone.key)


_EXPLAINED: dict[ScanResult, Callable[[Answer, Door], str]] = {
    ScanResult.ALREADY_USED: _already_used,
    ScanResult.WRONG_EVENT: _wrong_event,
    ScanResult.WRONG_GATE: lambda answer, door: _("This ticket enters through another gate."),
    ScanResult.TOO_EARLY: _too_early,
    ScanResult.TOO_LATE: _too_late,
    ScanResult.UNPAID: _unpaid,
    ScanResult.CANCELLED: lambda answer, door: _("This ticket was cancelled and does not admit."),
    ScanResult.EXPIRED: _expired,
    ScanResult.NOT_ACTIVATED: lambda answer, door: _("Its holder has to activate this ticket first."),
    ScanResult.REPLACED: lambda answer, door: _(
        "There is a newer QR code for this ticket. Ask for the latest e-mail or the order page."
    ),
    ScanResult.NOT_RESERVED: lambda answer, door: _(
        "No visit is reserved with this ticket. Its holder can choose a time."
    ),
    ScanResult.WRONG_DAY: _reserved_for,
    ScanResult.WRONG_VENUE: _reserved_for,
    ScanResult.NOT_INSIDE: lambda answer, door: _("Nobody is inside with this ticket."),
    ScanResult.FORGED: lambda answer, door: _("This QR code was not issued by us. Do not admit."),
    ScanResult.UNKNOWN: lambda answer, door: (
        _("This is not a ticket of this organizer.") if door.venue_id else _("This is not a ticket for this event.")
    ),
}
