"""A visitor on a raw socket: lean, as it shares the machine with what it measures. Knows no Django."""

import re
import socket
from urllib.parse import urlencode

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE)
SECONDS = 60


class Unexpected(Exception):
    """The site answered something else than a visitor should see."""


class Browser:
    """One visitor on one kept-alive connection; `forget` makes it another's, who comes with their own.

    So connections spread over the server's processes by chance, again and again, as they do for real.
    `address` is what the proxy says of where the visitor comes from: limits per address are part of the product.
    """

    def __init__(self, port: int, address: str) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.address = address
        self.cookies: dict[str, str] = {}
        self.body = b""
        self.location = ""
        self._socket: socket.socket | None = None

    def forget(self) -> None:
        """Begin anew, without cookies, on a new connection."""
        self.cookies.clear()
        self.close()

    def get(self, path: str, *, expected: int = 200) -> bytes:
        """The body of a page. Raises Unexpected for another status."""
        return self._request("GET", path, "", b"", expected)

    def post(self, path: str, form: dict[str, str], *, expected: int = 303) -> bytes:
        """Send a form from the site's own page; `location` tells where the answer leads."""
        kind = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"
        return self._request("POST", path, kind, urlencode(form).encode(), expected)

    def post_json(self, path: str, token: str, body: bytes, *, expected: int = 200) -> bytes:
        """Call the API, with a device's token where there is one."""
        headers = "Content-Type: application/json\r\n" + (f"Authorization: Bearer {token}\r\n" if token else "")
        return self._request("POST", path, headers, body, expected)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _request(self, method: str, path: str, headers: str, body: bytes, expected: int) -> bytes:
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nX-Forwarded-For: {self.address}\r\n{headers}"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if method == "POST":
            head += f"Content-Length: {len(body)}\r\n"
        status, answer = self._exchange((head + "Accept-Language: en\r\n\r\n").encode() + body)
        if status != expected:
            raise Unexpected(f"{method} {path}: {status} {answer[:600]!r}")
        return answer

    def _exchange(self, sent: bytes) -> tuple[int, bytes]:
        connection = self._socket
        if connection is None:
            connection = self._socket = socket.create_connection(("127.0.0.1", self.port), SECONDS)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(sent)
        data = connection.recv(262_144)
        while (end := data.find(b"\r\n\r\n")) < 0:
            more = connection.recv(262_144)
            if not more:
                raise Unexpected("the connection was closed")
            data += more
        head = data[:end]
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        parts, missing = [data[end + 4 :]], length - (len(data) - end - 4)
        while missing > 0:
            more = connection.recv(262_144)
            if not more:
                raise Unexpected("the connection was closed")
            parts.append(more)
            missing -= len(more)
        for name, value in _COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        moved = _LOCATION.search(head)
        self.location = moved[1].decode() if moved else ""
        return int(head[9:12]), b"".join(parts)
