"""The door of a private event, as every page below its address answers a stranger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from events import access
from events.forms import AccessCodeForm
from events.models import Event, Visibility
from events.queries import event_url


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
