"""The HTTP side: one thread a connection, kept open; API, pages and control on one port."""

from __future__ import annotations

import json
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ticketing.demo.stripe import api, control, params, site, switches
from ticketing.demo.stripe.errors import ApiError
from ticketing.demo.stripe.store import Store, new_id
from ticketing.demo.stripe.worker import Worker

_LARGEST_BODY = 1_000_000


class Server(ThreadingHTTPServer):
    """The stand-in, listening."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self, address: tuple[str, int], *, store: Store, worker: Worker, secret_key: str, public_url: str = ""
    ) -> None:
        super().__init__(address, Handler)
        self.store, self.worker, self.secret_key = store, worker, secret_key
        self.public_url = public_url.rstrip("/") or f"http://{address[0]}:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # One packet for head and body: two would wait for each other's acknowledgement.
    wbufsize = 1 << 16
    timeout = 120

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer("GET")

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer("POST")

    def _answer(self, method: str) -> None:
        where = urlsplit(self.path)
        body = self._body()
        if where.path.startswith("/v1/"):
            self._api(method, where.path, body if method == "POST" else where.query)
        elif where.path.startswith("/_control") and self._is_json(method):
            self._control(method, where.path, body)
        elif where.path == "/style.css":
            self._send(200, site.STYLE, "text/css; charset=utf-8")
        elif where.path == "/_health":
            self._send(200, "{}", "application/json")
        else:
            self._page(method, where.path, body if method == "POST" else where.query)
        self.server.worker.wake()

    def _is_json(self, method: str) -> bool:
        header = "Content-Type" if method == "POST" else "Accept"
        return "json" in self.headers.get(header, "")

    def _body(self) -> str:
        length = min(int(self.headers.get("Content-Length") or 0), _LARGEST_BODY)
        return self.rfile.read(length).decode("utf-8", "replace")

    def _api(self, method: str, path: str, encoded: str) -> None:
        store = self.server.store
        with store.transaction():
            slow = switches.use(store, "slow", path)
            broken = switches.use(store, "error_500", path)
        if slow:
            time.sleep(slow.seconds)
        if broken:
            error = ApiError("An unknown error occurred", status=500, kind="api_error")
            self._send(500, json.dumps(error.body()), "application/json")
            return
        try:
            api.check_key(self.headers.get("Authorization", ""), self.server.secret_key)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = api.Request(method, path, params.parse(encoded), self.server.public_url, headers)
        except ApiError as error:
            self._send(error.status, json.dumps(error.body()), "application/json")
            return
        with store.transaction():
            status, body, replayed = api.answer(store, request)
            dropped = switches.use(store, "drop_connection", path)
        if dropped:
            self._drop()
        else:
            self._send(status, body, "application/json", {"Idempotent-Replayed": "true"} if replayed else {})

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _control(self, method: str, path: str, body: str) -> None:
        status, answer = 200, {}
        with self.server.store.transaction() as store:
            try:
                answer = control.act(store, path, _object(body)) if method == "POST" else switches.current(store)
            except ApiError as error:
                status, answer = error.status, error.body()
        self._send(status, json.dumps(answer), "application/json")

    def _page(self, method: str, path: str, encoded: str) -> None:
        form = dict(parse_qsl(encoded, keep_blank_values=True))
        with self.server.store.transaction() as store:
            try:
                page = site.submit(store, path, form) if method == "POST" else site.show(store, path, form)
            except ApiError as error:
                page = site.failure(error)
        headers = {"Location": page.location} if page.location else {}
        self._send(page.status, page.html, "text/html; charset=utf-8", headers)

    def _send(self, status: int, text: str, kind: str, headers: dict[str, str] | None = None) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", new_id("req"))
        self.send_header("Cache-Control", "no-store")
        if kind.startswith("text/html"):
            policy = "default-src 'none'; img-src data:; style-src 'self'; frame-ancestors 'none'"
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Referrer-Policy", "no-referrer")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        """The Server header."""
        return "foyer-stripe-stand-in"

    def log_message(self, *arguments: object) -> None:
        """Be quiet: a busy benchmark would drown its own output."""


def _object(body: str) -> dict[str, Any]:
    try:
        value = json.loads(body or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ApiError("The body must be a JSON object.")
    return value
