"""The side that takes mail."""

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ticketing.demo.mailcatcher.store import Store

LARGEST_MESSAGE = 40 * 1024 * 1024


class Keeper:
    """Keeps every message, whoever it is for."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer 250 only once the message is on the disk."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        self.store.add(raw, envelope.rcpt_tos)
        return "250 Kept, not delivered"


def controller(store: Store, port: int) -> Controller:
    """The server on 127.0.0.1, in a thread of its own, not yet started."""
    return Controller(Keeper(store), hostname="127.0.0.1", port=port, data_size_limit=LARGEST_MESSAGE)
