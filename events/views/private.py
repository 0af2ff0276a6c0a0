"""Getting into a private event by its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events import access
from events.doors import ask_for_code
from events.forms.discovery import AccessCodeForm
from events.models import EventStatus, Visibility
from events.queries import event_url
from ticketing.core.errors import TooManyRequests
from ticketing.core.throttles import client_address, throttle

TRIES = 10
WINDOW_SECONDS = 600


@never_cache
@require_POST
def enter_by_code(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """The typed code. Tries are counted per address and event."""
    found = access.event_by_slugs(tenant, event)
    if found.visibility != Visibility.PRIVATE or found.status == EventStatus.DRAFT:
        return redirect(event_url(tenant, event))
    form = AccessCodeForm(request.POST)
    if not form.is_valid():
        return ask_for_code(request, found, form)
    try:
        throttle(
            f"access:{found.pk}:{client_address(request)}",
            limit=TRIES,
            window_seconds=WINDOW_SECONDS,
            now=timezone.now(),
        )
    except TooManyRequests as refusal:
        form.add_error(None, str(refusal))
        return ask_for_code(request, found, form)
    if not access.opens(found, code=form.cleaned_data["code"]):
        form.add_error("code", _("This is not the code of this event. Please ask whoever invited you."))
        return ask_for_code(request, found, form)
    response = redirect(event_url(tenant, event))
    access.remember_access(response, found)
    return response
