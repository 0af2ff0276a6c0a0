"""The short way: what carries a token of its own needs no session, no CSRF token, no messages and no page's headers.

A view class may have a function `short_way(request, **kwargs)`. It is asked before the middleware that pages need, for
posts with an `Authorization` header, and answers or leaves it to the long way with None. For the door in a rush, where
that middleware takes as long as the scan.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

Short = Callable[..., HttpResponse | None]


class ShortWayMiddleware:
    """Comes right behind `SecurityMiddleware`, whose redirects and headers hold for every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask the view's short way, if it has one, in the language that was asked for."""
        if request.method == "POST" and "HTTP_AUTHORIZATION" in request.META:
            answer = _short_answer(request)
            if answer is not None:
                return answer
        return self.get_response(request)


def _short_answer(request: HttpRequest) -> HttpResponse | None:
    try:
        match = resolve(request.path_info)
    except Http404:
        return None
    short: Short | None = getattr(getattr(match.func, "view_class", None), "short_way", None)
    if short is None:
        return None
    with translation.override(translation.get_language_from_request(request)):
        answer = short(request, *match.args, **match.kwargs)
    if answer is not None:
        request.resolver_match = match
        # Without a length the server would have to send it in chunks.
        answer.headers["Content-Length"] = str(len(answer.content))
    return answer
