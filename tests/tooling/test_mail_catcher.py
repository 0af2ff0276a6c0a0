"""The mail catcher: what is sent is kept and shown, and what is in a mail can do nothing."""

import smtplib
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from ticketing.core.embedded_database import free_port
from ticketing.demo.mailcatcher import smtp, web
from ticketing.demo.mailcatcher.store import Store


@dataclass
class Catcher:
    """A running mail catcher."""

    store: Store
    smtp_port: int
    http_port: int

    def send(self, message: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=5) as server:
            server.send_message(message)

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}{path}", timeout=5) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, dict(refusal.headers), refusal.read().decode()


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[Catcher]:
    store = Store(tmp_path / "mail")
    receiving = smtp.controller(store, free_port())
    receiving.start()
    pages = web.server(store, free_port())
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    yield Catcher(store, receiving.port, pages.server_address[1])
    pages.shutdown()
    pages.server_close()
    receiving.stop()


def a_mail(subject: str = "Your tickets", html: str = "<p>Hello</p>") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Foyer <tickets@example.org>", "zoe@example.org", subject
    message.set_content("Hello\nhttps://example.org/orders/1")
    message.add_alternative(html, subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="tickets.pdf")
    message.add_attachment(b"<script>alert(1)</script>", maintype="text", subtype="html", filename="x.html")
    return message


def test_a_sent_mail_is_listed_read_and_found_after_a_restart(catcher: Catcher) -> None:
    catcher.send(a_mail("Für Zoë 🎟️"))

    (kept,) = Store(catcher.store.folder).newest(limit=5)
    _, _, inbox = catcher.get("/")
    _, _, page = catcher.get(f"/messages/{kept.key}/")
    _, _, text = catcher.get(f"/messages/{kept.key}/?view=text")

    assert "Für Zoë 🎟️" in inbox
    assert "zoe@example.org" in inbox
    assert "tickets.pdf" in page
    assert '<a href="https://example.org/orders/1" rel="noreferrer">' in text


def test_a_mails_html_is_framed_without_rights(catcher: Catcher) -> None:
    catcher.send(a_mail(html="<script>alert(1)</script><p>Hello</p>"))
    (kept,) = catcher.store.newest(limit=5)

    _, headers, page = catcher.get(f"/messages/{kept.key}/")
    _, framed, _ = catcher.get(f"/messages/{kept.key}/html")

    assert "<script" not in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert framed["Content-Security-Policy"].startswith("sandbox allow-popups allow-popups-to-escape-sandbox;")
    assert "allow-scripts" not in framed["Content-Security-Policy"]


def test_headers_are_escaped(catcher: Catcher) -> None:
    catcher.send(a_mail("<img src=x onerror=alert(1)>"))
    (kept,) = catcher.store.newest(limit=5)

    for path in ("/", f"/messages/{kept.key}/"):
        assert "<img" not in catcher.get(path)[2]


def test_a_pdf_is_shown_and_any_other_file_only_saved(catcher: Catcher) -> None:
    catcher.send(a_mail())
    (kept,) = catcher.store.newest(limit=5)
    pdf, page = kept.attachments

    shown = catcher.get(f"/messages/{kept.key}/parts/{pdf.number}")
    saved = catcher.get(f"/messages/{kept.key}/parts/{page.number}")

    assert shown[1]["Content-Type"] == "application/pdf"
    assert shown[2] == "%PDF-1.7"
    assert saved[1]["Content-Type"] == "application/octet-stream"
    assert saved[1]["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["/messages/../secret_key/", "/messages/0/", "/nothing", "/messages/..%2f/source"])
def test_an_unknown_address_is_not_found(catcher: Catcher, path: str) -> None:
    assert catcher.get(path)[0] == 404


def test_a_search_finds_by_recipient_and_subject(catcher: Catcher) -> None:
    catcher.send(a_mail("Lantern gala"))
    catcher.send(a_mail("Harbour run"))

    found = catcher.store.newest(limit=5, search="ZOE gala")

    assert [message.header("Subject") for message in found] == ["Lantern gala"]


def test_another_site_cannot_throw_mail_away(catcher: Catcher) -> None:
    catcher.send(a_mail())
    address = f"http://127.0.0.1:{catcher.http_port}/clear"
    foreign = urllib.request.Request(address, data=b"", headers={"Sec-Fetch-Site": "cross-site"})

    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(foreign, timeout=5)

    assert len(catcher.store.newest(limit=5)) == 1


def test_broken_mail_is_shown_as_well_as_can_be(catcher: Catcher) -> None:
    raw = b"Subject: =?utf-8?b?////?=\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xff\xfehello"
    key = catcher.store.add(raw, ["a@example.org"])

    status, _, page = catcher.get(f"/messages/{key}/")

    assert status == 200
    assert "hello" in page
