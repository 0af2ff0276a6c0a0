"""The side that shows mail. A message is never trusted: its frame can run and load nothing."""

import json
import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

from ticketing.demo.mailcatcher import pages
from ticketing.demo.mailcatcher.store import Message, Store

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
# Links in a mail open in a window of their own; this machine's pictures are shown. Scripts, forms, plugins and every
# foreign address stay shut out.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
    " img-src data: http://localhost:* http://127.0.0.1:*; font-src data:; frame-ancestors 'self'"
)
# What the browser may show itself; anything else is only saved.
SHOWN = {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"}
NEWEST = 200


class Handler(BaseHTTPRequestHandler):
    """Answers one request. `store` is set by `serve`."""

    store: Store
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Show a page or a part of a message."""
        address = urlsplit(self.path)
        for pattern, answer in ROUTES:
            if match := pattern.fullmatch(address.path):
                answer(self, address.query, *match.groups())
                return
        self._not_found()

    def do_POST(self) -> None:
        """Throw all mail away; only at the wish of our own page."""
        self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 10_000))
        if self.path != "/clear" or self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            self._not_found()
            return
        self.store.clear()
        self._answer(b"", "text/plain", status=303, headers={"Location": "/"})

    def inbox(self, query: str) -> None:
        """All messages, or those that a search finds."""
        search = parse_qs(query).get("q", [""])[0]
        messages = self.store.newest(limit=NEWEST, search=search)
        self._answer(pages.inbox(messages, search).encode(), "text/html; charset=utf-8")

    def inbox_as_json(self, query: str) -> None:
        """The same for programs."""
        messages = self.store.newest(limit=NEWEST, search=parse_qs(query).get("q", [""])[0])
        rows = [{"key": m.key, "to": m.recipients, "subject": m.header("Subject")} for m in messages]
        self._answer(json.dumps(rows).encode(), "application/json")

    def message(self, query: str, key: str) -> None:
        """One message, as HTML or, if wished or without HTML, as text."""
        found = self._find(key)
        if found is not None:
            view = parse_qs(query).get("view", [""])[0]
            self._answer(pages.message(found, view).encode(), "text/html; charset=utf-8")

    def html(self, query: str, key: str) -> None:
        """The message's HTML for the frame."""
        found = self._find(key)
        if found is not None:
            self._answer(pages.framed(found).encode(), "text/html; charset=utf-8", policy=MAIL_POLICY)

    def source(self, query: str, key: str) -> None:
        """The message as it came."""
        found = self._find(key)
        if found is not None:
            self._answer(found.raw, "text/plain; charset=utf-8")

    def part(self, query: str, key: str, number: str) -> None:
        """One attachment."""
        found = self._find(key)
        if found is None:
            return
        part = next((part for part in found.parts if part.number == int(number)), None)
        if part is None:
            self._not_found()
            return
        shown = part.media_type in SHOWN
        disposition = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(part.name, safe='')}"
        media_type = part.media_type if shown else "application/octet-stream"
        # The browser's PDF viewer does not run under a policy.
        policy = "" if part.media_type == "application/pdf" else PAGE_POLICY
        self._answer(part.content, media_type, policy=policy, headers={"Content-Disposition": disposition})

    def style(self, query: str) -> None:
        """The pages' style sheet."""
        self._answer(pages.style(), "text/css; charset=utf-8")

    def log_message(self, *details: object) -> None:
        """Say nothing of each request."""

    def _find(self, key: str) -> Message | None:
        found = self.store.get(key)
        if found is None:
            self._not_found()
        return found

    def _not_found(self) -> None:
        self._answer(pages.not_found().encode(), "text/html; charset=utf-8", status=404)

    def _answer(
        self,
        body: bytes,
        media_type: str,
        *,
        status: int = 200,
        policy: str = PAGE_POLICY,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        fixed = {"Content-Type": media_type, "Content-Length": str(len(body)), "Content-Security-Policy": policy}
        fixed |= {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
        for name, value in {**fixed, **(headers or {})}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


ROUTES: list[tuple[re.Pattern[str], Callable[..., None]]] = [
    (re.compile(r"/"), Handler.inbox),
    (re.compile(r"/messages\.json"), Handler.inbox_as_json),
    (re.compile(r"/messages/([0-9a-f-]+)/"), Handler.message),
    (re.compile(r"/messages/([0-9a-f-]+)/html"), Handler.html),
    (re.compile(r"/messages/([0-9a-f-]+)/source"), Handler.source),
    (re.compile(r"/messages/([0-9a-f-]+)/parts/([0-9]{1,4})"), Handler.part),
    (re.compile(r"/style\.css"), Handler.style),
]


def server(store: Store, port: int) -> ThreadingHTTPServer:
    """The web server on 127.0.0.1, not yet begun."""
    handler = type("StoreHandler", (Handler,), {"store": store})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)
