"""Pure decisions of visits: may this ticket be activated, reserved, changed, let in now? No database, no clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from checkin.models import ScanResult
from checkin.values import Verdict
from events.models import ActivationMode
from orders.models import OrderStatus, PaymentState, Ticket, TicketStatus
from reservations import errors
from reservations.models import ReservationSlot, TicketReservation, VisitRules
from reservations.values import Actor, Hours, Series
from reservations.words import day_in_words, moment_in_words
from ticketing.core.errors import DomainError

MOST_IN_A_SERIES = 5_000


def check_usable(ticket: Ticket, *, now: datetime) -> None:
    """Refuse a ticket that is void, used, over or unpaid; it comes with its type and order."""
    order = ticket.order
    if ticket.status == TicketStatus.CANCELLED or (order and order.status in _ENDED):
        raise errors.TicketVoid()
    if ticket.status == TicketStatus.USED:
        raise errors.TicketUsed()
    if ticket.status == TicketStatus.EXPIRED or (ticket.expires_at is not None and ticket.expires_at <= now):
        raise errors.TicketExpired()
    owes = order is not None and order.total_cents > 0 and order.payment_status != PaymentState.PAID
    if ticket.status == TicketStatus.PENDING or owes:
        raise errors.TicketNotPaid()


_ENDED = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)


def check_reservable(ticket: Ticket, *, now: datetime) -> None:
    """Refuse a ticket with which no visit can be reserved; whether it has one already is for the caller to see."""
    if ticket.ticket_type.reservation_venue_id is None:
        raise errors.TicketNotForVisits()
    check_usable(ticket, now=now)
    if ticket.activated_at is None:
        raise errors.TicketNotActive()


def check_activatable(ticket: Ticket, *, now: datetime) -> None:
    """Refuse to activate a ticket that is void, over, unpaid, or active already."""
    if ticket.status == TicketStatus.VALID and ticket.activated_at is not None:
        raise errors.AlreadyActive()
    check_usable(ticket, now=now)


def refusal_to_reserve(ticket: Ticket, *, is_reserved: bool, now: datetime) -> DomainError | None:
    """Why no visit can be reserved with a ticket now; None if one can."""
    try:
        check_reservable(ticket, now=now)
    except DomainError as refusal:
        return refusal
    return errors.AlreadyReserved() if is_reserved else None


def check_slot(ticket: Ticket, slot: ReservationSlot, *, now: datetime) -> None:
    """Refuse a slot that is not for this ticket, closed, begun, or later than the ticket lasts."""
    if slot.venue_id != ticket.ticket_type.reservation_venue_id or slot.tenant_id != ticket.tenant_id:
        raise errors.SlotUnknown()
    check_open(slot, now=now)
    if ticket.expires_at is not None and slot.ends_at > ticket.expires_at:
        # The last valid moment is midnight: the day that people know is the one before.
        raise errors.SlotAfterExpiry(until=day_in_words(ticket.expires_at - timedelta(seconds=1), slot.venue.time_zone))


def check_open(slot: ReservationSlot, *, now: datetime) -> None:
    """Refuse a slot that is closed or has ended. One that runs can still be had."""
    if slot.is_closed:
        raise errors.SlotClosed()
    if slot.ends_at <= now:
        raise errors.SlotOver()


def changes_until(slot: ReservationSlot, rules: VisitRules) -> datetime:
    """The instant, in UTC, until which a visitor may change or cancel a visit in this slot."""
    return slot.starts_at - timedelta(minutes=rules.cutoff_minutes)


def check_changeable(reservation: TicketReservation, rules: VisitRules, *, actor: Actor, now: datetime) -> None:
    """Refuse a change after the cut-off, which binds visitors only. The reservation comes with slot and venue."""
    until = changes_until(reservation.slot, rules)
    if not actor.is_member and now > until:
        raise errors.TooLateToChange(cutoff=moment_in_words(until, reservation.slot.venue.time_zone))


def judge_visit(
    reservation: TicketReservation | None, rules: VisitRules | None, *, at_venue: object = None, now: datetime
) -> Verdict | None:
    """Why a ticket for visits is not let in now, `at_venue` if the door is a venue's; None if it is.

    Let in from a little before its slot begins to a little after it ends, whatever day it is by then; else the day
    says whether it is too early, too late, or another day altogether.
    """
    if reservation is None:
        return Verdict(result=ScanResult.NOT_RESERVED)
    slot = reservation.slot
    facts = {"slot": slot_facts(slot)}
    if at_venue is not None and slot.venue_id != at_venue:
        return Verdict(result=ScanResult.WRONG_VENUE, facts=facts)
    early, late = (rules.early_minutes, rules.late_minutes) if rules else (0, 0)
    opens, closes = slot.starts_at - timedelta(minutes=early), slot.ends_at + timedelta(minutes=late)
    if opens <= now <= closes:
        return None
    if now.astimezone(slot.zone).date() != slot.date:
        return Verdict(result=ScanResult.WRONG_DAY, facts=facts)
    return Verdict(result=ScanResult.TOO_EARLY if now < opens else ScanResult.TOO_LATE, facts=facts)


def slot_facts(slot: ReservationSlot) -> dict[str, str]:
    """A slot as a scan's facts keep it. It comes with its venue."""
    return {
        "id": str(slot.pk),
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "zone": slot.venue.time_zone,
        "venue": slot.venue.name,
    }


def check_hours(day: date, hours: Hours, zone: ZoneInfo) -> None:
    """Refuse hours that end as they begin, or that the venue's clocks skip on that day."""
    if hours.start == hours.end:
        raise errors.HoursInvalid()
    last_day = day + timedelta(days=1) if hours.end < hours.start else day
    for on, at in ((day, hours.start), (last_day, hours.end)):
        if is_skipped(on, at, zone):
            raise errors.HoursSkipped(time=f"{at:%H:%M}", day=f"{on:%Y-%m-%d}")


def is_skipped(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clocks of a zone never show that time on that day, since they are put forward over it."""
    moment = datetime.combine(day, at, tzinfo=zone)
    shown = moment.astimezone(UTC).astimezone(zone)
    return shown.replace(tzinfo=None) != moment.replace(tzinfo=None)


def days_of(series: Series) -> Iterator[date]:
    """The days of a series, in order."""
    day = series.first_day
    while day <= series.last_day:
        if day.weekday() in series.weekdays and day not in series.exceptions:
            yield day
        day += timedelta(days=1)


def is_deferred(ticket: Ticket) -> bool:
    """Whether its holder activates it."""
    return ticket.activation_mode == ActivationMode.DEFERRED
