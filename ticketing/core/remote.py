"""Where the request under way comes from, for what is logged meanwhile. Outside of requests: nowhere."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from ticketing.core.throttles import remote_address

_request: ContextVar[HttpRequest | None] = ContextVar("request_under_way", default=None)


def current_address() -> str | None:
    """The visitor's address; None in a job or a command."""
    request = _request.get()
    return remote_address(request) or None if request is not None else None


class RemoteAddressMiddleware:
    """Lets `current_address` know the request while it is served. Reads nothing of it until somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request."""
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)
