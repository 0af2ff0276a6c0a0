"""The outermost middleware: it names each request, times it, counts it and writes its line."""

import re
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from ticketing.core import ids, metrics

_log = structlog.stdlib.get_logger("foyer.requests")
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET_ROUTES = {"healthz", "readyz", "metrics"}


class RequestLogMiddleware:
    """Gives each request an id and writes one line of it.

    The id is the proxy's `X-Request-ID` where that is well formed, else a new one; the answer carries it back. Lines
    and metrics name the route's pattern and never the path, which may hold an order's token or a person's address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request within its own log context."""
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else ids.uuid7().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            self._account(request, response, time.perf_counter() - started)
        response.headers["X-Request-ID"] = request_id
        return response

    def _account(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        route = match.route if match else getattr(response, "cached_route", "unknown")
        # Any word may stand where the method does: only known ones become a label, or anyone could fill the memory.
        method = request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} else "other"
        metrics.REQUESTS.labels(method=method, route=route, status=response.status_code).inc()
        metrics.REQUEST_SECONDS.labels(route=route).observe(seconds)
        if route not in _QUIET_ROUTES:
            write = _log.error if response.status_code >= 500 else _log.info
            write("request", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
