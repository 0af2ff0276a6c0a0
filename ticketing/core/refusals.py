"""Pages for what a web view refuses: a domain refusal nobody caught, and a host that is none of ours."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ticketing.core.errors import DomainError, TooManyRequests

# A details page with several files of 5 MB each.
MOST_BODY_BYTES = 32 * 1024 * 1024
# Kept apart from a page of its own, a refusal reads "we could not do that".
_PAGES = {403: "errors/403.html", 404: "errors/404.html", 429: "errors/429.html"}


class RefusalMiddleware:
    """Turns a `DomainError` that reaches a web page's edge into a page that says why, with the refusal's own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a refusal; anything else is a bug and goes on to the error log."""
        if not isinstance(error, DomainError):
            return None
        context = {"refusal": str(error)}
        page = error.page or _PAGES.get(error.status, "errors/refused.html")
        response = render(request, page, context | error.facts, status=error.status)
        if isinstance(error, TooManyRequests):
            response.headers["Retry-After"] = str(error.facts["retry_after"])
        return response


class BodyLimitMiddleware:
    """Answers 413 to a request whose body is larger than any form of ours, before a byte of it is stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on unless it announces too much; a body without a length is not read at all (WSGI)."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BODY_BYTES:
            return _plain(_("That was too large to be sent here."), status=413)
        return self.get_response(request)


class KnownHostMiddleware:
    """Answers 421 to a host that is none of ours (RFC 9110 § 15.5.20), before anything is done for it.

    Load balancers ask `/healthz` and `/readyz` under whatever name they know a machine by; those answer anyway.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on if its host is ours."""
        try:
            request.get_host()
        except DisallowedHost:
            if request.path not in ("/healthz", "/readyz"):
                return HttpResponse(
                    _("There is nothing at this address."), status=421, content_type="text/plain; charset=utf-8"
                )
            request.META["HTTP_HOST"] = _own_host()
        return self.get_response(request)


def _plain(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _own_host() -> str:
    """A host that Django lets pass."""
    return next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
