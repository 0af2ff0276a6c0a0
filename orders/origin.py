"""Whether a form was sent from our own page: for the one form that lies on a page cached for everybody.

Such a page can hold no CSRF token, so its post is judged by what the browser says of its origin, which a foreign page
cannot forge: `Sec-Fetch-Site`, else `Origin`, else `Referer` (Fetch Metadata; OWASP's CSRF cheat sheet).
"""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def refuse_foreign(request: HttpRequest) -> None:
    """Raises PermissionDenied unless the request was sent from this very host, or typed by the visitor."""
    if not _is_own(request):
        raise PermissionDenied("sent from another site")


def _is_own(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    source = request.headers.get("Origin") or request.headers.get("Referer")
    # Every browser sends one of the three with a post; what sends none (curl, a script) carries nobody's cookies.
    return source is None or urlsplit(source).netloc.lower() == request.get_host().lower()
