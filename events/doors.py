"""Before an event's page: the door of a private one, as every page below its address answers a stranger, and the way on
from a former address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from events import access
from events.forms.discovery import AccessCodeForm
from events.models import Event, Visibility
from events.queries import event_url

MEMORY_SECONDS = 3600


def ask_for_code(request: HttpRequest, event: Event, form: AccessCodeForm | None = None) -> HttpResponse:
    """The page that lets nobody guess what event it is."""
    context = {"form": form or AccessCodeForm(), "tenant_slug": event.tenant.slug, "event_slug": event.slug}
    return render(request, "events/private.html", context, status=403)


def enter_by_link(request: HttpRequest, event: Event) -> HttpResponse | None:
    """Follow a link with `?access=`: remember it and go on to the plain address. None where there is no good token."""
    token = request.GET.get("access", "")
    if not token or event.visibility != Visibility.PRIVATE or not access.opens(event, token=token):
        return None
    response = redirect(event_url(event.tenant.slug, event.slug))
    access.remember_access(response, event)
    return response


def leads_on(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages at an event's address: a former one leads on for good to the same page at the present one."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except access.EventMoved as moved:
            match = request.resolver_match
            assert match is not None
            address = reverse(match.view_name, kwargs=match.kwargs | {"event": moved.slug})
            query = request.META.get("QUERY_STRING", "")
            response = redirect(f"{address}?{query}" if query else address, permanent=True)
            # For good, yet not in browsers' memory: whoever changes an address back would send people in a circle.
            response.headers["Cache-Control"] = f"max-age={MEMORY_SECONDS}"
            return response

    return inner
