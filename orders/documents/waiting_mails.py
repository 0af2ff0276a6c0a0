"""The mails of a waiting list, ready for `ticketing.core.mail.send`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from orders.documents import words
from orders.documents.facts import EventFacts, OrganizerFacts
from orders.documents.palette import accent
from ticketing.core.mail import MailMessage, render_mail


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingFacts:
    """Somebody on a waiting list, as they read about it."""

    email: str
    name: str
    locale: str
    url: str
    """The person's own page, with its token."""
    wishes: tuple[str, ...]
    quantity: int
    least_quantity: int
    event: EventFacts
    organizer: OrganizerFacts


def joined(waiting: WaitingFacts, *, position: int, message_id: str) -> MailMessage:
    """They stand in line; the way to their place."""
    return _message("waiting_joined", waiting, message_id, {"position": position})


def offered(
    waiting: WaitingFacts, *, items: tuple[tuple[int, str], ...], until: datetime, message_id: str
) -> MailMessage:
    """Places are kept for them, so many of each type, until when."""
    with translation.override(waiting.locale):
        until_words = words.moment(until, waiting.event.time_zone)
    return _message("waiting_offer", waiting, message_id, {"items": items, "until": until_words})


def ended(waiting: WaitingFacts, *, why: str, message_id: str) -> MailMessage:
    """An offer, or the waiting, is over: lapsed, lapsed_for_good, revoked or removed."""
    return _message("waiting_ended", waiting, message_id, {"why": why})


def _message(template: str, waiting: WaitingFacts, message_id: str, context: Mapping[str, object]) -> MailMessage:
    shown = accent(waiting.organizer.primary_color)
    with translation.override(waiting.locale):
        when = words.when(waiting.event)
    common = {
        "waiting": waiting,
        "event": waiting.event,
        "organizer": waiting.organizer,
        "when": when,
        "brand_name": waiting.organizer.name,
        "brand_url": waiting.organizer.url or waiting.event.url,
        "accent": shown.color,
        "on_accent": shown.ink,
    }
    subject, text, html = render_mail(template, {**common, **context}, waiting.locale)
    return MailMessage(
        to=waiting.email,
        subject=subject,
        text=text,
        html=html,
        from_name=waiting.organizer.name,
        reply_to=waiting.organizer.email,
        message_id=message_id,
        headers={"Content-Language": waiting.locale},
    )
