import socket
from email import message_from_bytes, policy
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.utils import translation

from ticketing.core import mail

LETTER = mail.MailMessage(
    to="zoe@example.org",
    subject="Deine Tickets für „寿司-Nacht“ 🎟",
    text="Grüße,\n.\nfertig\n",
    html="<p>Grüße</p>",
    from_name='Haus "der" Künste, Berlin',
    reply_to="hallo@haus.example",
    message_id="<0123456789abcdef@foyer.example>",
)


class Inbox:
    """A mail server that keeps what it is given, and refuses whom it is told to."""

    def __init__(self):
        self.received = []
        self.refusals = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if b"unwanted" in envelope.content:
            return "554 5.7.1 not here"
        self.received.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def inbox(settings):
    """A mail server on a port of its own, which the settings point to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "Foyer <tickets@foyer.example>"
    yield handler
    controller.stop()


def test_a_message_arrives_as_it_was_written(inbox):
    mail.send(LETTER)

    ((envelope, message),) = inbox.received
    assert (envelope.mail_from, envelope.rcpt_tos) == ("tickets@foyer.example", ["zoe@example.org"])
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == "<0123456789abcdef@foyer.example>"
    assert message["Reply-To"] == "hallo@haus.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"].addresses[0].display_name == 'Haus "der" Künste, Berlin'
    assert message["From"].addresses[0].addr_spec == "tickets@foyer.example"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.text
    assert message.get_body(("html",)).get_content().strip() == LETTER.html


def test_attachments_arrive_byte_for_byte(inbox):
    pdf = mail.Attachment(name="tickets-Ä.pdf", content_type="application/pdf", content=bytes(range(256)) * 40)
    ics = mail.Attachment(
        name="event.ics",
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        content="BEGIN:VCALENDAR\r\nSUMMARY:寿司\r\nEND:VCALENDAR\r\n".encode(),
    )

    mail.send(mail.MailMessage(to="a@example.org", subject="x", text="y", attachments=(pdf, ics)))

    first, second = inbox.received[0][1].iter_attachments()
    assert (first.get_filename(), first.get_content_type()) == ("tickets-Ä.pdf", "application/pdf")
    assert first.get_payload(decode=True) == pdf.content
    assert (second.get_content_type(), second.get_param("method")) == ("text/calendar", "PUBLISH")
    assert second.get_payload(decode=True) == ics.content


def test_without_an_organizer_the_platform_writes(inbox):
    mail.send(mail.MailMessage(to="a@example.org", subject="x", text="y"))

    message = inbox.received[0][1]
    assert str(message["From"]) == "Foyer <tickets@foyer.example>"
    assert message["Reply-To"] is None


def test_no_form_field_can_start_a_header(inbox):
    hostile = "Zoë\r\nBcc: victim@example.org\nX-Evil: 1\x00\u2028\u202eend"

    mail.send(
        mail.MailMessage(
            to="a@example.org",
            subject=hostile,
            text="y",
            from_name=hostile,
            headers={"Content-Language": hostile},
            attachments=(mail.Attachment(name=hostile, content_type="application/pdf", content=b"x"),),
        )
    )

    ((envelope, message),) = inbox.received
    assert envelope.rcpt_tos == ["a@example.org"]
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["Subject"] == "Zoë Bcc: victim@example.org X-Evil: 1 end"
    assert message["From"].addresses[0].addr_spec == "tickets@foyer.example"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a@example.org\nBcc: v@example.org", "a@example.org, b@example.org"]
)
def test_an_address_that_is_none_is_refused(inbox, address):
    with pytest.raises(ValidationError):
        mail.send(mail.MailMessage(to=address, subject="x", text="y"))
    with pytest.raises(ValidationError):
        mail.send(mail.MailMessage(to="a@example.org", reply_to=address or "@", subject="x", text="y"))

    assert inbox.received == []


def test_a_recipient_refused_for_good_is_not_tried_again(inbox):
    inbox.refusals["gone@example.org"] = "550 5.1.1 no such mailbox"

    with pytest.raises(mail.Undeliverable):
        mail.send(mail.MailMessage(to="gone@example.org", subject="x", text="y"))


def test_a_message_refused_for_good_is_not_tried_again(inbox):
    with pytest.raises(mail.Undeliverable):
        mail.send(mail.MailMessage(to="a@example.org", subject="x", text="unwanted"))


def test_a_mailbox_that_is_full_may_be_tried_again(inbox):
    inbox.refusals["full@example.org"] = "452 4.2.2 mailbox full"

    with pytest.raises(SMTPRecipientsRefused):
        mail.send(mail.MailMessage(to="full@example.org", subject="x", text="y"))


def test_a_server_that_is_down_may_be_tried_again(inbox, settings):
    settings.EMAIL_PORT = 1

    with pytest.raises((SMTPException, OSError)):
        mail.send(LETTER)


def test_message_ids_are_new_and_tell_nothing():
    one, two = mail.new_message_id("foyer.example"), mail.new_message_id("foyer.example")

    assert one != two
    assert one.startswith("<")
    assert one.endswith("@foyer.example>")
    assert len(one) == len("<>") + 32 + len("@foyer.example")


def test_only_the_html_is_escaped():
    context = {"rows": [], "brand_name": "Haus <b> & Co", "brand_url": "https://haus.example/"}

    subject, text, html = mail.render_mail("my_tickets", context, "en")

    assert "Haus &lt;b&gt; &amp; Co" in html
    assert "&" not in text
    assert "\n" not in subject


def test_a_mail_is_written_in_its_readers_language_whoever_sends_it():
    with translation.override("de"):
        arabic = mail.render_mail("my_tickets", {"rows": []}, "ar").html
        english = mail.render_mail("my_tickets", {"rows": []}, "en").html

    assert '<html lang="ar" dir="rtl"' in arabic
    assert '<html lang="en" dir="ltr"' in english
