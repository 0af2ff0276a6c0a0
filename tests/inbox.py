"""A real mail server for tests, which keeps what it is given."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from tenants import deliveries
from tenants.models import EmailLog, EmailStatus


class Inbox:
    """What came in, oldest first; `answer` is what the server says to each message."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a message unless told to refuse it."""
        if self.answer.startswith("250"):
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer

    def deliver(self) -> list[EmailMessage]:
        """Send all that waits in the outbox, and what that queues; the messages that came in now."""
        before = len(self.received)
        while waiting := list(EmailLog.objects.filter(status=EmailStatus.QUEUED).order_by("created_at", "pk")):
            for log in waiting:
                deliveries.deliver(email_id=log.pk, is_last_try=False, now=timezone.now())
        return self.received[before:]


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
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
    yield handler
    controller.stop()


def text_of(message: EmailMessage) -> str:
    """The words of a message's text part."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
