"""Slots, reservations and tickets as the office shows them. Filters only; they query nothing."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from orders.models import Ticket
from reservations.models import ReservationSlot, ReservationStatus, SlotStatus, TicketReservation
from reservations.words_office import day_name, entry_in_words, hours, ticket_state
from tenants.models import ActivityLog

register = template.Library()

_SLOT_TONES = {SlotStatus.FULL: "warn", SlotStatus.CLOSED: "none", SlotStatus.ACTIVE: "good"}
_RESERVATION_TONES = {
    ReservationStatus.RESERVED: "info",
    ReservationStatus.VERIFIED: "good",
    ReservationStatus.CANCELLED: "none",
}
_TICKET_TONES = {"waiting": "none", "active": "info", "reserved": "accent", "used": "good", "void": "bad"}


@register.filter
def slot_hours(slot: ReservationSlot) -> str:
    """“09:00–12:00”."""
    return hours(slot.start_time, slot.end_time)


@register.filter
def slot_state(slot: ReservationSlot) -> str:
    """Open, full or closed, in words."""
    return str(SlotStatus(slot.status).label)


@register.filter
def slot_tone(slot: ReservationSlot) -> str:
    """The tone that goes with a slot's state."""
    return _SLOT_TONES.get(SlotStatus(slot.status), "none")


@register.filter
def reservation_tone(reservation: TicketReservation) -> str:
    """The tone that goes with a reservation's state."""
    return _RESERVATION_TONES.get(ReservationStatus(reservation.status), "none")


@register.filter
def code_state(ticket: Ticket) -> str:
    """How far a pre-made ticket has come, in words."""
    return ticket_state(ticket)[1]


@register.filter
def code_tone(ticket: Ticket) -> str:
    """The tone that goes with that."""
    return _TICKET_TONES[ticket_state(ticket)[0]]


@register.filter
def local_day(day: date, style: str = "full") -> SafeString:
    """A day: `full` “Monday, 1 June 2026”, `medium` “1 Jun 2026”, `short` “Mon, 1 Jun”, `weekday` “Mon”."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), day_name(day, style))


@register.filter
def percent_of(part: int, whole: int) -> int:
    """How much of the whole, from 0 to 100."""
    return min(100, round(100 * part / whole)) if whole else 0


@register.filter
def day_words(day: date, style: str = "full") -> str:
    """The same without its element, for attributes and titles; also `weekday_long` and `month`."""
    return day_name(day, style)


@register.filter
def masked_code(code: str) -> str:
    """Enough of a ticket's code to tell it from others, too little to use it."""
    return f"…{code[-4:]}"


@register.filter
def slot_entry(entry: ActivityLog) -> str:
    """What was done to a slot, in words."""
    return entry_in_words(entry)
