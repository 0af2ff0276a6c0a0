"""The mails of visits, built when they are sent: what they say is how things stand at that moment.

The outbox keeps ids only. Each function here reads, renders and returns a message, or None where nothing is left to
tell: what was moved, cancelled or used meanwhile is told by another mail, or by none.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from events import looks, seo
from orders.documents.palette import accent
from orders.models import Ticket
from orders.queries.order_page import qr_text
from reservations import rules
from reservations.calendars import visit_calendar
from reservations.models import ReservationStatus, TicketReservation, VisitRules
from reservations.queries.visitor import with_tickets
from reservations.queries.visits import rules_of
from reservations.words import moment_in_words, slot_day, slot_hours
from tenants.hooks import MailBuilder
from ticketing.core.mail import Attachment, MailMessage, render_mail
from ticketing.core.qr import qr_png

Context = Mapping[str, Any]


def visit_reserved(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """When and where, with the codes for the door and the calendar file; one mail for a group."""
    live = _told(context, to, ReservationStatus.RESERVED)
    return _message("visit_reserved", live, to, message_id, _codes(live)) if live else None


def visit_cancelled(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The places were given back; the calendar file takes the visit out of the calendar."""
    gone = _told(context, to, ReservationStatus.CANCELLED)
    return _message("visit_cancelled", gone, to, message_id, ()) if gone else None


def visit_reminder(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Tomorrow it is; nothing to whoever has another time, or none, by now."""
    live = [row for row in _told(context, to, ReservationStatus.RESERVED) if str(row.slot_id) == context["slot"]]
    if not live or live[0].slot.starts_at <= timezone.now():
        return None
    return _message("visit_reminder", live, to, message_id, _codes(live))


def _told(context: Context, to: str, status: ReservationStatus) -> list[TicketReservation]:
    """What a mail is about: as it was queued, and still so. A later move queued a mail of its own."""
    queued_at = datetime.fromisoformat(context["at"]) if "at" in context else None
    found = with_tickets(context["reservations"], recipient=to)
    return [row for row in found if row.status == status and (queued_at is None or _changed_at(row) <= queued_at)]


def _changed_at(reservation: TicketReservation) -> datetime:
    return reservation.cancelled_at or reservation.reserved_at


def _message(
    template: str,
    reservations: Sequence[TicketReservation],
    to: str,
    message_id: str,
    codes: tuple[Attachment, ...],
) -> MailMessage:
    first = reservations[0]
    tenant = first.ticket.tenant
    subject, text, html = render_mail(template, _context(reservations), first.locale)
    return MailMessage(
        to=to,
        subject=subject,
        text=text,
        html=html,
        from_name=tenant.name,
        reply_to=tenant.email,
        message_id=message_id,
        attachments=(*codes, _calendar(first)),
        headers={"Content-Language": first.locale},
    )


def _context(reservations: Sequence[TicketReservation]) -> dict[str, object]:
    first = reservations[0]
    slot, ticket, visit_rules = first.slot, first.ticket, rules_of(first) or VisitRules()
    shown = accent(looks.look_of(ticket.tenant, ticket.event).primary_color)
    until = rules.changes_until(slot, visit_rules)
    with translation.override(first.locale):
        words = {
            "day": slot_day(slot, "full"),
            "hours": slot_hours(slot),
            "until": moment_in_words(until, slot.venue.time_zone),
            "place": ", ".join(seo.venue_lines(slot.venue)),
        }
    return words | {
        "event": ticket.event,
        "organizer": ticket.tenant,
        "tickets": [{"ticket": row.ticket, "url": _url(row.ticket)} for row in reservations],
        "url": _url(ticket),
        "can_change": until >= timezone.now(),
        "map_url": seo.venue_map_url(slot.venue),
        "note": visit_rules.note,
        "brand_name": ticket.tenant.name,
        "brand_url": settings.BASE_URL + reverse("events:organizer", kwargs={"tenant": ticket.tenant.slug}),
        "accent": shown.color,
        "on_accent": shown.ink,
    }


def _url(ticket: Ticket) -> str:
    return f"{settings.BASE_URL}{reverse('reservations:visit', kwargs={'code': ticket.code})}"


def _codes(reservations: Sequence[TicketReservation]) -> tuple[Attachment, ...]:
    """A picture for each ticket that opens the door."""
    now = timezone.now()
    payloads = [(row.ticket.code, qr_text(row.ticket, now=now)) for row in reservations]
    return tuple(
        Attachment(name=f"{code}.png", content_type="image/png", content=qr_png(payload))
        for code, payload in payloads
        if payload
    )


def _calendar(reservation: TicketReservation) -> Attachment:
    is_cancelled = reservation.status == ReservationStatus.CANCELLED
    content = visit_calendar(reservation, reservation.ticket, language=reservation.locale, is_cancelled=is_cancelled)
    method = "CANCEL" if is_cancelled else "PUBLISH"
    return Attachment(name="visit.ics", content_type=f"text/calendar; charset=utf-8; method={method}", content=content)


BUILDERS: dict[str, MailBuilder] = {
    "visit_reserved": visit_reserved,
    "visit_cancelled": visit_cancelled,
    "visit_reminder": visit_reminder,
}
