"""The mails of an order, complete with their attachments and ready for `ticketing.core.mail.send`.

`pdf` is the paper that goes with a mail; None where there are no tickets, or no PDFs can be made.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import translation

from orders.documents import words
from orders.documents.event_calendar import order_calendar
from orders.documents.facts import DEFAULT_COLOR, OrderFacts, OrderTitle, TicketFacts
from orders.documents.palette import accent
from ticketing.core.mail import Attachment, MailMessage, render_mail
from ticketing.core.qr import qr_png

PLATFORM = "Foyer"


def order_confirmed(order: OrderFacts, *, pdf: bytes | None, message_id: str) -> MailMessage:
    """To the buyer: it worked, here are your tickets. With PDF and calendar file."""
    return _to_buyer("order_confirmed", order, message_id, {"has_pdf": pdf is not None}, _papers(order, pdf))


def payment_pending(order: OrderFacts, *, message_id: str) -> MailMessage:
    """To the buyer: the places are held; where to send the money and until when. Needs `order.bank`."""
    pay_by = _in_words(order, order.bank.pay_by) if order.bank else ""
    return _to_buyer("payment_pending", order, message_id, {"pay_by": pay_by})


def payment_too_late(order: OrderFacts, *, amount_cents: int, message_id: str) -> MailMessage:
    """To the buyer: the money came when the places were gone, and is on its way back in full."""
    return _to_buyer("payment_too_late", order, message_id, {"amount_cents": amount_cents})


def refund_sent(order: OrderFacts, *, amount_cents: int, message_id: str) -> MailMessage:
    """To the buyer: so much of the money is on its way back. Says nothing of the tickets: cancelling is its own act."""
    return _to_buyer("refund_sent", order, message_id, {"amount_cents": amount_cents})


def order_cancelled(order: OrderFacts, *, refund_cents: int, message_id: str) -> MailMessage:
    """To the buyer: the order no longer admits, or only its valid tickets do; `refund_cents` (or 0) comes back.

    If the whole event is cancelled, a calendar file takes it out of the buyer's calendar.
    """
    attachments = (_calendar(order),) if order.event.is_cancelled else ()
    return _to_buyer("order_cancelled", order, message_id, {"refund_cents": refund_cents}, attachments)


def refund_returned(order: OrderFacts, *, amount_cents: int, message_id: str) -> MailMessage:
    """To the buyer: what was on its way back could not be delivered, and is not lost."""
    return _to_buyer("refund_returned", order, message_id, {"amount_cents": amount_cents})


def order_payable(order: OrderFacts, *, pay_by: datetime, url: str, message_id: str) -> MailMessage:
    """To the buyer: the order is accepted, or has more time; where to pay it and until when."""
    return _to_buyer("order_payable", order, message_id, {"pay_by": _in_words(order, pay_by), "url": url})


def order_declined(order: OrderFacts, *, reason: str, is_lapsed: bool, message_id: str) -> MailMessage:
    """To the buyer: the organizer said no, in their words, or did not answer in time. Nothing was charged."""
    return _to_buyer("order_declined", order, message_id, {"reason": reason, "is_lapsed": is_lapsed})


def event_cancelled(order: OrderFacts, *, message: str, refund_cents: int, message_id: str) -> MailMessage:
    """To the buyer: the event does not take place. With a calendar file that takes it out of their calendar."""
    context = {"message": message, "refund_cents": refund_cents}
    return _to_buyer("event_cancelled", order, message_id, context, (_calendar(order),))


def attendee_ticket(order: OrderFacts, ticket: TicketFacts, *, pdf: bytes | None, message_id: str) -> MailMessage:
    """To a guest whose address is not the buyer's: their own ticket, without the price and the way to the order."""
    # Who has no way to the order gets the code itself where no PDF can be made.
    papers = _papers(order, pdf) if pdf is not None else (_picture(ticket), _calendar(order))
    return _message("attendee_ticket", order, ticket.attendee_email, message_id, {"ticket": guests_own(ticket)}, papers)


def event_changed(order: OrderFacts, *, to: str, before: Mapping[str, str], message_id: str) -> MailMessage:
    """To the buyer, or a guest: the event is at another time or place than `before` says; with the new calendar file.

    A guest is shown no way to the order.
    """
    was = replace(
        order.event,
        starts_at=datetime.fromisoformat(before["starts_at"]),
        ends_at=datetime.fromisoformat(before["ends_at"]),
        time_zone=before["time_zone"],
    )
    with translation.override(order.locale):
        context = {"was": words.when(was), "was_at": before["place"], "is_buyer": to == order.buyer_email}
    return _message("event_changed", order, to, message_id, context, (_calendar(order),))


def guests_own(ticket: TicketFacts) -> TicketFacts:
    """A ticket as its guest may see it: without what somebody else paid for it."""
    return replace(ticket, price_cents=None)


def my_tickets(*, to: str, locale: str, url: str, orders: tuple[OrderTitle, ...], message_id: str) -> MailMessage:
    """To whoever asked for the orders of this address: the way to a page that lists them, good for a short time."""
    shown = accent(DEFAULT_COLOR)
    with translation.override(locale):
        rows = [{"order": order, "when": words.when(order.event)} for order in orders]
    context = {
        "rows": rows,
        "url": url,
        "brand_name": PLATFORM,
        "brand_url": settings.BASE_URL,
        "accent": shown.color,
        "on_accent": shown.ink,
    }
    subject, text, html = render_mail("my_tickets", context, locale)
    return MailMessage(to=to, subject=subject, text=text, html=html, message_id=message_id)


def _to_buyer(
    template: str,
    order: OrderFacts,
    message_id: str,
    context: Mapping[str, object] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> MailMessage:
    return _message(template, order, order.buyer_email, message_id, context or {}, attachments)


def _message(
    template: str,
    order: OrderFacts,
    to: str,
    message_id: str,
    context: Mapping[str, object],
    attachments: tuple[Attachment, ...] = (),
) -> MailMessage:
    subject, text, html = render_mail(template, {**_context(order), **context}, order.locale)
    return MailMessage(
        to=to,
        subject=subject,
        text=text,
        html=html,
        from_name=order.organizer.name,
        reply_to=order.organizer.email,
        message_id=message_id,
        attachments=attachments,
        headers={"Content-Language": order.locale},
    )


def _context(order: OrderFacts) -> dict[str, object]:
    shown = accent(order.organizer.primary_color)
    with translation.override(order.locale):
        when = words.when(order.event)
    return {
        "order": order,
        "event": order.event,
        "organizer": order.organizer,
        "when": when,
        "brand_name": order.organizer.name,
        "brand_url": order.organizer.url or order.event.url,
        "accent": shown.color,
        "on_accent": shown.ink,
    }


def _papers(order: OrderFacts, pdf: bytes | None) -> tuple[Attachment, ...]:
    if pdf is None:
        return (_calendar(order),)
    paper = Attachment(name=f"tickets-{order.number}.pdf", content_type="application/pdf", content=pdf)
    return (paper, _calendar(order))


def _picture(ticket: TicketFacts) -> Attachment:
    return Attachment(name=f"{ticket.code}.png", content_type="image/png", content=qr_png(ticket.qr))


def _calendar(order: OrderFacts) -> Attachment:
    method = "CANCEL" if order.event.is_cancelled else "PUBLISH"
    content_type = f"text/calendar; charset=utf-8; method={method}"
    return Attachment(name="event.ics", content_type=content_type, content=order_calendar(order))


def _in_words(order: OrderFacts, instant: datetime) -> str:
    with translation.override(order.locale):
        return words.moment(instant, order.event.time_zone)
