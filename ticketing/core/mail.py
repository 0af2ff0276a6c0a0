"""Mail: the transport, and the rendering of a message from its templates.

Messages leave through Django's backend, which `EMAIL_URL` configures. They come from the platform's own address under
the organizer's name, with answers going to the organizer: so SPF, DKIM and DMARC hold for every tenant.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import formataddr, parseaddr
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException
from typing import NamedTuple, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template
from django.utils import translation

LONGEST_HEADER = 200
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>", re.ASCII)


class Undeliverable(Exception):
    """The mail server refused this message or its recipient for good: sending it again would not help."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file of a mail. `content_type` may have parameters, e.g. `text/calendar; method=PUBLISH; charset=utf-8`."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailMessage:
    """One message to one person, complete."""

    to: str
    subject: str
    text: str
    html: str = ""
    from_name: str = ""
    """The organizer's; the address is always the platform's. Empty: the platform's name."""
    reply_to: str = ""
    message_id: str = ""
    """From `new_message_id`; kept with the log, so that a repeated attempt is the same message."""
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class Rendered(NamedTuple):
    """A mail's words in one language."""

    subject: str
    text: str
    html: str


def send(message: MailMessage) -> None:
    """Hand one message to the mail server. Takes a network round trip: call it from a task, outside transactions.

    Raises ValidationError for an address that is none, Undeliverable if the server refuses for good, and SMTPException
    or OSError if it makes sense to try again later, with the same `message_id`.
    """
    try:
        _django_message(message).send()
    except SMTPRecipientsRefused as refusal:
        if all(code >= 500 for code, _ in refusal.recipients.values()):
            raise Undeliverable(str(refusal)) from refusal
        raise
    except SMTPAuthenticationError:
        # Our own fault, not the message's: it waits until the settings are mended.
        raise
    except SMTPResponseException as refusal:
        if refusal.smtp_code >= 500:
            raise Undeliverable(str(refusal)) from refusal
        raise


def new_message_id(domain: str) -> str:
    """A fresh Message-ID (RFC 5322) that tells nothing about the machine or the moment."""
    return f"<{secrets.token_hex(16)}@{domain}>"


def render_mail(template: str, context: Mapping[str, object], locale: str) -> Rendered:
    """Render `mail/<template>.subject.txt`, `.txt` and `.html` in a language. Only the HTML is escaped."""
    with translation.override(locale):
        subject = _render_text(f"mail/{template}.subject.txt", context)
        text = _render_text(f"mail/{template}.txt", context)
        html = get_template(f"mail/{template}.html").render({**context, "subject": _header(subject)})
    return Rendered(_header(subject), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html)


def _render_text(name: str, context: Mapping[str, object]) -> str:
    template = cast(Template, get_template(name)).template
    return str(template.render(Context(dict(context), autoescape=False)))


def _django_message(message: MailMessage) -> EmailMultiAlternatives:
    validate_email(message.to)
    if message.reply_to:
        validate_email(message.reply_to)
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    headers |= {name: _header(value) for name, value in message.headers.items()}
    if message.message_id:
        if _MESSAGE_ID.fullmatch(message.message_id) is None:
            raise ValueError("not a Message-ID of ours")
        headers["Message-ID"] = message.message_id
    mail = EmailMultiAlternatives(
        subject=_header(message.subject),
        body=message.text,
        from_email=_sender(message.from_name),
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for attachment in message.attachments:
        mail.attach(_part(attachment))
    return mail


def _sender(name: str) -> str:
    platform, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((_header(name) or platform, address))


def _part(attachment: Attachment) -> MIMEBase:
    """Always base64: the bytes arrive as they are, whatever lines and characters they hold."""
    content_type, *parameters = [part.strip() for part in attachment.content_type.split(";")]
    main, _, sub = content_type.partition("/")
    part = MIMEBase(main, sub)
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        part.set_param(name, value)
    part.set_payload(attachment.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_header(attachment.name))
    return part


def _header(value: str) -> str:
    """One short line. What came from a form must not start a header of its own, nor turn the direction of reading."""
    return " ".join(_CONTROLS.sub(" ", value).split())[:LONGEST_HEADER]
