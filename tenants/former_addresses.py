"""Leads from an organization's former address to the present one, on its public pages and in the console."""

from collections.abc import Callable

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from tenants.models import FormerSlug
from ticketing.core.slugs import RESERVED


class FormerAddressMiddleware:
    """Where there is nothing at an address, looks whether an organization once stood there. Last in the list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; a 404 is asked about once more."""
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        parts = request.path.split("/")
        position = 2 if parts[1:2] == ["manage"] else 1
        if len(parts) <= position or parts[position] in RESERVED or not slug_re.fullmatch(parts[position]):
            return response
        present = FormerSlug.objects.filter(slug=parts[position].lower()).values_list("tenant__slug", flat=True).first()
        if present is None:
            return response
        parts[position] = present
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect("/".join(parts) + (f"?{query}" if query else ""))
