"""Messages on disk: one `.eml` file each, whole or not there."""

import os
import re
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path

KEY = re.compile(r"[0-9]{16}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Part:
    """A file that came with a message. `number` is its place among all parts of the message."""

    number: int
    name: str
    media_type: str
    content_id: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """One received message."""

    key: str
    raw: bytes

    @cached_property
    def email(self) -> EmailMessage:
        """The message, parsed."""
        return BytesParser(policy=policy.default).parsebytes(self.raw)

    @property
    def received_at(self) -> datetime:
        """When it came, UTC."""
        return datetime.fromtimestamp(int(self.key[:16]) / 1_000_000, tz=UTC)

    def header(self, name: str) -> str:
        """A header's text, empty where it is missing or broken."""
        try:
            return str(self.email.get(name, "")).strip()
        except (ValueError, IndexError, AttributeError):  # what the standard library raises on malformed headers
            return ""

    @property
    def recipients(self) -> str:
        """To whom it was sent in truth: the envelope's, blind copies too."""
        return self.header("X-Envelope-To") or self.header("To")

    def body(self, kind: str) -> str | None:
        """Its text as "html" or "plain"; None where it has no such part."""
        part = self.email.get_body(preferencelist=(kind,))
        return _text(part) if isinstance(part, EmailMessage) else None

    @cached_property
    def parts(self) -> list[Part]:
        """Everything beside the bodies: attachments, and pictures that the HTML shows."""
        bodies = [self.email.get_body(preferencelist=(kind,)) for kind in ("html", "plain")]
        found = []
        for number, part in enumerate(self.email.walk()):
            if part.is_multipart() or any(part is body for body in bodies):
                continue
            name = part.get_filename() or f"part-{number}"
            content_id = str(part.get("Content-ID", "")).strip("<> ")
            content = part.get_payload(decode=True)
            data = content if isinstance(content, bytes) else b""
            found.append(Part(number, name, part.get_content_type(), content_id, data))
        return found

    @property
    def attachments(self) -> list[Part]:
        """The parts for the reader to open."""
        return [part for part in self.parts if not part.content_id or not part.media_type.startswith("image/")]


class Store:
    """The folder of messages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, raw: bytes, recipients: list[str]) -> str:
        """Keep a message; when this returns it is on the disk."""
        key = f"{time.time_ns() // 1000:016d}-{secrets.token_hex(4)}"
        unfinished = self.folder / f"{key}.new"
        envelope = ", ".join(address.replace("\r", "").replace("\n", "") for address in recipients)
        with unfinished.open("wb") as output:
            output.write(f"X-Envelope-To: {envelope}\r\n".encode() + raw)
            output.flush()
            os.fsync(output.fileno())
        unfinished.rename(self.folder / f"{key}.eml")
        return key

    def get(self, key: str) -> Message | None:
        """One message; None if there is none of that key."""
        if not KEY.fullmatch(key):
            return None
        try:
            return Message(key, (self.folder / f"{key}.eml").read_bytes())
        except FileNotFoundError:
            return None

    def newest(self, *, limit: int, search: str = "") -> list[Message]:
        """The newest first; with a search, those whose sender, recipient or subject has all its words."""
        words = search.lower().split()
        found: list[Message] = []
        for path in sorted(self.folder.glob("*.eml"), reverse=True):
            message = self.get(path.stem)
            if message is None:
                continue
            heads = f"{message.header('From')} {message.recipients} {message.header('Subject')}".lower()
            if all(word in heads for word in words):
                found.append(message)
            if len(found) == limit:
                break
        return found

    def clear(self) -> None:
        """Throw all messages away."""
        for path in self.folder.glob("*.eml"):
            path.unlink(missing_ok=True)


def _text(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # an unknown or a wrong character set
        content = part.get_payload(decode=True)
        return content.decode("utf-8", errors="replace") if isinstance(content, bytes) else ""
